"""What was looked at, how far, and what could not be read."""

from textual.content import Content

from maturity.model.assessment import Assessment, SourceState
from maturity.render.style import Language
from maturity.render.summary import gap_line, gaps
from maturity.render.words import words
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain

MOST_GAPS = 8

_SIGNS: dict[SourceState, tuple[str, str]] = {
    "read": ("✓", "good"),
    "partly-read": ("✓", "doubt"),
    "unreadable": ("✗", "bad"),
    "not-given": ("–", "quiet"),
}


def sources_text(assessment: Assessment, language: Language) -> Content:
    """Draw the sources, then what was not looked at."""
    named = words(language)
    lines = [plain(said.RESTS_ON.of(language), "strong")]
    for source in assessment.sources:
        sign, tone = _SIGNS[source.state]
        detail = source.detail or said.STATES[source.state].of(language)
        lines.append(
            Content.assemble(
                plain(f"{sign} ", tone), plain(named.sources[source.kind]), plain(f"  {detail}", "quiet", 200)
            )
        )
    missed = gaps(assessment)
    if missed:
        lines += [Content(""), plain(named.not_looked_at.format(count=len(missed)), "doubt")]
        lines += [plain(f"  {gap_line(gap)}", "quiet", 160) for gap in missed[:MOST_GAPS]]
    if len(missed) > MOST_GAPS:
        lines.append(plain(f"  {named.more.format(count=len(missed) - MOST_GAPS)}", "quiet"))
    return Content("\n").join(lines)
