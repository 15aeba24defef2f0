"""What the screens show: one frozen value, replaced as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from maturity.render.style import Language

if TYPE_CHECKING:
    from maturity.model.assessment import Assessment
    from maturity.model.comparison import Change, Comparison
    from maturity.model.rule import Catalog, Rule


class View(NamedTuple):
    """Everything that a screen may know."""

    language: Language = "en"
    assessment: "Assessment | None" = None
    catalog: "Catalog | None" = None
    """None while it is read."""
    comparison: "Comparison | None" = None
    """With the last assessment of this target; None when there is none."""
    root: Path | None = None
    """The folder whose files may be shown and edited."""

    def rule(self, identifier: str) -> "Rule | None":
        """Return a rule of the catalog; a stored assessment may name others."""
        rules = self.catalog.rules if self.catalog else ()
        return next((rule for rule in rules if rule.id == identifier), None)

    def changes(self) -> "dict[str, Change]":
        """Return what changed since the last time, by rule."""
        return {change.rule: change for change in self.comparison.changes} if self.comparison else {}
