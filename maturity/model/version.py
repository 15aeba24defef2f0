"""One version of a registered model, read deeper than an assessment does: what a model card is made of."""

from typing import Literal

from pydantic import Field

from maturity.model.history import History
from maturity.model.tracking import RawRun, RawVersion, Store
from maturity.model.value import Value

MediaType = Literal["image/png", "image/jpeg"]
"""Of the images that a card shows."""


class RawColumn(Value):
    """One input or output of a signature."""

    name: str
    type: str
    required: bool = True


class RawMlmodel(Value):
    """What an MLmodel file says."""

    inputs: tuple[RawColumn, ...] = ()
    outputs: tuple[RawColumn, ...] = ()
    flavors: dict[str, dict[str, str]] = Field(default_factory=dict)
    """The plain settings of each flavour."""
    example: str = ""
    """Path of the input example."""
    mlflow: str = ""
    uuid: str = ""


class RawPicture(Value):
    """An image among the artifacts of a run."""

    path: str
    media_type: MediaType
    content: str
    """Base64."""


class RawTable(Value):
    """A small table among the artifacts of a run."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    """Numbers of JSON exactly, and anything else as it is written."""
    left_out: int = 0


class RawFileHash(Value):
    """One file of the run's artifacts, as listed."""

    path: str
    size: int | None = None


class RawVersionDetail(Value):
    """Everything that is read of one version. None says that a part could not be looked at; `lacks` says why."""

    uri: str
    store: Store = "http"
    read_at: float
    model: str
    model_description: str = ""
    model_tags: dict[str, str] = Field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    version: RawVersion
    previous: RawVersion | None = None
    """The version before this one."""
    previous_run: RawRun | None = None
    run: RawRun | None = None
    baseline: RawRun | None = None
    """The run that a tag of this run names as its baseline."""
    mlmodel: RawMlmodel | None = None
    logged: dict[str, str] = Field(default_factory=dict)
    """Parameters of the logged model."""
    logged_metrics: dict[str, float] = Field(default_factory=dict)
    logged_tags: dict[str, str] = Field(default_factory=dict)
    logged_kind: str = ""
    """What kind of model the logged model says it is: `agent`."""
    logged_id: str = ""
    files: tuple[RawFileHash, ...] | None = None
    pictures: tuple[RawPicture, ...] = ()
    tables: tuple[RawTable, ...] = ()
    histories: tuple[History, ...] = ()
    """Of the metrics of its run, those with more than one point."""
    lacks: tuple[str, ...] = ()
