"""Every finding: a table to filter and sort, and the one under the cursor in full."""

from collections import Counter
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from maturity.model.finding import Evidence, Finding
from maturity.model.place import Place
from maturity.render.summary import SYMBOLS, effort, say
from maturity.render.words import words
from maturity.rules.choose import ORDERS, Choice, Order, Part, after, choose, following
from maturity.sources.excerpt import Excerpt
from maturity.tui import words as said
from maturity.tui.drawing.finding import finding_text
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.source import source_lines
from maturity.tui.drawing.tones import STATUS_TONES, change_mark
from maturity.tui.keys import MOVING, Key, bindings
from maturity.tui.messages import CopyPlace, ExcerptRead, ExcerptWanted, OpenPlace, ShowFindings
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.widgets.rows import Cell, Column, Rows

RESTS_AFTER = 0.04
"""Seconds after which a cursor that does not move has come to rest."""


class Findings(Page):
    """The table of findings and the detail of one."""

    NAME = "findings"
    KEYS = (
        Key("slash", "search", Said(en="find", zh="查找"), "/"),
        Key("p", "next('principle')", Said(en="principle", zh="原则")),
        Key("l", "next('level')", Said(en="level", zh="级别")),
        Key("s", "next('status')", Said(en="outcome", zh="结果")),
        Key("m", "next('required')", Said(en="required", zh="必需"), bar=False),
        Key("u", "next('source')", Said(en="source", zh="来源"), bar=False),
        Key("c", "next('changed')", Said(en="changed only", zh="仅变化项"), bar=False),
        Key("x", "clear", Said(en="all", zh="全部")),
        Key("o", "order", Said(en="order", zh="排序")),
        Key("n", "place(1)", Said(en="next place", zh="下一处"), bar=False),
        Key("N", "place(-1)", Said(en="place before", zh="上一处"), bar=False),
        Key("enter", "open", Said(en="edit", zh="编辑")),
        Key("y", "copy", Said(en="copy place", zh="复制位置"), bar=False),
        *MOVING,
    )
    BINDINGS = bindings(key for key in KEYS if key.key != "enter")

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice()
        self.order: Order = "level"
        self._place = 0
        self._excerpt: Content | None = None
        self._found: dict[str, Finding] = {}

    def body(self) -> ComposeResult:
        """Lay out the filters above, the table and the detail below or beside each other."""
        yield Static(id="filters", markup=False)
        yield Input(id="search")
        with Container(id="halves"):
            yield Rows("findings-rows")
            with VerticalScroll(id="detail"):
                yield Static(id="finding", markup=False)

    def on_mount(self) -> None:
        """Have a timer at hand that tells when the cursor rests."""
        self._resting = self.set_interval(RESTS_AFTER, self._rest, pause=True)

    def show(self) -> None:
        """Show the view."""
        self.query_one("#search", Input).placeholder = said.SEARCH.of(self.view.language)
        self.query_one("#search", Input).display = bool(self.choice.words)
        self._fill()

    def choose(self, choice: Choice, rule: str | None = None) -> None:
        """Show the findings that are like this, with the cursor on one of them."""
        self.choice = choice
        self.query_one("#search", Input).value = choice.words
        self._fill()
        rows = self.query_one(Rows)
        if rule:
            rows.move_to(rule)
        rows.focus()

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        return self._found.get(self.query_one(Rows).key or "")

    @property
    def place(self) -> Evidence | None:
        """The evidence that is chosen of it."""
        evidence = self.finding.evidence if self.finding else ()
        return evidence[self._place] if self._place < len(evidence) else None

    @on(ShowFindings)
    def _show_findings(self, message: ShowFindings) -> None:
        message.stop()  # the application handed it on, and would do so again
        self.choose(Choice(principle=message.principle), message.rule)

    @on(ExcerptRead)
    def _show_excerpt(self, message: ExcerptRead) -> None:
        """Show the lines of a file, or why they cannot be shown, if they are still wanted."""
        message.stop()
        evidence, read = message.evidence, message.read
        if evidence is not self.place:
            return
        if isinstance(read, Excerpt):
            columns = self.query_one("#finding").size.width
            self._excerpt = source_lines(read, evidence.path or "", columns)
        else:
            reason = said.UNREADABLE.of(self.view.language).format(place=evidence.path, reason=read)
            self._excerpt = plain(reason, "quiet")
        self._draw()

    def action_next(self, part: Part) -> None:
        """Go on to the next value of a filter; after the last one it asks for nothing."""
        self.choice = following(self.choice, part)
        self._fill()

    def action_clear(self) -> None:
        """Show all findings."""
        self.choose(Choice())
        self.query_one("#search", Input).display = False

    def action_order(self) -> None:
        """Put the rows in the next order."""
        self.order = after(self.order, ORDERS) or ORDERS[0]
        self._fill()

    def action_search(self) -> None:
        """Type words to look for."""
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def action_place(self, step: int) -> None:
        """Go to another place of the finding."""
        count = len(self.finding.evidence) if self.finding else 0
        if count:
            self._look_at((self._place + step) % count)

    def action_open(self) -> None:
        """Open the place in the editor."""
        self.post_message(OpenPlace(self._openable()))

    def action_copy(self) -> None:
        """Copy the place."""
        self.post_message(CopyPlace(self.place))

    @on(Input.Changed, "#search")
    def _search(self, message: Input.Changed) -> None:
        self.choice = self.choice._replace(words=message.value)
        self._fill()

    @on(Input.Submitted, "#search")
    def _searched(self) -> None:
        self.query_one("#search", Input).display = bool(self.choice.words)
        self.query_one(Rows).focus()

    def key_escape(self) -> None:
        """Leave the words to look for."""
        search = self.query_one("#search", Input)
        search.value = ""
        search.display = False
        self.query_one(Rows).focus()

    @on(Rows.Chosen)
    def _open_row(self) -> None:
        self.action_open()

    @on(Rows.Ordered)
    def _reorder(self, message: Rows.Ordered) -> None:
        self.order = next(order for order in ORDERS if order == message.order)
        self._fill()

    @on(Rows.Highlighted)
    def _highlight(self) -> None:
        """Draw the detail when the cursor rests: while a key is held down only the rows move."""
        self._place, self._excerpt = 0, None
        self._resting.reset()
        self._resting.resume()

    def _rest(self) -> None:
        self._resting.pause()
        if self.finding is not None:
            self._look_at(self._place)

    def _look_at(self, place: int) -> None:
        self._place, self._excerpt = place, None
        if self.place is not None and self.place.path and self.place.line and self.view.root:
            self.post_message(ExcerptWanted(self.place))
        self._draw()

    def _openable(self) -> Place | Evidence | None:
        """Return the place to open: the one that is chosen, or the end of its chain."""
        place = self.place
        return place if place is None or place.path or not place.chain else place.chain[-1]

    def _fill(self) -> None:
        assessment = self.view.assessment
        if assessment is None:
            return
        rules = self.view.catalog.rules if self.view.catalog else ()
        changes = self.view.changes()
        chosen = choose(
            assessment.findings,
            self.choice,
            sources={rule.id: rule.source for rule in rules},
            changed=frozenset(changes),
            order=self.order,
        )
        self._found = {finding.rule: finding for finding in chosen}
        self.query_one("#filters", Static).update(self._filters(chosen, len(assessment.findings)))
        language, named = self.view.language, words(self.view.language)
        columns = (
            Column("", 1),
            Column(said.OUTCOME.of(language), 16, order="outcome"),
            Column(said.LEVEL.of(language), 5, order="level"),
            Column(said.RULE.of(language), 28, order="rule"),
            Column(said.TITLE.of(language), beyond=60),
            Column(said.EFFORT.of(language), 6, beyond=90, order="effort"),
        )

        def cells(key: str) -> Sequence[Cell]:
            finding = self._found[key]
            status = f"{SYMBOLS[finding.status]} {named.statuses[finding.status]}"
            return (
                Cell(*change_mark(changes.get(key))),
                Cell(status, STATUS_TONES[finding.status]),
                Cell(f"{finding.level}{'' if finding.required else ' ○'}", "plain" if finding.required else "quiet"),
                Cell(finding.rule, "strong" if finding.status == "fail" and finding.required else "plain"),
                Cell(say(finding.title, language), "quiet"),
                Cell(effort(finding, named), "quiet"),
            )

        self.query_one(Rows).fill(columns, tuple(self._found), cells)
        if not chosen:
            self.query_one("#finding", Static).update(plain(said.NONE_LIKE_THAT.of(language), "quiet"))

    def _filters(self, chosen: Sequence[Finding], count: int) -> Content:
        """Name what the findings have to be, and count them."""
        language, named, choice = self.view.language, words(self.view.language), self.choice
        titles = {one.id: one.title for one in self.view.assessment.principles} if self.view.assessment else {}
        principle = titles.get(choice.principle) if choice.principle else None
        asked = [
            say(principle, language) if principle else choice.principle,
            named.level_short.format(level=choice.level) if choice.level else None,
            named.statuses[choice.status] if choice.status else None,
            {True: named.required, False: named.recommended, None: None}[choice.required],
            said.SOURCES[choice.source].of(language) if choice.source else None,
            said.ONLY_CHANGED.of(language) if choice.changed else None,
            f"“{choice.words}”" if choice.words else None,
        ]
        statuses = Counter(finding.status for finding in chosen)
        totals = [
            plain(f"{SYMBOLS[status]} {statuses[status]}", STATUS_TONES[status])
            for status in ("pass", "fail", "unknown", "manual")
            if statuses[status]
        ]
        shown = said.OF.of(language).format(shown=len(chosen), count=count)
        chips = [plain(f" {text} ", "accent", 60).stylize("reverse") for text in asked if text]
        return Content("  ").join([plain(f" {shown}", "strong"), *totals, *chips])

    def _draw(self) -> None:
        finding = self.finding
        if finding is not None:
            drawn = finding_text(finding, self.view, self._place, self._excerpt)
            self.query_one("#finding", Static).update(drawn)
