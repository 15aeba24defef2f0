"""The digests that DVC would give what is committed: files of git, folders of them, and outputs of DVC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import dirname, relpath

from maturity.errors import Unreadable
from maturity.model.storage import HashName
from maturity.sources.dvc.committed import Committed
from maturity.sources.dvc.naming import LISTING, Id, digest_of, folder_digest
from maturity.sources.dvc.recorded import Recorded

MOST_FILES = 20_000
"""Of one folder."""
_POINTED_ELSEWHERE = b"version https://git-lfs.github.com/spec/"
_IGNORE = ".dvcignore"


@dataclass(slots=True)
class Inside:
    """Files of folders that only the remote can tell of: first what is asked for is noted, then it is answered."""

    answers: Mapping[tuple[Id, str], str | None] = field(default_factory=dict)
    asked: dict[tuple[Id, str], None] = field(default_factory=dict)

    def digest(self, name: Id, path: str) -> str | None:
        """Return the digest of a file in a folder; None while it is not known."""
        self.asked[name, path] = None
        return self.answers.get((name, path))


class Elsewhere(Exception):
    """What is asked for lies neither in git nor in DVC."""


class Contents:
    """What is committed at one commit, by digest."""

    def __init__(self, committed: Committed, outputs: tuple[Recorded, ...], inside: Inside) -> None:
        self._committed = committed
        self._outputs = {output.output: output for output in outputs if output.cached}
        self._inside = inside
        self._ignores = any(self._excludes(path) for path in committed.files if path.rpartition("/")[2] == _IGNORE)
        self._digests: dict[tuple[str, HashName], tuple[str, ...]] = {}

    def differs(self, path: str, digest: str, way: HashName, files: int | None) -> str:
        """Say how what stands at a path differs from a recorded digest; empty when it does not.

        Args:
            path: A file or a folder, relative to the target.
            digest: What was recorded.
            way: How it was named.
            files: How many files the folder held.

        Raises:
            Elsewhere: it is neither in git nor in DVC.
            Unreadable: it could not be told.
        """
        if output := self._outputs.get(path):
            return "" if output.digest == digest else f"{output.file} records another version of it"
        if path in self._committed.files:
            return "" if digest in self._of_file(path, way) else "the committed file is another"
        if (holder := self._holder(path)) is not None:
            inner = self._inside.digest(holder.name, relpath(path, holder.output))
            if inner is None:
                raise Unreadable(f"what {holder.output} holds could not be read")
            return "" if inner == digest else f"{holder.file} records another version of it"
        return self._folder(path, digest, way, files)

    def _of_file(self, path: str, way: HashName) -> tuple[str, ...]:
        """Return the digests of a committed file: as it is, and as Windows may have checked it out."""
        if (path, way) not in self._digests:
            content = self._committed.contents.bytes_of(self._committed.files[path])
            if content.startswith(_POINTED_ELSEWHERE):
                raise Unreadable("git-lfs holds its content")
            plain = digest_of(content, way)
            windows = b"\n" in content and b"\r\n" not in content and b"\0" not in content
            more = (digest_of(content.replace(b"\n", b"\r\n"), way),) if windows else ()
            self._digests[path, way] = (plain, *more)
        return self._digests[path, way]

    def _holder(self, path: str) -> Recorded | None:
        """Return the folder under DVC that a path lies in."""
        above = dirname(path)
        while above:
            output = self._outputs.get(above)
            if output and output.digest.endswith(LISTING):
                return output
            above = dirname(above)
        return None

    def _folder(self, path: str, digest: str, way: HashName, files: int | None) -> str:
        """Compare a folder of committed files and outputs."""
        held = self._held(path, way)
        if not held:
            raise Elsewhere
        if digest in (folder_digest(held, 0), folder_digest(held, -1)):
            return ""
        if files is not None and files == len(held):
            return "the committed folder is another"
        if files is not None and files < len(held) and not self._ignores:
            return f"the committed folder holds {len(held)} files, not {files}"
        # Caches and what else is not committed lay in the folder when DVC hashed it.
        raise Unreadable("the folder held files that are not committed")

    def _held(self, path: str, way: HashName) -> dict[str, tuple[str, ...]]:
        paths = self._committed.below(path)
        if len(paths) > MOST_FILES:
            raise Unreadable(f"it holds more than {MOST_FILES} files")
        held = {relpath(inner, path): self._of_file(inner, way) for inner in paths}
        for output in self._outputs.values():
            if output.output.startswith(path + "/"):
                if output.digest.endswith(LISTING):
                    raise Unreadable(f"what {output.output} holds is not compared as part of a folder")
                held[relpath(output.output, path)] = (output.digest,)
        return held

    def _excludes(self, path: str) -> bool:
        """Tell whether a .dvcignore excludes anything: `dvc init` writes one of comments."""
        try:
            text = self._committed.contents.text(self._committed.files[path])
        except Unreadable:
            return True
        return any(line.strip() and not line.startswith("#") for line in text.splitlines())
