"""What packages of others showed; light, for those who name none."""

from dataclasses import dataclass

from maturity.model.assessment import Plugin, SourceReport
from maturity.model.facts.observation import ObservationFact
from maturity.model.raw import Gap

KIND = "observation"
NOBODY = Gap(path=None, reason="no package was named that observes; name one with --plugin PACKAGE", hides=(KIND,))
"""Why a rule about observations cannot be told when no package was asked."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Observations, and what could not be observed."""

    facts: tuple[ObservationFact, ...] = ()
    gaps: tuple[Gap, ...] = (NOBODY,)
    reports: tuple[SourceReport, ...] = ()
    plugins: tuple[Plugin, ...] = ()
