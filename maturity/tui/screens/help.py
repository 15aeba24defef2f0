"""Every key, by screen."""

from collections.abc import Iterable, Mapping

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maturity.render.style import Language
from maturity.tui import words as said
from maturity.tui.drawing.plain import fit, plain
from maturity.tui.keys import EVERYWHERE, MOVING, Key
from maturity.tui.said import Said
from maturity.tui.screens.page import TITLES


class Help(ModalScreen[None]):
    """A list of keys; any key that leaves closes it."""

    BINDINGS = [Binding(key, "dismiss", show=False) for key in ("escape", "question_mark", "q", "enter")]

    def __init__(self, pages: Mapping[str, Iterable[Key]], language: Language) -> None:
        super().__init__()
        self._pages, self._language = pages, language

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with VerticalScroll(id="box"):
            yield Static(keys_text(self._pages, self._language), markup=False)


def keys_text(pages: Mapping[str, Iterable[Key]], language: Language) -> Content:
    """Draw the keys of every screen, then those of each."""
    sections = [
        _section(said.EVERY_SCREEN, EVERYWHERE, language),
        _section(said.LISTS, MOVING, language),
        *(_section(TITLES[name], [key for key in keys if key not in MOVING], language) for name, keys in pages.items()),
    ]
    return Content("\n\n").join(sections)


def _section(title: Said, keys: Iterable[Key], language: Language) -> Content:
    lines = [
        Content.assemble(plain(f"  {fit(key.written, 8)}", "accent"), plain(key.says.of(language))) for key in keys
    ]
    return Content("\n").join([plain(title.of(language), "strong"), *lines])
