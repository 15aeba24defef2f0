"""Ask for a format and a file."""

import re
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from maturity.render import FORMATS
from maturity.render.style import Language
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.widgets.rows import Cell, Column, Rows

SUFFIXES = {"text": ".txt", "markdown": ".md"}
"""Where a file is not named as its format is."""

LONGEST_STEM = 60

_UNUSUAL = re.compile(r"[^\w.-]+", re.ASCII)


def stem(target: str) -> str:
    """Propose the name of a file for a target: what others called it may be no name for a file."""
    plain_name = _UNUSUAL.sub("-", target)[:LONGEST_STEM].strip("-.")
    return f"{plain_name}-maturity" if plain_name else "maturity"


class Wanted(NamedTuple):
    """What to write, and where to."""

    form: str
    file: Path


class Export(ModalScreen[Wanted | None]):
    """A list of formats and the name of a file."""

    BINDINGS = [Binding("escape", "dismiss", show=False)]

    def __init__(self, name: str, language: Language) -> None:
        super().__init__()
        self._stem, self._language = stem(name), language

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(id="box"):
            yield Static(plain(said.EXPORT.of(self._language), "strong"), markup=False)
            yield Rows("formats")
            yield Static(plain(said.FILE.of(self._language), "quiet"), markup=False)
            yield Input(id="file")
            yield Static(plain(said.EXPORT_KEYS.of(self._language), "quiet"), markup=False)

    def on_mount(self) -> None:
        """List the formats."""
        rows = self.query_one(Rows)
        rows.fill((Column(said.FORMAT.of(self._language)),), tuple(FORMATS), lambda key: (Cell(key),))
        rows.move_to("json")
        rows.styles.height = len(FORMATS) + 1
        rows.focus()

    @on(Rows.Highlighted)
    def _propose(self, message: Rows.Highlighted) -> None:
        self.query_one(Input).value = f"{self._stem}{SUFFIXES.get(message.key, '.' + message.key)}"

    @on(Rows.Chosen)
    @on(Input.Submitted)
    def _save(self) -> None:
        form, file = self.query_one(Rows).key, self.query_one(Input).value.strip()
        if form and file:
            self.dismiss(Wanted(form, Path(file).expanduser()))
