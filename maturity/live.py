"""The live sources that an operator names beside a target, and what they showed. Reading them is `looking`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from maturity.configuration.effects import settings
from maturity.configuration.layers import InForce
from maturity.model.assessment import Lineage, SourceReport, StoreEvidence, TrackingEvidence
from maturity.model.fact import Fact
from maturity.model.raw import Gap
from maturity.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Live:
    """The live sources that the operator named, and how they are read."""

    mlflow: str | None = None
    dvc_remote: str | None = None
    settings: Settings = Settings()  # noqa: RUF009 - a frozen value
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    """Where credentials are looked for."""
    record_key: Path | None = None
    """The public key by which records of re-runs have to be signed; None when their digest is enough."""

    @classmethod
    def of(cls, configured: InForce) -> "Live":
        """Return the live sources that the operator's options and files name."""
        key = configured["sources.record-key"]
        return cls(
            mlflow=configured["sources.mlflow"] or None,
            dvc_remote=configured["sources.dvc-remote"] or None,
            settings=settings(configured),
            record_key=Path(key) if key else None,
        )

    def looking_at(self, candidate: str) -> "Live":
        """Return the same, with a version that is looked at as if it served; empty for none."""
        if not candidate:
            return self
        return replace(self, settings=self.settings.model_copy(update={"candidates": (candidate,)}))

    @property
    def any(self) -> bool:
        """One was named."""
        return self.mlflow is not None or self.dvc_remote is not None


NOT_GIVEN = (
    SourceReport(kind="mlflow", uri="", state="not-given", detail=""),
    SourceReport(kind="dvc", uri="", state="not-given", detail=""),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the live sources showed."""

    facts: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()
    given: frozenset[str] = frozenset()
    """Sources of rules that can be judged."""
    reports: tuple[SourceReport, ...] = NOT_GIVEN
    doubts: tuple[Gap, ...] = ()
    """Those of the gaps that are the repository's."""
    mlflow: TrackingEvidence | None = None
    dvc: StoreEvidence | None = None
    lineage: tuple[Lineage, ...] = ()
