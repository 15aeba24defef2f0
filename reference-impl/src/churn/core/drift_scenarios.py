"""Drift that a simulation contains: what changes, when, how and how much. The truth that detectors are held against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

Kind = Literal["covariate", "concept", "prior", "label_delay", "schema_break", "outage"]
Shape = Literal["sudden", "gradual", "recurring"]
RAMP_MONTHS: Final = 6
"""A gradual drift grows linearly over half a year."""
PERIOD_MONTHS: Final = 12
"""A recurring drift is there for the first half of every year after its onset."""


class BadScenario(ValueError):
    """A scenario that cannot be simulated; the message says which entry and why."""


@dataclass(frozen=True)
class Drift:
    """One change: onset and duration in months (duration 0: it stays), strength in [0, 1]."""

    kind: Kind
    onset: int
    strength: float
    shape: Shape = "sudden"
    duration: int = 0

    def at(self, month: int) -> float:
        """Return its strength in a month."""
        since = month - self.onset
        if since < 0 or (self.duration and since >= self.duration):
            return 0.0
        if self.shape == "gradual":
            return self.strength * min(1.0, (since + 1) / RAMP_MONTHS)
        if self.shape == "recurring" and since % PERIOD_MONTHS >= PERIOD_MONTHS // 2:
            return 0.0
        return self.strength


@dataclass(frozen=True)
class Scenario:
    """Several changes together; an empty one is a world that stays as it is."""

    drifts: tuple[Drift, ...] = ()

    def strength(self, kind: Kind, month: int) -> float:
        """Return the strength of a kind of drift in a month: the strongest, if several overlap."""
        return max((drift.at(month) for drift in self.drifts if drift.kind == kind), default=0.0)

    def begins(self, kind: Kind, month: int) -> float:
        """Return by how much a kind of drift grows from the month before."""
        return max(0.0, self.strength(kind, month) - self.strength(kind, month - 1))


STEADY: Final = Scenario()


def parse(entries: Iterable[Mapping[str, Any]]) -> Scenario:
    """Read a scenario from what a YAML file holds: a list of entries named like the fields of `Drift`."""
    return Scenario(tuple(_drift(place, entry) for place, entry in enumerate(entries, start=1)))


def _drift(place: int, entry: Mapping[str, Any]) -> Drift:
    try:
        drift = Drift(**entry)
    except TypeError as error:
        raise BadScenario(f"entry {place}: {error}; it takes kind, onset, strength, shape, duration") from error
    if drift.kind not in get_args(Kind) or drift.shape not in get_args(Shape):
        raise BadScenario(f"entry {place}: kind is one of {get_args(Kind)}, shape one of {get_args(Shape)}")
    if not 0 <= drift.strength <= 1 or drift.onset < 0 or drift.duration < 0:
        raise BadScenario(f"entry {place}: strength lies in [0, 1]; onset and duration are not negative")
    return drift
