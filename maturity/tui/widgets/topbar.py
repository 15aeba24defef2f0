"""The two lines at the top: what is shown and its level, and the screens to go to."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from maturity.render.words import words
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.tones import LEVEL_TONES, STYLES
from maturity.tui.screens.page import TITLES
from maturity.tui.view import View


class TopBar(Vertical):
    """Names the target, its level and the screens."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page

    def compose(self) -> ComposeResult:
        """Lay out the two lines."""
        yield Static(id="target", markup=False)
        yield Static(id="tabs", markup=False)

    def show(self, view: View) -> None:
        """Say what is shown."""
        self.query_one("#target", Static).update(_target(view))
        self.query_one("#tabs", Static).update(_tabs(view, self._page))


def _target(view: View) -> Content:
    name = Content.styled(" maturity ", "$background on $primary bold")
    assessment = view.assessment
    if assessment is None:
        return name
    target, named = assessment.target, words(view.language)
    commit = f" @ {target.commit[:10]}" if target.commit else ""
    changed = f" ({named.changed})" if target.dirty else ""
    return Content.assemble(
        name,
        " ",
        plain(target.name, "strong", 60),
        plain(commit + changed, "quiet", 60),
        "  ",
        plain(named.level.format(level=assessment.level), LEVEL_TONES[assessment.level]),
    )


def _tabs(view: View, page: str) -> Content:
    """Return the names of the screens; a click on one opens it. They are our words, so their markup is safe."""
    shown = TITLES if view.assessment else {"rules": TITLES["rules"]}
    parts: list[Content] = []
    for number, (name, title) in enumerate(TITLES.items(), start=1):
        if name in shown:
            style = "$primary bold reverse" if name == page else STYLES["quiet"]
            label = f" {number} {title.of(view.language)} "
            parts.append(Content.from_markup(f"[@click=\"app.page('{name}')\"]{label}[/]").stylize(style))
    return Content(" ").join(parts)
