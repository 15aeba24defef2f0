"""The first screen: the level, the nine principles, what keeps the next level away, and what changed."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from maturity.model.assessment import PrincipleResult
from maturity.model.finding import Finding
from maturity.render.summary import HIGHEST, SYMBOLS, effort, passing, percent, say, selected
from maturity.render.words import words
from maturity.tui import words as said
from maturity.tui.drawing.finding import finding_text
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.sources import sources_text
from maturity.tui.drawing.tones import LEVEL_TONES, STATUS_TONES, change_mark
from maturity.tui.drawing.when import when
from maturity.tui.keys import MOVING, Key, bindings
from maturity.tui.messages import ShowFindings
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.view import View
from maturity.tui.widgets.level_card import LevelCard
from maturity.tui.widgets.rows import Cell, Column, Rows


class Overview(Page):
    """Where the project stands, on one screen."""

    NAME = "overview"
    KEYS = (
        Key("enter", "", Said(en="findings of it", zh="查看相关结论")),
        Key("p", "app.page('plan')", Said(en="plan", zh="计划")),
        *MOVING,
    )

    BINDINGS = bindings(KEYS)

    def body(self) -> ComposeResult:
        """Lay out the level above, the principles and the blockers below or beside each other."""
        yield LevelCard()
        with Container(id="halves"):
            with Vertical(id="standing"):
                yield Rows("principles")
                yield Static(id="sources", markup=False)
            with Vertical(id="next"):
                yield Static(id="blockers-title", markup=False)
                yield Rows("blockers")
                yield Static(id="changes-title", markup=False)
                yield Rows("changes")
                with VerticalScroll(id="detail", can_focus=False):
                    yield Static(id="finding", markup=False)

    def show(self) -> None:
        """Show the view."""
        self.query_one(LevelCard).show(self.view)
        self._show_principles()
        if self.view.assessment:
            self.query_one("#sources", Static).update(sources_text(self.view.assessment, self.view.language))
        self._show_blockers()
        self._show_changes()

    @on(Rows.Chosen, "#principles")
    def _choose_principle(self, message: Rows.Chosen) -> None:
        results = self.view.assessment.principles if self.view.assessment else ()
        for result in results:
            if result.id == message.key:
                self.post_message(ShowFindings(principle=result.id))

    @on(Rows.Chosen, "#blockers")
    @on(Rows.Chosen, "#changes")
    def _choose_finding(self, message: Rows.Chosen) -> None:
        self.post_message(ShowFindings(rule=message.key))

    @on(Rows.Highlighted, "#blockers")
    @on(Rows.Highlighted, "#changes")
    def _tell(self, message: Rows.Highlighted) -> None:
        """Where there is room, show what to do about it."""
        for finding in selected(self.view.assessment, (message.key,)) if self.view.assessment else ():
            self.query_one("#finding", Static).update(finding_text(finding, self.view, 0, None))

    def _show_principles(self) -> None:
        assessment, language = self.view.assessment, self.view.language
        results: dict[str, PrincipleResult] = {one.id: one for one in assessment.principles} if assessment else {}
        columns = (
            Column(words(language).principles, 16),
            Column(said.LEVEL.of(language), 9),
            Column(said.SHARE.of(language)),
            Column("", 5),
            Column(said.PASSING.of(language), 17, beyond=72),
        )

        def cells(key: str) -> Sequence[Cell]:
            return _principle(results[key], self.view)

        self.query_one("#principles", Rows).fill(columns, tuple(results), cells)

    def _show_blockers(self) -> None:
        assessment, language = self.view.assessment, self.view.language
        blockers = selected(assessment, assessment.blockers) if assessment else ()
        title = (
            said.BLOCKERS.of(language).format(level=assessment.level + 1, count=len(blockers))
            if assessment and blockers
            else said.NOTHING_BLOCKS.of(language)
        )
        self.query_one("#blockers-title", Static).update(plain(title, "strong"))
        found = {one.rule: one for one in blockers}
        columns = (
            Column(said.RULE.of(language), 26),
            Column(said.EFFORT.of(language), 8, beyond=70),
            Column(said.TITLE.of(language)),
        )
        self.query_one("#blockers", Rows).fill(columns, tuple(found), lambda key: _blocker(found[key], self.view))

    def _show_changes(self) -> None:
        changes, language = self.view.changes(), self.view.language
        compared = self.view.comparison
        for part in ("#changes-title", "#changes"):
            self.query_one(part).display = bool(changes)
        if compared is None or not changes:
            return
        title = said.CHANGES.of(language).format(when=when(compared.before.started), count=len(changes))
        self.query_one("#changes-title", Static).update(plain(title, "strong"))
        columns = (
            Column("", 1),
            Column(said.RULE.of(language), 26),
            Column(said.OUTCOME.of(language), 32),
            Column("", beyond=90),
        )

        def cells(key: str) -> Sequence[Cell]:
            change, statuses = changes[key], words(language).statuses
            before = statuses[change.before] if change.before else "–"
            after = statuses[change.after] if change.after else "–"
            mark, tone = change_mark(change)
            cause = said.CAUSES[change.cause].of(language)
            return Cell(mark, tone), Cell(change.rule), Cell(f"{before} → {after}", tone), Cell(cause, "quiet")

        self.query_one("#changes", Rows).fill(columns, tuple(changes), cells)


def _principle(result: PrincipleResult, view: View) -> Sequence[Cell]:
    counts, tone = result.counts, LEVEL_TONES[result.level]
    share = passing(counts.passed, counts.failed, counts.unknown, words(view.language))
    return (
        Cell(say(result.title, view.language), "strong"),
        Cell(f"{'●' * result.level}{'○' * (HIGHEST - result.level)}  {result.level}", tone),
        Cell(lambda room: _bar(result.score, room), tone),
        Cell(percent(result.score).rjust(5)),
        Cell(share, "quiet"),
    )


def _bar(score: float | None, room: int) -> str:
    filled = round(room * (score or 0.0))
    return "█" * filled + "░" * (room - filled)


def _blocker(finding: Finding, view: View) -> Sequence[Cell]:
    named = words(view.language)
    return (
        Cell(f"{SYMBOLS[finding.status]} {finding.rule}", STATUS_TONES[finding.status]),
        Cell(effort(finding, named), "quiet"),
        Cell(say(finding.title, view.language)),
    )
