"""The revisions of a repository beside HEAD: their trees, their contents, and what leads to them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawBranch, RawFile, RawTag
from maturity.sources.git import authors, commits, refs, tree
from maturity.sources.git.authors import Authored
from maturity.sources.git.checkout import check_out
from maturity.sources.git.commits import Reach
from maturity.sources.git.objects import Objects
from maturity.sources.git.private import Private
from maturity.sources.limits import spoken
from maturity.sources.names import decode

TAGS, HEADS, REMOTES = b"refs/tags", b"refs/heads", b"refs/remotes"


class Revisions:
    """Reads any commit of one repository through the private git folder. Every answer is relative to the target."""

    def __init__(self, private: Private, objects: Objects, head: str | None) -> None:
        self.head = head
        self._private = private
        self._objects = objects
        self._bytes_left = private.limits.total_bytes

    @property
    def folder(self) -> Path | None:
        """The target in a work tree; None where there is none."""
        located = self._private.located
        return located.tree / located.prefix if located.tree else None

    @cached_property
    def shallow(self) -> bool:
        """The history ends before its beginning: a commit that is not here may be in the repository all the same."""
        return commits.is_shallow(self._private)

    @cached_property
    def tags(self) -> tuple[RawTag, ...]:
        """Tags that lead to a commit, by name."""
        return tuple(RawTag(name=name, commit=commit) for name, commit in self._below(TAGS).items())

    def branches(self) -> tuple[RawBranch, ...]:
        """Return local branches, then those that the repository knows of its remotes, by name."""
        return self._local + self._remote

    def cut(self) -> str:
        """Say which references are not looked at because there are too many; empty when all are."""
        many = [folder.decode() for folder, (_, more) in self._references.items() if more]
        return f"there are too many references below {', '.join(many)}" if many else ""

    def tree(self, commit: str) -> tuple[RawFile, ...]:
        """Return the entries of a commit; Unreadable when it is not here, damaged or endless."""
        if not commits.FULL.fullmatch(commit):
            raise Unreadable("is not the id of a commit")
        listing = tree.read_tree(self._private, commit)
        if listing.cut:
            raise Unreadable(f"has more than {len(listing.entries)} entries")
        return tuple(
            RawFile(path=decode(path), blob=entry.blob, size=entry.size or 0, kind=entry.kind)
            for path, entry in sorted(listing.entries.items())
        )

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield each file with its committed content, or with the reason why that is not read, in order."""
        refusals = [self._refusal(file) for file in files]
        contents = self._objects.read([file.blob for file, why in zip(files, refusals, strict=True) if not why])
        for file, refusal in zip(files, refusals, strict=True):
            content = None if refusal else next(contents)
            if isinstance(content, bytes):
                yield file, content
            else:
                yield file, Gap(path=file.path, reason=refusal or (content.reason if content else ""))

    def check_out(self, commit: str, folder: Path) -> Path:
        """Make a clean clone of a commit in an empty folder, and return where the target lies in it."""
        if not commits.FULL.fullmatch(commit):
            raise Unreadable("is not the id of a commit")
        check_out(self._private, commit, folder)
        return folder / self._private.located.prefix

    def authors(self, path: str) -> tuple[Authored, ...]:
        """Return who wrote each line of a file at HEAD; nothing where that cannot be told."""
        prefix = self._private.located.prefix
        inside = f"{prefix}/{path}" if prefix else path
        return authors.read(self._private, inside) if self.head else ()

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of some ids, full or abbreviated, that name one commit of the repository."""
        return frozenset(self.find(ids))

    def find(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the full ids of commits by the ids that name them; what names none, or several, is left out."""
        return commits.find(self._private, ids)

    def between(self, before: str, now: str, most: int) -> tuple[tuple[str, str], ...]:
        """Return the commits that lead from one to another, newest first, at most so many: id and subject."""
        return commits.between(self._private, before, now, most)

    def reachable(self, wanted: Iterable[str]) -> Reach:
        """Say which branch or tag leads to each commit: the branch that HEAD is on is asked first."""
        named: dict[str, str] = {}
        references: tuple[RawBranch | RawTag, ...] = (*self.branches(), *self.tags)
        for reference in references:
            named.setdefault(reference.commit, reference.name)
        first = [commit for commit in named if commit == self.head]
        sought = frozenset(wanted)
        near = commits.reach(self._private, sought, first)
        others = sorted(named.keys() - set(first))
        far = commits.reach(self._private, sought - near.starts.keys(), others)
        met = commits.joined(near, far)
        return Reach({commit: named[start] for commit, start in met.starts.items()}, met.fault or self.cut())

    def resolve(self, name: str) -> str | None:
        """Return the commit that a branch, a tag, a branch of a remote or an id names."""
        references: tuple[RawBranch | RawTag, ...] = (*self._local, *self.tags, *self._remote)
        named = next((entry.commit for entry in references if entry.name == name), None)
        return named or self.find([name]).get(name)

    @cached_property
    def _local(self) -> tuple[RawBranch, ...]:
        return tuple(RawBranch(name=name, commit=commit) for name, commit in self._below(HEADS).items())

    @cached_property
    def _remote(self) -> tuple[RawBranch, ...]:
        return tuple(RawBranch(name=name, commit=commit) for name, commit in self._below(REMOTES).items())

    def _below(self, folder: bytes) -> dict[str, str]:
        references = self._references[folder][0].items()
        ids = {name.removeprefix(folder + b"/").decode(): value.decode() for name, value in references}
        found = self.find(set(ids.values()))
        return {name: found[value] for name, value in ids.items() if value in found}

    @cached_property
    def _references(self) -> dict[bytes, tuple[dict[bytes, bytes], bool]]:
        limits = self._private.limits
        most = {TAGS: limits.tags, HEADS: limits.branches, REMOTES: limits.branches}
        return {folder: refs.read_below(self._private.located, folder, number) for folder, number in most.items()}

    def _refusal(self, file: RawFile) -> str:
        limits = self._private.limits
        most = limits.bytes_of(file.path)
        if file.kind not in ("file", "executable"):
            return f"is a {file.kind}"
        if file.size > most:
            return f"is larger than {spoken(most)}"
        self._bytes_left -= file.size
        return "" if self._bytes_left >= 0 else f"lies beyond the first {spoken(limits.total_bytes)} of older revisions"
