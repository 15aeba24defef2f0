"""Facts about data under version control."""

from typing import Literal

from maturity.model.facts.located import Located


class DatasetVersionFact(Located):
    """Data under version control."""

    kind: Literal["dataset-version"] = "dataset-version"
    tool: str
    """dvc, git-lfs, lakefs, delta, wandb, ..."""
    used: bool
    """A pipeline or a program reads it."""


class DvcStageFact(Located):
    """One stage of dvc.yaml, templates expanded."""

    kind: Literal["dvc-stage"] = "dvc-stage"
    name: str
    locked: bool


class DvcOutputFact(Located):
    """One output that DVC tracks."""

    kind: Literal["dvc-output"] = "dvc-output"
    output: str
    digest: str | None
    cached: bool


class DvcRemoteFact(Located):
    """One configured DVC remote."""

    kind: Literal["dvc-remote"] = "dvc-remote"
    name: str
    default: bool
