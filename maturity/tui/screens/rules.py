"""The catalog: every rule, with why it is there, what it asks and how to meet it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Input, Static

from maturity.model.rule import Rule
from maturity.render.summary import say
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.rule import rule_text
from maturity.tui.keys import MOVING, Key, bindings
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.widgets.rows import Cell, Column, Rows


class Rules(Page):
    """A table of rules, and one of them in full."""

    NAME = "rules"
    KEYS = (
        Key("slash", "search", Said(en="find", zh="查找"), "/"),
        Key("x", "clear", Said(en="all", zh="全部")),
        *MOVING,
    )
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._rules: dict[str, Rule] = {}

    def body(self) -> ComposeResult:
        """Lay out the table and the detail."""
        yield Input(id="search")
        with Container(id="halves"):
            yield Rows("rules-rows")
            with VerticalScroll(id="detail"):
                yield Static(id="rule", markup=False)

    def show(self) -> None:
        """Show the view."""
        search = self.query_one("#search", Input)
        search.placeholder = said.SEARCH.of(self.view.language)
        search.display = bool(self._words)
        self._fill()

    def action_search(self) -> None:
        """Type words to look for."""
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def action_clear(self) -> None:
        """Show all rules."""
        search = self.query_one("#search", Input)
        search.value = ""
        search.display = False
        self.query_one(Rows).focus()

    def key_escape(self) -> None:
        """Leave the words to look for."""
        self.action_clear()

    @on(Input.Changed)
    def _search(self, message: Input.Changed) -> None:
        self._words = message.value
        self._fill()

    @on(Input.Submitted)
    def _searched(self) -> None:
        self.query_one("#search", Input).display = bool(self._words)
        self.query_one(Rows).focus()

    @on(Rows.Highlighted)
    def _highlight(self, message: Rows.Highlighted) -> None:
        rule = self._rules.get(message.key)
        if rule is not None:
            self.query_one("#rule", Static).update(rule_text(rule, self.view))

    def _fill(self) -> None:
        catalog, language = self.view.catalog, self.view.language
        if catalog is None:
            self.query_one("#rule", Static).update(plain(said.READING_RULES.of(language), "quiet"))
            return
        titles = {principle.id: say(principle.title, language) for principle in catalog.principles}
        wanted = self._words.casefold().split()
        self._rules = {rule.id: rule for rule in catalog.rules if all(word in _said(rule) for word in wanted)}
        columns = (
            Column(said.LEVEL.of(language), 7),
            Column(said.RULE.of(language), 30),
            Column(said.PRINCIPLE.of(language), 16, beyond=60),
            Column(said.TITLE.of(language), beyond=76),
        )

        def cells(key: str) -> Sequence[Cell]:
            rule = self._rules[key]
            weight = "" if rule.required else " ○"
            return (
                Cell(f"{rule.level}{weight}", "plain" if rule.required else "quiet"),
                Cell(rule.id, "strong" if rule.required else "plain"),
                Cell(titles.get(rule.principle, rule.principle), "quiet"),
                Cell(say(rule.title, language), "quiet"),
            )

        self.query_one(Rows).fill(columns, tuple(self._rules), cells)
        if not self._rules:
            self.query_one("#rule", Static).update(plain(said.NONE_LIKE_THAT.of(language), "quiet"))


def _said(rule: Rule) -> str:
    texts = (rule.id, rule.principle, rule.title.en, rule.title.zh, rule.why.en, rule.why.zh)
    return "\n".join(texts).casefold()
