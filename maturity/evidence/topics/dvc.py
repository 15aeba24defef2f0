"""What DVC files say: stages, tracked outputs, remotes, and which data they put under version control."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename, join, normpath, splitext
from typing import Any

from maturity.documents.dvc.config import read_remotes
from maturity.documents.dvc.records import LOCK, LockedStage, read_lock, read_pointer
from maturity.documents.dvc.stages import Stage, stages, value_files
from maturity.documents.tree import table
from maturity.errors import Unreadable
from maturity.evidence.layout import data_path
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, folder
from maturity.evidence.topics.mentions import mentioned
from maturity.model.facts.code import SplitFact
from maturity.model.facts.versions import DatasetVersionFact, DvcOutputFact, DvcRemoteFact, DvcStageFact

_POINTER = re.compile(r"\.dvc\Z")
_PIPELINE = re.compile(r"(?:^|/)dvc\.yaml\Z")
_CONFIG = re.compile(r"(?:^|/)\.dvc/config\Z")
_MODEL = re.compile(
    r"(?:^|[/_.-])(?:models?|checkpoints?|weights)(?:[/_.-]|\Z)|\.(?:pt|pth|ckpt|onnx|safetensors|h5|joblib)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Output:
    """One output that a .dvc file or dvc.lock records."""

    path: str
    """Relative to the target."""
    file: str
    line: int
    digest: str | None
    cached: bool


_TRAINING = re.compile(r"(?:^|[^a-z])train(?:ing)?(?![a-z])", re.IGNORECASE)
_HELD_OUT = re.compile(r"(?:^|[^a-z])(?:test|testing|val|valid|validation|holdout|eval)(?![a-z])", re.IGNORECASE)
_RECORDS = frozenset(("", ".csv", ".tsv", ".parquet", ".feather", ".arrow", ".jsonl", ".npy", ".npz", ".h5", ".pkl"))
"""Endings of files of records; a folder has none."""


def collect(
    project: Project,
) -> Iterator[DvcStageFact | DvcOutputFact | DvcRemoteFact | DatasetVersionFact | SplitFact]:
    """Yield the facts of every DVC file."""
    remotes = list(_remotes(project))
    yield from remotes
    declared: list[Stage] = []
    outputs = list(_pointers(project))
    for path, _ in filled(project, _PIPELINE):
        found = _stages(project, path)
        recorded = {}
        for tree in project.yaml(join(folder(path), LOCK))[:1]:
            recorded = read_lock(tree)
        declared += found
        for stage in found:
            at = project.place(path, stage.line)
            yield DvcStageFact(at=at, name=stage.name, locked=stage.name in recorded)
            if stage.name in recorded and _divides(stage):
                yield SplitFact(at=at, call=f"stage {stage.name}", deterministic=True)
        outputs += _recorded(path, recorded, found)
    for output in outputs:
        yield DvcOutputFact(
            at=project.place(output.file, output.line), output=output.path, digest=output.digest, cached=output.cached
        )
    yield from _versions(project, outputs, declared, remote=bool(remotes))


def inputs(project: Project) -> frozenset[str]:
    """Return what stages of dvc.yaml read and no stage makes, and what .dvc files track."""
    read: set[str] = {output.path for output in _pointers(project)}
    made: set[str] = set()
    for path, _ in filled(project, _PIPELINE):
        for stage in _stages(project, path):
            home = join(folder(path), stage.folder)
            read.update(normpath(join(home, one)) for one in stage.deps)
            made.update(normpath(join(home, one)) for one in stage.outs)
    return frozenset(one for one in read if not any(_overlap(one, other) for other in made))


def _stages(project: Project, path: str) -> list[Stage]:
    here = folder(path)
    values: dict[str, Any] = {}
    trees = project.yaml(path)
    for name in value_files(trees[0] if trees else None):
        for tree in project.yaml(normpath(join(here, name)))[:1]:
            values |= table(tree)
    return list(stages(trees[0] if trees else None, values))


def _divides(stage: Stage) -> bool:
    """Tell whether a stage writes training records and held-out ones: both are versioned, whoever dealt them out."""
    names = [basename(one) for one in stage.outs if splitext(one)[1].lower() in _RECORDS]
    return any(map(_TRAINING.search, names)) and any(map(_HELD_OUT.search, names))


def _recorded(path: str, recorded: dict[str, LockedStage], found: list[Stage]) -> Iterator[Output]:
    """Read the outputs that the dvc.lock beside a dvc.yaml records."""
    lock = join(folder(path), LOCK)
    homes = {stage.name: join(folder(path), stage.folder) for stage in found}
    for stage in recorded.values():
        for entry in stage.entries("outs", homes.get(stage.name, folder(path))):
            yield Output(entry.path, lock, entry.line, entry.digest if entry.valid else None, cached=True)


def _pointers(project: Project) -> Iterator[Output]:
    """Read the outputs of .dvc files."""
    for path, _ in filled(project, _POINTER):
        for tree in project.yaml(path)[:1]:
            for entry in read_pointer(tree, path).outs:
                yield Output(entry.path, path, entry.line, entry.digest if entry.valid else None, entry.cached)


def _remotes(project: Project) -> Iterator[DvcRemoteFact]:
    for path, content in filled(project, _CONFIG):
        try:
            found = read_remotes(content)
        except Unreadable:
            continue
        for remote in found:
            yield DvcRemoteFact(at=project.place(path, remote.line), name=remote.name, default=remote.default)


def _versions(
    project: Project, outputs: list[Output], declared: list[Stage], *, remote: bool
) -> Iterator[DatasetVersionFact]:
    """Take tracked outputs that are data for versioned; used where a stage or a program reads them."""
    inputs = {dep for stage in declared for dep in stage.deps}
    for output in outputs:
        if output.digest is None or not output.cached or _MODEL.search(output.path):
            continue
        dependency = any(_overlap(output.path, dep) for dep in inputs)
        if output.file.endswith("dvc.lock") and not dependency and not (remote and _records(output.path)):
            continue
        used = dependency or (remote and data_path(output.path + "/")) or mentioned(project, output.path)
        yield DatasetVersionFact(at=project.place(output.file, output.line), tool="dvc", used=used)


def _records(path: str) -> bool:
    """Tell whether an output is a file of records in a folder of data: stages that are ordered by hand read it."""
    ending = splitext(path)[1].lower()
    return bool(ending) and ending in _RECORDS and data_path(path)


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")
