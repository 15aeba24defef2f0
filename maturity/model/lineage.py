"""What git knows of the commits that runs recorded, before anybody joins it with servers and remotes."""

from maturity.model.storage import RawTracked
from maturity.model.value import Value


class RawCommit(Value):
    """One commit that a run recorded."""

    recorded: str
    """As the run has it."""
    id: str | None = None
    """The commit that it names; None when the repository does not have it."""
    reference: str | None = None
    """A branch or tag that leads there."""
    doubt: str = ""
    """Why what was not found may be there all the same, a shallow clone for example."""
    tracked: tuple[RawTracked, ...] = ()
    """What the DVC files of that commit record."""
    unread: str = ""
    """Why not everything that they record is known."""
