"""The tree of one commit: its entries, their contents on request, and the files of DVC among them."""

from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename, dirname
from typing import Any, Protocol

from maturity.documents import yaml
from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawFile
from maturity.sources.names import decode

POINTER = ".dvc"
PIPELINE = "dvc.yaml"


class Reader(Protocol):
    """What reads committed contents: the revisions of a repository."""

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield each file with its content, or with the reason why that is not read, in order."""


class Contents:
    """Contents by blob, each read once, whatever revisions share it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._texts: dict[str, str | Gap] = {}

    def bytes_of(self, file: RawFile) -> bytes:
        """Return what a file holds; Unreadable says why not."""
        ((_, content),) = self._reader.read([file])
        if isinstance(content, Gap):
            raise Unreadable(content.reason)
        return content

    def text(self, file: RawFile) -> str:
        """Return the text of a file; Unreadable says why not."""
        if file.blob not in self._texts:
            self.fetch([file])
        content = self._texts[file.blob]
        if isinstance(content, Gap):
            raise Unreadable(content.reason)
        return content

    def fetch(self, files: Iterable[RawFile]) -> None:
        """Read several texts at once: they are asked for soon."""
        fresh = {file.blob: file for file in files if file.blob not in self._texts}
        for file, content in self._reader.read(list(fresh.values())):
            self._texts[file.blob] = content if isinstance(content, Gap) else decode(content)


class Committed:
    """One commit."""

    def __init__(self, commit: str, files: Iterable[RawFile], contents: Contents) -> None:
        self.commit = commit
        self.files = {file.path: file for file in files}
        self.contents = contents
        self.pointers = [path for path in self.files if path.endswith(POINTER) and basename(path) != POINTER]
        self.pipelines = [path for path in self.files if basename(path) == PIPELINE]
        self._below: dict[str, list[str]] | None = None

    def tree(self, path: str, *, typed: bool = False) -> Any:
        """Return the first document of a YAML file; None when there is no such file; Unreadable says why not."""
        file = self.files.get(path)
        if file is None:
            return None
        text = self.contents.text(file)
        documents: Sequence[Any] = yaml.load_typed(text) if typed else yaml.load_all(text)
        return documents[0] if documents else None

    def below(self, folder: str) -> list[str]:
        """Return the paths of the entries in a folder and in the folders below it."""
        if self._below is None:
            self._below = {}
            for path in self.files:
                above = dirname(path)
                while above:
                    self._below.setdefault(above, []).append(path)
                    above = dirname(above)
        return self._below.get(folder, []) if folder not in ("", ".") else list(self.files)
