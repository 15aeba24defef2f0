"""What the screens of an assessment have in common: the bars, and being told what to show."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.screen import Screen

from maturity.tui.keys import Key
from maturity.tui.said import Said
from maturity.tui.view import View
from maturity.tui.widgets.keybar import KeyBar


class Page(Screen[None]):
    """A screen that shows a view. It keeps its own cursor and filters, and nothing else."""

    NAME: ClassVar[str]
    KEYS: ClassVar[tuple[Key, ...]] = ()
    AUTO_FOCUS = "Rows, ProgramTree"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]

    def __init__(self) -> None:
        super().__init__(id=self.NAME)
        self.view = View()

    def compose(self) -> ComposeResult:
        """Lay out the bars and what is between them."""
        from maturity.tui.widgets.topbar import TopBar  # it needs the model, for which the first screen does not wait

        yield TopBar(self.NAME)
        yield from self.body()
        yield KeyBar(self.KEYS)

    def body(self) -> ComposeResult:
        """Lay out what is between the bars."""
        raise NotImplementedError

    def receive(self, view: View) -> None:
        """Take what is to be shown, unless it is shown already."""
        if view is not self.view:
            from maturity.tui.widgets.topbar import TopBar

            self.view = view
            self.query_one(TopBar).show(view)
            self.query_one(KeyBar).show(view.language)
            self.show()

    def action_scroll_detail(self, lines: int) -> None:
        """Scroll the detail, wherever the cursor is."""
        self.query_one("#detail").scroll_relative(y=lines, animate=False)

    def show(self) -> None:
        """Show the view."""
        raise NotImplementedError


TITLES: dict[str, Said] = {
    "overview": Said(en="Overview", zh="总览"),
    "findings": Said(en="Findings", zh="结论"),
    "graph": Said(en="Graph", zh="程序图"),
    "lineage": Said(en="Lineage", zh="血缘"),
    "plan": Said(en="Plan", zh="计划"),
    "rules": Said(en="Rules", zh="规则"),
}
"""The screens by name, in the order of their keys."""
