"""What to do next, in order: mark what one would do and see the level that it gives."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from maturity.model.finding import Finding
from maturity.render.summary import effort, first_step, say, selected
from maturity.render.words import words
from maturity.rules.levels import reached_if
from maturity.tui import words as said
from maturity.tui.drawing.finding import finding_text
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.tones import LEVEL_TONES
from maturity.tui.keys import MOVING, Key, bindings
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.widgets.rows import Cell, Column, Rows


class Plan(Page):
    """The list, the level it would give, and the item under the cursor in full."""

    NAME = "plan"
    KEYS = (
        Key("space", "mark", Said(en="mark", zh="标记")),
        Key("a", "mark_level", Said(en="mark the next level", zh="标记下一级")),
        Key("x", "unmark", Said(en="unmark all", zh="取消标记")),
        *MOVING,
    )
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.marked: frozenset[str] = frozenset()
        self._items: dict[str, Finding] = {}

    def body(self) -> ComposeResult:
        """Lay out the level above, the list and the detail."""
        yield Static(id="what-if", markup=False)
        with Container(id="halves"):
            yield Rows("items")
            with VerticalScroll(id="detail"):
                yield Static(id="item", markup=False)

    def show(self) -> None:
        """Show the view."""
        assessment, language = self.view.assessment, self.view.language
        # What could not be looked at keeps a level away, too: it is a step of the plan.
        steps = dict.fromkeys((*assessment.blockers, *assessment.plan)) if assessment else ()
        self._items = {one.rule: one for one in selected(assessment, steps)} if assessment else {}
        self.marked &= self._items.keys()
        columns = (
            Column("", 3),
            Column(said.LEVEL.of(language), 7),
            Column(said.EFFORT.of(language), 7, beyond=50),
            Column(said.RULE.of(language), 26),
            Column(said.FIRST_STEP.of(language), beyond=70),
        )
        self.query_one(Rows).fill(columns, tuple(self._items), self._cells)
        if not self._items:
            self.query_one("#item", Static).update(plain(said.NOTHING_TO_DO.of(language), "good"))
        self._reckon()

    def action_mark(self) -> None:
        """Mark or unmark the item under the cursor, and go to the next one."""
        rows = self.query_one(Rows)
        if rows.key is not None:
            self.marked ^= {rows.key}
            rows.action_move(1)
        self._reckon()

    def action_mark_level(self) -> None:
        """Mark everything that keeps the next level away, given what is marked already."""
        findings = self.view.assessment.findings if self.view.assessment else ()
        following = reached_if(findings, self.marked) + 1
        self.marked |= {one.rule for one in self._items.values() if one.required and one.level == following}
        self._reckon()

    def action_unmark(self) -> None:
        """Unmark everything."""
        self.marked = frozenset()
        self._reckon()

    @on(Rows.Chosen)
    def _choose(self) -> None:
        self.action_mark()

    @on(Rows.Highlighted)
    def _highlight(self, message: Rows.Highlighted) -> None:
        finding = self._items.get(message.key)
        if finding is not None:
            self.query_one("#item", Static).update(finding_text(finding, self.view, 0, None))

    def _reckon(self) -> None:
        assessment, language = self.view.assessment, self.view.language
        if assessment is None:
            return
        level = reached_if(assessment.findings, self.marked)
        if self.marked:
            text = said.WHAT_IF.of(language).format(count=len(self.marked), before=assessment.level, after=level)
            drawn = plain(f" {text}", LEVEL_TONES[level]).stylize("bold")
        else:
            drawn = plain(f" {said.WHAT_IF_NONE.of(language).format(level=assessment.level)}", "quiet")
        self.query_one("#what-if", Static).update(Content.assemble(drawn))
        self.query_one(Rows).refresh()

    def _cells(self, key: str) -> Sequence[Cell]:
        finding, language = self._items[key], self.view.language
        marked = key in self.marked
        return (
            Cell("[x]" if marked else "[ ]", "good" if marked else "quiet"),
            Cell(f"{finding.level}{'' if finding.required else ' ○'}", "strong" if finding.required else "quiet"),
            Cell(effort(finding, words(language)), "quiet"),
            Cell(finding.rule, "good" if marked else "strong" if finding.required else "plain"),
            Cell(first_step(say(finding.fix, language)), "quiet"),
        )
