"""What the screens of an assessment have in common: the bars, and being told what to show."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from maturity.model.finding import Evidence
from maturity.model.place import Place
from maturity.tui.keys import Key
from maturity.tui.view import View
from maturity.tui.widgets.keybar import KeyBar
from maturity.tui.widgets.topbar import TopBar


class OpenPlace(Message):
    """Somebody wants to open a place in the editor."""

    def __init__(self, place: Place | Evidence | None) -> None:
        super().__init__()
        self.place = place


class CopyPlace(OpenPlace):
    """Somebody wants to have a place in the clipboard."""


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
        yield TopBar()
        yield from self.body()
        yield KeyBar(self.KEYS)

    def body(self) -> ComposeResult:
        """Lay out what is between the bars."""
        raise NotImplementedError

    def receive(self, view: View) -> None:
        """Take what is to be shown, unless it is shown already."""
        if view is not self.view:
            self.view = view
            self.query_one(TopBar).show(view, self.NAME)
            self.query_one(KeyBar).show(view.language)
            self.show()

    def show(self) -> None:
        """Show the view."""
        raise NotImplementedError

    def refuse(self, words: str) -> None:
        """Tell why nothing happens."""
        self.notify(words, markup=False)
