"""The level, large: what it is called, what it rests on, the score, and how it moved."""

from collections import Counter

from textual.content import Content
from textual.widgets import Static

from maturity.model.assessment import Assessment
from maturity.model.comparison import Comparison
from maturity.render.style import Language
from maturity.render.summary import HIGHEST, basis, passing, percent, say
from maturity.render.words import words
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.tones import LEVEL_TONES, STYLES
from maturity.tui.drawing.when import when
from maturity.tui.view import View

DIGITS = (
    (" ▄██▄ ", "██  ██", "██  ██", "██  ██", " ▀██▀ "),
    (" ▄██  ", "▀▀██  ", "  ██  ", "  ██  ", "▄▄██▄▄"),
    ("▄▄██▄ ", "▀  ▀██", "  ▄██▀", "▄██▀  ", "██████"),
    ("▄▄██▄ ", "▀  ▀██", "  ▀██ ", "▄  ▄██", "▀▀██▀ "),
)


class LevelCard(Static):
    """Five lines: a digit that is read from afar, and what there is to know of it beside."""

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, view: View) -> None:
        """Show the level of a view."""
        if view.assessment:
            self.update(level_card(view.assessment, view.comparison, view.language))


def level_card(assessment: Assessment, comparison: Comparison | None, language: Language) -> Content:
    """Draw the level."""
    named, tone = words(language), LEVEL_TONES[assessment.level]
    statuses = Counter(finding.status for finding in assessment.findings)
    share = passing(statuses["pass"], statuses["fail"], statuses["unknown"], named)
    score = f"{named.score} {percent(assessment.score)} · {share}"
    if assessment.level_with_waivers != assessment.level:
        score += " · " + named.waived_level.format(level=assessment.level_with_waivers)
    beside = (
        _scale(assessment.level),
        Content.assemble(
            plain(named.level.format(level=assessment.level), tone).stylize("bold"),
            plain(f" · {say(assessment.level_name, language)}", "strong"),
        ),
        plain(basis(assessment, named)),
        plain(score, "quiet"),
        _trend(comparison, language),
    )
    rows = zip(DIGITS[assessment.level], beside, strict=True)
    style = f"{STYLES[tone]} bold"
    return Content("\n").join(Content.assemble("  ", (row, style), "   ", text) for row, text in rows)


def _scale(level: int) -> Content:
    """Draw the levels as a road, walked so far."""
    parts: list[Content] = []
    for step in range(HIGHEST + 1):
        if step:
            parts.append(plain("━━━━━" if step <= level else "╌╌╌╌╌", LEVEL_TONES[level] if step <= level else "quiet"))
        parts.append(
            plain(f"{'●' if step <= level else '○'} {step} ", LEVEL_TONES[level] if step <= level else "quiet")
        )
    return Content("").join(parts)


def _trend(comparison: Comparison | None, language: Language) -> Content:
    if comparison is None:
        return plain(said.FIRST_TIME.of(language), "quiet")
    before, after = comparison.before, comparison.after
    directions = Counter(change.direction for change in comparison.changes)
    if not comparison.changes:
        return plain(said.NO_CHANGE.of(language).format(when=when(before.started)), "quiet")
    moved = said.TREND.of(language).format(
        when=when(before.started),
        before=before.level,
        after=after.level,
        old=percent(before.score),
        new=percent(after.score),
        better=directions["better"],
        worse=directions["worse"],
    )
    return plain(moved, "bad" if directions["worse"] else "good")
