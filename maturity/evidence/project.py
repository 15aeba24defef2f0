"""The one reading surface of all extractors: files, texts, parsed documents, Python modules, technologies."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from maturity.documents import template, toml, yaml
from maturity.documents.tree import Tree
from maturity.errors import Unreadable
from maturity.evidence.hidden import unparsed
from maturity.evidence.python.module import Module, Skim
from maturity.evidence.scope import Scope, scope_of
from maturity.model.place import Place
from maturity.model.raw import Gap, RawFile, RawRepository
from maturity.model.technology import Technology

QUOTE = 160


class Project:
    """What was read of one target, ready for the extractors.

    Reading a document twice costs nothing; one that cannot be parsed is None and one gap, however often it is asked.
    """

    def __init__(
        self,
        raw: RawRepository,
        texts: Mapping[str, str],
        modules: Mapping[str, Module],
        skims: Mapping[str, Skim],
        technologies: tuple[Technology, ...],
        scope: Scope | None = None,
    ) -> None:
        self.raw = raw
        self.files: dict[str, RawFile] = {entry.path: entry for entry in raw.files}
        self.texts = texts
        """Contents of every small text file that is not Python (configuration, documents, scripts)."""
        self.modules = modules
        """Parsed Python files and notebooks by path: those that matter, not all."""
        self.skims = skims
        """What the byte pre-filter saw in every text file by path."""
        self.technologies = technologies
        self.scope = scope or scope_of(self.files, raw.project)
        """The part of the target that is judged: all of it, or what a template generates."""
        self.gaps: list[Gap] = list(raw.gaps)
        self._documents: dict[str, Any] = {}
        self._lines: dict[str, list[str]] = {}

    def paths(self, accept: Callable[[PurePosixPath], bool]) -> Iterator[str]:
        """Yield the paths of regular files that a test accepts, in order."""
        for path, entry in self.files.items():
            if entry.kind in ("file", "executable") and accept(PurePosixPath(path)):
                yield path

    def yaml(self, path: str) -> list[Tree]:
        """Return the documents of a YAML (or JSON) file; empty when it is missing or broken (then a gap says so).

        A template that is no YAML itself is read as what it becomes: Helm charts, recipes of MLflow.
        """
        return self._parse(path, "yaml", _documents) or []

    def toml(self, path: str) -> dict[str, Any]:
        """Return a TOML file; empty when it is missing or broken (then a gap says so)."""
        return self._parse(path, "toml", toml.load) or {}

    def place(self, path: str, line: int | None, text: str = "") -> Place:
        """Return a place in a file; without a text of its own it quotes the line, where that was kept."""
        if not text and line and path in self.texts:
            if path not in self._lines:
                self._lines[path] = self.texts[path].splitlines()
            lines = self._lines[path]
            text = lines[line - 1].strip() if line <= len(lines) else ""
        return Place(path=path, line=line, text=text[:QUOTE])

    def _parse(self, path: str, form: str, load: Callable[[str], Any]) -> Any:
        key = f"{form}:{path}"
        if key not in self._documents:
            self._documents[key] = None
            if path in self.texts:
                try:
                    self._documents[key] = load(self.texts[path])
                except Unreadable as error:
                    self.gaps.append(unparsed(path, self.texts[path]).gap(path, str(error)))
        return self._documents[key]


def _documents(text: str) -> list[Tree]:
    try:
        return yaml.load_all(text)
    except Unreadable as error:
        if not template.is_template(text):
            raise
        try:
            return yaml.load_all(template.render_document(text))
        except Unreadable:
            raise error from None  # its line is one of the file as it is
