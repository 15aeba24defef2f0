"""What a scan is at, step by step; escape ends it."""

from time import monotonic

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Middle, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maturity.render.style import Language
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.messages import Cancel
from maturity.tui.phases import phase

MOST_STEPS = 12
"""Steps that are shown; the first ones give way."""
TICKS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Scanning(ModalScreen[None]):
    """A list of steps, the last of them at work."""

    BINDINGS = [
        Binding("escape", "cancel", show=False),
        Binding("q", "cancel", show=False),
        Binding("ctrl+c", "cancel", show=False, priority=True),
    ]

    def __init__(self, target: str, language: Language) -> None:
        super().__init__()
        self._target, self._language = target, language
        self._steps: list[tuple[str, float]] = []
        self._begun = monotonic()
        self._tick = 0

    def compose(self) -> ComposeResult:
        """Lay out a box in the middle."""
        with Middle(), Center(), Vertical(id="box"):
            yield Static(id="title", markup=False)
            yield Static(id="steps", markup=False)
            yield Static(id="cancel", markup=False)

    def on_mount(self) -> None:
        """Start the clock."""
        title = said.SCANNING.of(self._language).format(target=self._target)
        self.query_one("#title", Static).update(plain(title, "strong", 60))
        self.query_one("#cancel", Static).update(plain(said.CANCEL.of(self._language), "quiet"))
        self._draw()
        self.set_interval(0.1, self._draw)

    def step(self, words: str) -> None:
        """Go on to the next step."""
        shown = phase(words).of(self._language)
        if not self._steps or self._steps[-1][0] != shown:
            self._steps.append((shown, monotonic()))
        self._draw()

    def action_cancel(self) -> None:
        """End the scan."""
        self.post_message(Cancel())

    def _draw(self) -> None:
        self._tick += 1
        now = monotonic()
        ends = [*(begun for _, begun in self._steps), now][1:]
        lines: list[Content] = []
        for number, ((words, begun), end) in enumerate(zip(self._steps, ends, strict=True), start=1):
            at_work = number == len(self._steps)
            sign = TICKS[self._tick % len(TICKS)] if at_work else "✓"
            lines.append(
                Content.assemble(
                    plain(f"{sign} ", "accent" if at_work else "good"),
                    plain(words, "plain" if at_work else "quiet", 46),
                    plain(f"  {end - begun:.1f} s", "quiet"),
                )
            )
        if not lines:
            lines = [plain(f"{TICKS[self._tick % len(TICKS)]} {now - self._begun:.1f} s", "accent")]
        self.query_one("#steps", Static).update(Content("\n").join(lines[-MOST_STEPS:]))
