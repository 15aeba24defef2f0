"""A table of rows of which only those in sight are ever made: thousands scroll as easily as ten."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from maturity.tui.drawing.plain import fit
from maturity.tui.drawing.tones import TONES

CURSOR = "› "


class Column(NamedTuple):
    """One column."""

    title: str
    width: int = 0
    """Columns of the terminal; 0 takes what is left."""
    beyond: int = 0
    """It is shown when the table is at least so wide."""
    order: str = ""
    """The order in which a click on the title puts the rows."""


class Cell(NamedTuple):
    """What stands in one column of a row; a text that depends on its width is made when that is known."""

    text: str | Callable[[int], str]
    tone: str = "plain"


class Rows(ScrollView, can_focus=True):
    """Rows with a cursor. The cells of a row are asked for by its key when the row comes into sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--title", *(f"rows--{tone}" for tone in TONES)}
    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("home,g", "move(-1000000)", show=False),
        Binding("end,G", "move(1000000)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    class Highlighted(Message):
        """The cursor came to a row."""

        def __init__(self, rows: "Rows", key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

        @property
        def control(self) -> "Rows":
            """The table; `on` selects by it."""
            return self.rows

    class Chosen(Highlighted):
        """A row was chosen, by enter or a double click."""

    class Ordered(Message):
        """A title was clicked."""

        def __init__(self, order: str) -> None:
            super().__init__()
            self.order = order

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._columns: Sequence[Column] = ()
        self._keys: Sequence[str] = ()
        self._cells: Callable[[str], Sequence[Cell]] = lambda _: ()

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        return self._keys[self.cursor] if self.cursor < len(self._keys) else None

    def fill(self, columns: Sequence[Column], keys: Sequence[str], cells: Callable[[str], Sequence[Cell]]) -> None:
        """Show other rows; the cursor stays on its row, if that is still there."""
        before = self.key
        self._columns, self._keys, self._cells = columns, keys, cells
        self.virtual_size = Size(0, len(keys) + 1)
        self.set_reactive(Rows.cursor, keys.index(before) if before in keys else 0)
        self._show_cursor()
        self.refresh()
        if keys:
            self.post_message(self.Highlighted(self, keys[self.cursor]))

    def move_to(self, key: str) -> None:
        """Put the cursor on a row."""
        if key in self._keys:
            self.cursor = self._keys.index(key)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._keys) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Bring the row into sight and tell whoever shows more of it; paint no more than what changed."""
        top = self.scroll_offset.y
        self._show_cursor()
        if top == self.scroll_offset.y:
            self.refresh(*(Region(0, row - top + 1, self.size.width, 1) for row in (before, now)))
        else:
            self.refresh()
        if self.key is not None:
            self.post_message(self.Highlighted(self, self.key))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move the cursor by a screen."""
        self.cursor += pages * max(self.size.height - 2, 1)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Move to the row, choose it at the second click, or put the rows in the order of a column."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            self._order_at(offset.x)
            return
        row = offset.y - 1 + self.scroll_offset.y
        if row < len(self._keys):
            self.cursor = row
            if event.chain > 1:
                self.action_choose()

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the titles, or one row."""
        width = self.size.width
        if y == 0:
            title = self.get_component_rich_style("rows--title")
            parts = [Segment(fit(column.title, room) + " ", title) for column, room in self._layout(width)]
            return Strip([Segment("  ", title), *parts]).adjust_cell_length(width, title)
        row = y - 1 + self.scroll_offset.y
        if row >= len(self._keys):
            return Strip.blank(width, self.rich_style)
        return self._draw(row, width)

    def _draw(self, row: int, width: int) -> Strip:
        here = row == self.cursor
        base = self.rich_style
        if here:
            theme = self.app.theme_variables
            base += Style(bgcolor=theme["row" if self.has_focus else "row-away"], bold=self.has_focus)
        segments = [Segment(CURSOR if here else " " * len(CURSOR), base)]
        cells = self._cells(self._keys[row])
        for (_, room), cell in zip(self._layout(width), self._shown(cells, width), strict=True):
            text = cell.text(room) if callable(cell.text) else cell.text
            segments.append(Segment(fit(text, room), base + self._tone(cell.tone)))
            segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(width, base)

    def _tone(self, tone: str) -> Style:
        style = self.get_component_rich_style(f"rows--{tone}", partial=True)
        return Style(color=style.color, bold=style.bold, dim=style.dim)

    def _shown(self, cells: Sequence[Cell], width: int) -> list[Cell]:
        return [cell for cell, column in zip(cells, self._columns, strict=True) if column.beyond <= width]

    def _layout(self, width: int) -> list[tuple[Column, int]]:
        """Return the columns that are shown, each with its width."""
        shown = [column for column in self._columns if column.beyond <= width]
        taken = len(CURSOR) + sum(column.width + 1 for column in shown)
        free = sum(column.width == 0 for column in shown)
        rest = max(width - taken, 0)
        return [(column, column.width or rest // free) for column in shown]

    def _order_at(self, x: int) -> None:
        left = len(CURSOR)
        for column, room in self._layout(self.size.width):
            left += room + 1
            if x < left:
                if column.order:
                    self.post_message(self.Ordered(column.order))
                return

    def _show_cursor(self) -> None:
        """Scroll just so far that the row under the cursor is in sight, below the titles."""
        room = max(self.size.height - 1, 1)
        top = self.scroll_offset.y
        wanted = min(max(top, self.cursor - room + 1), self.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, immediate=True, force=True)
