"""Open what the operator named."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from maturity.cache import Cache
from maturity.errors import SourceError, Unreadable, UsageError
from maturity.model.raw import Gap
from maturity.sources import folder
from maturity.sources.git import changes, overlay, private, refs, tree
from maturity.sources.git.address import Remote, parse
from maturity.sources.git.clone import clone
from maturity.sources.git.history import History
from maturity.sources.git.locate import Located, locate
from maturity.sources.git.objects import Objects
from maturity.sources.git.overlay import Overlay
from maturity.sources.git.past import Past
from maturity.sources.git.private import Private
from maturity.sources.git.revisions import Revisions
from maturity.sources.git.snapshot import Origin, Repository, Snapshot, Title
from maturity.sources.limits import Limits
from maturity.sources.listing import Listing

DEFAULT = Limits()
EVERYTHING = ("file", "activity", "trigger", "pipeline", "test", "document")


@contextmanager
def open_target(
    target: str, limits: Limits = DEFAULT, memory: Cache | None = None, revision: str = "", *, whole: bool = False
) -> Iterator[Snapshot]:
    """Open a folder, a repository or a URL for reading; nothing in it is run, and no trace is left of the reading.

    `memory` is where counts of commits are kept from one time to the next. `revision` is the branch, tag or commit to
    open; empty for what lies in the work tree. `whole` says that old commits will be asked for, so that a URL is cloned
    with its whole history.
    """
    address = parse(target)
    with ExitStack() as stack:
        try:
            workspace = Path(tempfile.mkdtemp(prefix="maturity-"))
        except OSError:
            raise UsageError("no folder takes temporary files; set TMPDIR to one that can be written") from None
        stack.callback(shutil.rmtree, workspace, ignore_errors=True)
        folder = clone(address, workspace, limits, whole=whole) if isinstance(address, Remote) else address.path
        title = Title(address.name, address.location)
        yield _Opening(title, folder, workspace, stack, limits, memory).snapshot(revision)


class _Opening:
    """The steps of opening one target; what they open is closed by the stack."""

    def __init__(
        self, title: Title, folder: Path, workspace: Path, stack: ExitStack, limits: Limits, memory: Cache | None
    ) -> None:
        self._workspace = workspace
        self._memory = memory
        self._stack = stack
        self._limits = limits
        self._title = title
        self._folder = folder

    def snapshot(self, revision: str) -> Snapshot:
        """Read the target as a repository if it is one, else as a plain folder."""
        located: Located | None = None
        try:
            located = locate(self._folder)
            if located:
                return self._repository(located, revision)
        except Unreadable as error:
            if located and (located.tree is None or revision):
                raise SourceError(f"{self._title.location}: {error}; mend or clone the repository") from None
            return self._plain([Gap(path=None, reason=f"git: {error}; read as a plain folder")])
        if revision:
            raise UsageError(f"{self._title.location}: has no git history, so there is no revision {revision!r}")
        return self._plain([])

    def _repository(self, located: Located, revision: str) -> Snapshot:
        limits = self._limits
        head = refs.read_head(located)
        tags, more_tags = refs.read_below(located, b"refs/tags", limits.tags)
        place = self._workspace / "private"
        place.mkdir()
        borrowed = private.make(place, located, head.commit, tags, limits)
        objects = Objects(borrowed)
        self._stack.callback(objects.end)
        revisions = Revisions(borrowed, objects, head.commit)
        commit = revisions.head = self._commit(revisions, revision)
        history = History(borrowed, commit, self._memory)
        self._stack.callback(history.end)
        listing = tree.read_tree(borrowed, commit) if commit else Listing(limits)
        past = Past(borrowed, commit, {entry.blob for entry in listing.entries.values()}, self._memory)
        self._stack.callback(past.end)
        gaps: list[Gap] = []
        if more_tags:
            gaps.append(Gap(path=None, reason=f"only {limits.tags} tags are read", hides=("tag",)))
        above = self._open_folder() if located.tree and not revision else None
        laid = self._overlay(listing, borrowed, objects, above, gaps)
        if not listing.entries and located.prefix and not revision:
            # Nothing here is tracked: the repository around it is about something else.
            return self._plain([])
        if not listing.entries and not commit:
            gaps.append(Gap(path=None, reason="git tracks no file here yet; run `git add`", hides=EVERYTHING))
        origin = Origin(
            tree=above,
            objects=objects,
            on_disk=frozenset(laid.on_disk),
            conflicts=frozenset(laid.conflicts),
            algorithm=located.settings.algorithm,
        )
        title = replace(self._title, prefix=located.prefix)
        repository = Repository(history, past, revisions, dirty=laid.dirty)
        return Snapshot(title, listing, origin, repository=repository, gaps=gaps)

    def _commit(self, revisions: Revisions, revision: str) -> str | None:
        if not revision:
            return revisions.head
        commit = revisions.resolve(revision)
        if commit is None:
            where, remedy = self._title.location, "fetch it (in CI: the whole history)"
            raise UsageError(f"{where}: no branch, tag or commit is called {revision!r}; {remedy}")
        return commit

    def _overlay(
        self, listing: Listing, borrowed: Private, objects: Objects, above: int | None, gaps: list[Gap]
    ) -> Overlay:
        if above is None:
            return Overlay()
        try:
            changed = changes.read(borrowed, above, listing)
        except Unreadable as error:
            reason = f"uncommitted changes are not known: {error}; the last commit is judged"
            gaps.append(Gap(path=None, reason=reason))
            return Overlay()

        def blob(name: str) -> bytes | None:
            content = next(objects.read([name]))
            return content if isinstance(content, bytes) else None

        settings = borrowed.located.settings
        return overlay.lay_over(listing, changed, above, borrowed.located.prefix, blob, settings.algorithm)

    def _plain(self, gaps: list[Gap]) -> Snapshot:
        above = self._open_folder()
        listing = folder.walk(above, self._limits)
        return Snapshot(self._title, listing, Origin(tree=above, objects=None), gaps=gaps)

    def _open_folder(self) -> int:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._stack.callback(os.close, handle)
        return handle
