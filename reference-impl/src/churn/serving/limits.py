"""What a server may use, and when its guards break: all bounds of serving in one place."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from churn.ops.release import STEPS
from churn.serving.guards import GuardLimits


class Limits(BaseModel):
    """Bounds of one server process."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_batch_rows: int = Field(1024, ge=1, description="rows a model scores at once")
    max_waiting_rows: int = Field(50_000, ge=1, description="rows that may queue for one model; beyond it: 429")
    max_body_bytes: int = Field(32 << 20, ge=1, description="size of a request; beyond it: 413")
    max_table_rows: int = Field(200_000, ge=1, description="rows of one Arrow table")
    max_model_bytes: int = Field(4 << 30, ge=1, description="size of all models loaded at one time")
    max_journal_rows: int = Field(500_000, ge=1, description="answers not yet in the prediction store; beyond it: 503")
    timeout_s: float = Field(
        2.0, gt=0, description="the longest wait for a model; beyond it: 503, or the champion's answer"
    )
    poll_s: float = Field(0.5, gt=0, description="how often the release log and the guards are looked at")
    probation_s: float = Field(3600, gt=0, description="how long a new champion is guarded after its release")
    steps: tuple[float, ...] = Field(STEPS, description="shares of the customers that a canary serves, step by step")
    guards: GuardLimits = GuardLimits()


class BadLimits(ValueError):
    """The `serving` section of an environment's configuration cannot be used; the message says where and why."""


def limits(section: Mapping[str, Any]) -> Limits:
    """Return the limits that a configuration's `serving` section sets, the rest by default; raises BadLimits."""
    try:
        return Limits.model_validate(section)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadLimits(f"serving.{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
