"""Raw to a project: every file that can matter is read once, skimmed as bytes, and parsed when the skim says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from maturity.cache import Cache
from maturity.digests import Contents, Digester
from maturity.documents.template import render
from maturity.evidence import training
from maturity.evidence.hidden import unread
from maturity.evidence.layout import expanded
from maturity.evidence.part import Part
from maturity.evidence.practice import feature_store
from maturity.evidence.project import Project
from maturity.evidence.python import encode, notebook, secrets
from maturity.evidence.python.doubt import Doubt
from maturity.evidence.python.files import ModuleFiles, folder_of
from maturity.evidence.python.frameworks.registry import IMPORTS
from maturity.evidence.python.module import Module, Skim
from maturity.evidence.python.parse import parse, parse_text
from maturity.evidence.python.skim import Skimmer
from maturity.evidence.resting import garbage_resting
from maturity.evidence.roles import FileRole, limit_of, role_of
from maturity.evidence.scope import Scope, questions, scope_of
from maturity.evidence.select import (
    DYNAMIC,
    GIVEN_METHODS,
    HEURISTIC_ATTRIBUTES,
    HEURISTIC_WORDS,
    Resolve,
    named_files,
    select,
)
from maturity.evidence.technologies import Technologies
from maturity.evidence.topics import data_versions, environment_code
from maturity.evidence.topics.services import frameworks, traits
from maturity.model.raw import Gap, RawFile, RawRepository

_STRONG = HEURISTIC_WORDS | frameworks.WORDS
"""Words behind which a program may stand that no technology of the catalog names."""
_WEAK = training.WORDS | environment_code.WORDS | data_versions.WORDS | traits.WORDS | feature_store.WORDS
"""Words that the topics look for in files which belong to a program."""


@dataclass(slots=True)
class _Files:
    """The files of the scope, by what they are for."""

    python: list[RawFile] = field(default_factory=list)
    text: list[RawFile] = field(default_factory=list)
    other: list[RawFile] = field(default_factory=list)
    setup: list[RawFile] = field(default_factory=list)
    """Python files that declare a package: they are read as documents too."""
    gaps: list[Gap] = field(default_factory=list)


@garbage_resting()
def read_project(
    raw: RawRepository, contents: Contents, technologies: Technologies, cache: Cache, part: Part | None = None
) -> Project:
    """Read a target, or a part of it.

    Texts of configuration and documents are kept whole; of Python files a skim, and the modules of those that could
    prove something or lead there; of anything else only what looks like a credential.
    """
    raw = part.narrow(raw) if part else raw
    scope = scope_of((entry.path for entry in raw.files), raw.project, _asked(raw, contents))
    files = _sort(raw, scope)
    gaps = list(files.gaps)
    texts = _texts([*files.text, *files.setup], contents, scope, gaps)
    for path in part.foreign(texts) if part else ():
        del texts[path]
    lost = {gap.path for gap in gaps}
    readable = [entry for entry in (*files.python, *files.text, *files.other) if entry.path not in lost]
    skims = _skims(readable, contents, technologies, cache, gaps)
    python = {entry.path: skims[entry.path] for entry in files.python if entry.path in skims}
    resolve = _resolver(python, technologies)
    chosen = _select(python, texts, technologies, resolve)
    doubt = Doubt(technologies.entries, skims, resolve)
    modules = _modules([entry for entry in files.python if entry.path in chosen], contents, scope, cache, doubt, gaps)
    shown = raw.model_copy(
        update={
            "files": tuple(entry for entry in raw.files if scope.holds(entry.path)),
            "gaps": (*raw.gaps, *gaps),
        }
    )
    return Project(shown, texts, modules, skims, technologies.entries, scope)


def _asked(raw: RawRepository, contents: Contents) -> dict[str, str]:
    """Return the texts that say which folder of a template its user gets."""
    named = frozenset(questions(entry.path for entry in raw.files))
    files = [entry for entry in raw.files if entry.path in named and entry.kind == "file"]
    read = contents.read(files) if files else ()
    return {entry.path: content.decode(errors="replace") for entry, content in read if isinstance(content, bytes)}


def _sort(raw: RawRepository, scope: Scope) -> _Files:
    files = _Files()
    homes: Mapping[FileRole, list[RawFile]] = {
        "python": files.python,
        "notebook": files.python,
        "text": files.text,
        "other": files.other,
    }
    for entry in raw.files:
        if entry.kind == "submodule":
            files.gaps.append(Gap(path=entry.path, reason="is a submodule, another repository: not looked at"))
        role = role_of(entry.path)
        if entry.kind not in ("file", "executable") or role not in homes or not scope.holds(entry.path):
            continue
        limit = limit_of(entry.path, role)
        if entry.size <= limit:
            homes[role].append(entry)
            if PurePosixPath(expanded(entry.path)).name == "setup.py":
                files.setup.append(entry)
        elif role in ("python", "notebook"):
            files.gaps.append(unread(entry.path).gap(entry.path, f"larger than {limit >> 20} MiB, not read"))
    return files


def _texts(files: Sequence[RawFile], contents: Contents, scope: Scope, gaps: list[Gap]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for entry, content in contents.read(files):
        if isinstance(content, Gap):
            gaps.append(unread(entry.path).gap(entry.path, content.reason))
        elif b"\0" not in content[:4096]:
            text = content.decode("utf-8", errors="replace").removeprefix("\ufeff")
            texts[entry.path] = render(text) if _templated(entry.path, scope) else text
    return dict(sorted(texts.items()))


def _templated(path: str, scope: Scope) -> bool:
    return scope.template or expanded(path) != path


def _skims(
    files: Sequence[RawFile], contents: Contents, technologies: Technologies, cache: Cache, gaps: list[Gap]
) -> dict[str, Skim]:
    words = _STRONG | _WEAK | DYNAMIC
    attributes = technologies.tokens | HEURISTIC_ATTRIBUTES | GIVEN_METHODS
    skimmer = Skimmer(words, attributes)

    def digest(path: str, content: bytes) -> bytes:
        return encode.encode(None, skimmer.skim(path, content))

    done = Digester(contents, cache, _sort_of, encode.extractor_version(words | attributes), digest).all("skim", files)
    gaps.extend(unread(gap.path or "").gap(gap.path or "", gap.reason) for gap in done.gaps)
    return {path: encode.decode(payload)[1] for path, payload in sorted(done.payloads.items())}


def _sort_of(path: str) -> str:
    """Return what of a path its digest depends on: files with one content share a digest when that is equal."""
    plain = expanded(path)
    name = PurePosixPath(plain.lower())
    return f"{name.suffix or name.name} {plain != path} {secrets.is_trial(path)} {secrets.is_locked(path)}"


def _resolver(paths: Iterable[str], technologies: Technologies) -> Resolve:
    """Return what finds the file of a dotted module as seen from an importing file."""
    known = ModuleFiles(paths, technologies.modules)

    def resolve(dotted: str, path: str) -> str | None:
        level = len(dotted) - len(dotted.lstrip("."))
        parts = tuple(part for part in dotted.split(".") if part)
        if level:
            return known.relative(parts, level, folder_of(path))
        return known.find(parts, folder_of(path)) if parts else None

    return resolve


def _select(
    python: Mapping[str, Skim], texts: Mapping[str, str], technologies: Technologies, resolve: Resolve
) -> frozenset[str]:
    strong = technologies.anchor_tokens | _STRONG | HEURISTIC_ATTRIBUTES | IMPORTS
    weak = _WEAK | GIVEN_METHODS | (technologies.tokens - strong)
    return select(python, resolve, strong=strong, weak=weak, named=named_files(texts))


def _modules(
    files: Sequence[RawFile], contents: Contents, scope: Scope, cache: Cache, doubt: Doubt, gaps: list[Gap]
) -> dict[str, Module]:
    scanner = secrets.Scanner()

    def digest(path: str, content: bytes) -> bytes:
        content = scanner.without(path, content)  # texts of a program are kept, credentials never
        if path.endswith(".ipynb"):
            return encode.encode(notebook.parse(path, content), Skim())
        if _templated(path, scope):
            return encode.encode(parse_text(path, render(content.decode("utf-8", errors="replace"))), Skim())
        return encode.encode(parse(path, content), Skim())

    version = encode.extractor_version(frozenset(("template",) if scope.template else ()))
    done = Digester(contents, cache, _sort_of, version, digest).all("module", files)
    gaps.extend(doubt.of(gap.path or "").gap(gap.path or "", gap.reason) for gap in done.gaps)
    modules: dict[str, Module] = {}
    for path, payload in sorted(done.payloads.items()):
        module = encode.decode(payload)[0]
        if module is None or module.problem:
            gaps.append(doubt.of(path).gap(path, module.problem if module else "no module"))
        else:
            modules[path] = module
    return modules
