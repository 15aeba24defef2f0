"""What DVC files say: stages, tracked outputs, remotes, and which data they put under version control."""

import configparser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any

from maturity.documents.tree import Table, items, table, text
from maturity.evidence.graph.dvcfile import Stage, stages, value_files
from maturity.evidence.layout import data_path
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, folder
from maturity.evidence.topics.mentions import mentioned
from maturity.model.facts.versions import DatasetVersionFact, DvcOutputFact, DvcRemoteFact, DvcStageFact

_POINTER = re.compile(r"\.dvc\Z")
_PIPELINE = re.compile(r"(?:^|/)dvc\.yaml\Z")
_CONFIG = re.compile(r"(?:^|/)\.dvc/config\Z")
_REMOTE = re.compile(r"'?remote \"([^\"]{1,200})\"'?\Z")
_DIGEST = re.compile(r"[0-9a-f]{32}(?:\.dir)?\Z")
_MODEL = re.compile(
    r"(?:^|[/_.-])(?:models?|checkpoints?|weights)(?:[/_.-]|\Z)|\.(?:pt|pth|ckpt|onnx|safetensors|h5|joblib)\Z",
    re.IGNORECASE,
)
_ETAGS = ("md5", "etag", "checksum")


@dataclass(frozen=True, slots=True)
class Output:
    """One output that a .dvc file or dvc.lock records."""

    path: str
    """Relative to the target."""
    file: str
    line: int
    digest: str | None
    cached: bool


def collect(project: Project) -> Iterator[DvcStageFact | DvcOutputFact | DvcRemoteFact | DatasetVersionFact]:
    """Yield the facts of every DVC file."""
    remotes = list(_remotes(project))
    yield from remotes
    declared: list[Stage] = []
    outputs = list(_pointers(project))
    for path, _ in filled(project, _PIPELINE):
        found = _stages(project, path)
        recorded = _locked(project, path)
        declared += found
        for stage in found:
            yield DvcStageFact(at=project.place(path, stage.line), name=stage.name, locked=stage.name in recorded)
        outputs += _recorded(recorded, folder(path))
    for output in outputs:
        yield DvcOutputFact(
            at=project.place(output.file, output.line), output=output.path, digest=output.digest, cached=output.cached
        )
    yield from _versions(project, outputs, declared, remote=bool(remotes))


def _stages(project: Project, path: str) -> list[Stage]:
    here = folder(path)
    values: dict[str, Any] = {}
    trees = project.yaml(path)
    for name in value_files(trees[0] if trees else None):
        for tree in project.yaml(normpath(join(here, name)))[:1]:
            values |= table(tree)
    return list(stages(trees[0] if trees else None, values))


def _locked(project: Project, path: str) -> Table:
    """Return what dvc.lock records beside a dvc.yaml, by stage; each remembers the lock's path."""
    lock = join(folder(path), "dvc.lock")
    recorded = Table()
    for tree in project.yaml(lock)[:1]:
        inner = table(table(tree).get("stages"))
        for name, body in inner.items():
            recorded[name] = (lock, body)
    return recorded


def _recorded(recorded: Table, home: str) -> Iterator[Output]:
    for lock, body in recorded.values():
        for line, entry in items(table(body).get("outs")):
            if path := text(table(entry).get("path")):
                yield Output(normpath(join(home, path)), lock, line, _digest(table(entry)), cached=True)


def _pointers(project: Project) -> Iterator[Output]:
    """Read the outputs of .dvc files."""
    for path, _ in filled(project, _POINTER):
        for tree in project.yaml(path)[:1]:
            for line, entry in items(table(tree).get("outs")):
                one = table(entry)
                if target := text(one.get("path")):
                    home = join(folder(path), text(table(tree).get("wdir")))
                    cached = text(one.get("cache")).lower() != "false"
                    yield Output(normpath(join(home, target)), path, one.line_of("path") or line, _digest(one), cached)


def _digest(entry: Table) -> str | None:
    """Return the digest of an output; a folder in a remote with versions of its own has one for each file."""
    files = [table(file) for _, file in items(entry.get("files"))][:1]
    for one in (entry, *files):
        value = next((text(one[key]) for key in _ETAGS if text(one.get(key))), "")
        if _DIGEST.match(value):
            return value
    return None


def _remotes(project: Project) -> Iterator[DvcRemoteFact]:
    for path, content in filled(project, _CONFIG):
        parser = configparser.RawConfigParser(strict=False)
        try:
            parser.read_string(content)
        except configparser.Error:
            continue
        default = parser.get("core", "remote", fallback="")
        for section in parser.sections():
            if match := _REMOTE.match(section.strip()):
                line = next((n for n, row in enumerate(content.splitlines(), 1) if section in row), 1)
                name = match.group(1)
                yield DvcRemoteFact(at=project.place(path, line), name=name, default=name == default)


def _versions(
    project: Project, outputs: list[Output], declared: list[Stage], *, remote: bool
) -> Iterator[DatasetVersionFact]:
    """Take tracked outputs that are data for versioned; used where a stage or a program reads them."""
    inputs = {dep for stage in declared for dep in stage.deps}
    for output in outputs:
        if output.digest is None or not output.cached or _MODEL.search(output.path):
            continue
        dependency = any(_overlap(output.path, dep) for dep in inputs)
        if output.file.endswith("dvc.lock") and not dependency:
            continue
        used = dependency or (remote and data_path(output.path + "/")) or mentioned(project, output.path)
        yield DatasetVersionFact(at=project.place(output.file, output.line), tool="dvc", used=used)


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")
