"""What the builder asks of the technologies."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from maturity.model.activity import Activity


class Proven(Protocol):
    """One proof: this technology does this."""

    @property
    def activity(self) -> Activity:
        """What is done."""

    @property
    def technology(self) -> str:
        """Name of the technology."""

    @property
    def files(self) -> tuple[str, ...]:
        """Names of files of which the repository holds one, where the proof asks for it."""


class Recognised(Protocol):
    """Tells what commands and CI actions prove."""

    def command(self, words: Sequence[str]) -> Sequence[Proven]:
        """Return what a command line proves."""

    def call(
        self, name: str, keywords: Mapping[str, object], imports: frozenset[str], arguments: Sequence[object] = ()
    ) -> Sequence[Proven]:
        """Return what a call of a library proves."""

    def action(self, uses: str, inputs: Mapping[str, str]) -> Sequence[Proven]:
        """Return what a CI action or task proves."""
