"""What every kind of tracking store can be asked, and how it answers in part."""

from typing import Generic, NamedTuple, Protocol, TypeVar

from maturity.errors import Unreadable
from maturity.model.tracking import RawModel, RawRun, RawSignature, RawVersion, Store

T = TypeVar("T")


class Absent(Unreadable):
    """The store knows no such thing."""


class Listed(NamedTuple, Generic[T]):
    """What was listed, and why it is not all there is."""

    items: tuple[T, ...]
    lacks: str | None = None
    """The reason, where the listing broke off."""


def only(listed: Listed[RawModel], name: str) -> Listed[RawModel]:
    """Return the model of a name out of a whole registry; nothing where there is none."""
    return Listed(tuple(one for one in listed.items if one.name == name), listed.lacks)


class Experiment(NamedTuple):
    """One experiment that has not been deleted."""

    id: str
    name: str


class Recent(NamedTuple):
    """The newest runs of an experiment."""

    runs: tuple[RawRun, ...]
    more: bool = False
    """There are older ones within the window."""
    lacks: str | None = None


class Recorded(NamedTuple):
    """One value that a run recorded of a metric."""

    time: float
    """Only to put those of one step in order."""
    step: int
    value: float | None
    """None where it is no finite number."""


class Files(NamedTuple):
    """What was seen of the files of a version. A part that could not be looked at is None, and `lacks` says why."""

    names: tuple[str, ...] | None = None
    signature: RawSignature | None = None
    flavors: tuple[str, ...] = ()
    requirements: tuple[str, ...] | None = None
    lacks: str | None = None
    mlmodel: bytes = b""
    """The MLmodel file as it is; empty where it was not read."""

    def unknown(self) -> tuple[str, ...]:
        """Return the fields of a model version that cannot be told without what was not looked at."""
        unlisted = self.names is None
        told = {
            "artifacts": unlisted and self.signature is None,
            "signature": self.signature is None,
            "environment": unlisted and not self.requirements,
            "card": unlisted,
        }
        return tuple(name for name, lacking in told.items() if lacking)


GONE = Files((), RawSignature(), (), ())
"""A version whose files are not there any more."""


class Artifact(NamedTuple):
    """A file or a folder among the artifacts of a run."""

    path: str
    """Below the artifacts of the run."""
    folder: bool = False
    size: int | None = None


class Logged(NamedTuple):
    """What a store has of a logged model beside its files."""

    parameters: dict[str, str]
    metrics: dict[str, float]
    """The value of the last step."""
    tags: dict[str, str]
    kind: str = ""
    """`agent` and the like; empty where nobody said."""


class About(NamedTuple):
    """What a store is."""

    kind: Store
    version: str = ""
    refuses_anonymous: bool | None = None
    workspace: str = ""


class TrackingStore(Protocol):
    """A server, a database or a file store. Every method may raise Unreadable: then this part could not be read."""

    def about(self) -> About:
        """Say what it is; Unreadable when it is no tracking store at all."""

    def models(self) -> Listed[RawModel]:
        """List the registered models with all their versions, without files."""

    def model(self, name: str) -> Listed[RawModel]:
        """List the registered model of a name with all its versions, without files; nothing where there is none."""

    def run(self, identity: str) -> RawRun | None:
        """Return a run; None when there is none of this id."""

    def history(self, run: str, metric: str, at_most: int) -> Listed[Recorded]:
        """List what a run recorded of a metric; beyond `at_most` the listing breaks off."""

    def files(self, model: str, version: RawVersion, *, names_only: bool) -> Files:
        """Look at the files of a version: their names, and unless `names_only` what MLmodel and requirements say."""

    def artifacts(self, run: str, folder: str = "") -> Listed[Artifact]:
        """List one folder among the artifacts of a run; nothing where there is no such run or folder."""

    def artifact(self, run: str, path: str, limit: int) -> bytes:
        """Return one file among the artifacts of a run, of `limit` bytes at most; `path` is as it was listed."""

    def logged(self, identity: str) -> Logged:
        """Return what is known of a logged model; Absent when there is none of this id."""

    def experiments(self) -> Listed[Experiment]:
        """List the experiments, those that changed last first."""

    def recent(self, experiment: Experiment, since: float, at_most: int) -> Recent:
        """Return the newest runs that began after a time."""

    def asked(self) -> int:
        """Return how many requests were made."""

    def close(self) -> None:
        """Let go of what is open."""
