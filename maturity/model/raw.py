"""What a source read, before anybody judges it."""

from typing import Literal

from maturity.model.activity import Activity
from maturity.model.facts.lineage import LinkName
from maturity.model.value import Value

FileKind = Literal["file", "executable", "link", "submodule"]


class Gap(Value):
    """Something that could not be looked at, and why. It is never taken for a yes or a no."""

    path: str | None
    """The file that was not read; None when the gap concerns the whole target."""
    reason: str
    hides: tuple[str, ...] = ()
    """Kinds of fact this gap may hide; a rule that found nothing of such a kind is `unknown`."""
    activities: tuple[Activity, ...] = ()
    """Of hidden activities the only ones it may be; empty means any."""
    fields: tuple[str, ...] = ()
    """The fact is known but for these fields; empty means that whole facts may be hidden."""
    links: tuple[LinkName, ...] = ()
    """Of hidden links of a lineage the only ones it may be; empty means any."""


class RawFile(Value):
    """One tracked entry of the tree."""

    path: str
    blob: str
    """Git blob id of the content (also for files outside git): the key of the cache."""
    size: int
    """Bytes."""
    kind: FileKind = "file"


class RawBlob(Value):
    """A large file that HEAD's tree does not hold any more, but an earlier commit does."""

    path: str
    blob: str
    size: int
    """Bytes."""
    commit: str | None
    """The first commit that holds it; None where nobody looked."""


class RawTag(Value):
    """One tag of the repository."""

    name: str
    commit: str


class RawBranch(Value):
    """One branch of the repository, or one that it knows of a remote: `main`, `origin/main`."""

    name: str
    commit: str


class RawHistory(Value):
    """What git knows beside the tree."""

    head: str | None
    """Commit id; None while there is no commit."""
    commits: int
    """Commits reachable from HEAD; the number that was counted where the history is shallow or capped."""
    shallow: bool = False
    tags: tuple[RawTag, ...] = ()
    dirty: bool = False
    """True when tracked files of the work tree differ from HEAD; they are judged as they stand."""


class RawRepository(Value):
    """One target as the git source read it. Contents are read apart, by blob."""

    name: str
    """Last part of the path or URL, for people."""
    location: str
    """Path or URL as given, credentials redacted."""
    files: tuple[RawFile, ...]
    history: RawHistory | None
    """None when the target is a folder without git."""
    gaps: tuple[Gap, ...] = ()
    prefix: str = ""
    """Where the target lies in its repository, when it is a folder of one: paths are relative to the target."""
    project: str = ""
    """The folder of the target that is taken as a project of its own; paths are relative to the target all the same."""
    left_out: int = 0
    """Files that the configuration leaves out; they are not among `files`."""
