"""The line at the bottom: the keys of this screen and those of all; a click does what the key does."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from maturity.render.style import Language
from maturity.tui.drawing.tones import STYLES
from maturity.tui.keys import EVERYWHERE, Key

_BETWEEN = "  "


class KeyBar(Static):
    """Names the keys that one needs most."""

    def __init__(self, keys: Iterable[Key]) -> None:
        super().__init__(markup=False)
        self._language: Language = "en"
        self._of_page = tuple(key for key in keys if key.bar)
        self._of_all = tuple(key for key in EVERYWHERE if key.bar)

    def show(self, language: Language) -> None:
        """Say what the keys do."""
        self._language = language
        self.on_resize()

    def on_resize(self) -> None:
        """Leave out what does not fit; the help names every key, so its own stays."""
        hints = [*(_hint(key, "screen", self._language) for key in self._of_page)]
        hints += (_hint(key, "app", self._language) for key in self._of_all)
        first = len(self._of_page)
        shown: dict[int, Content] = {}
        room = self.size.width
        for at in (first, first + 1, *range(first), *range(first + 2, len(hints))):
            needed = hints[at].cell_length + len(_BETWEEN)
            if needed <= room + len(_BETWEEN):
                shown[at] = hints[at]
                room -= needed
        self.update(Content(_BETWEEN).join(shown[at] for at in sorted(shown)))


def _hint(key: Key, where: str, language: Language) -> Content:
    """Return one key and its meaning; they are our words, so their markup is safe."""
    written, meaning = key.written.replace("[", r"\["), key.says.of(language)
    action = key.action if key.action.startswith("app.") else f"{where}.{key.action}"
    does = f'@click="{action}"'
    return Content.assemble(
        Content.from_markup(f"[{does}]{written}[/]").stylize("$primary bold"),
        Content.from_markup(f"[{does}] {meaning}[/]").stylize(STYLES["quiet"]),
    )
