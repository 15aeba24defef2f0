"""Acme's scorecard: one line of tab-separated values for the sheet that everybody knows."""

from maturity.model.assessment import Assessment
from maturity.render.style import Style


def render(assessment: Assessment, _style: Style) -> str:
    """Return name, level and share of rules that pass."""
    name = " ".join(assessment.target.name.split())  # foreign text: no tab and no new line may come from it
    share = "" if assessment.score is None else f"{assessment.score:.2f}"
    return f"{name}\t{assessment.level}\t{share}\n"
