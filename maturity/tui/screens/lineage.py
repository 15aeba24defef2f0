"""Each serving model version and how far it is followed: run, commit, branch, dvc.lock, objects, data."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from maturity.model.assessment import Lineage as Followed
from maturity.model.assessment import LineageLink
from maturity.model.facts.lineage import LinkState
from maturity.model.place import Place
from maturity.render.style import Language
from maturity.render.summary import say
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.tones import LINK_SYMBOLS, LINK_TONES
from maturity.tui.keys import MOVING, Key, bindings
from maturity.tui.messages import CopyPlace, OpenPlace
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.widgets.rows import Cell, Column, Rows

_WORST: tuple[LinkState, ...] = ("broken", "unknown", "absent", "proved")


class Lineage(Page):
    """A table of serving versions, and the chain of one."""

    NAME = "lineage"
    KEYS = (
        Key("o", "open", Said(en="edit", zh="编辑")),
        Key("y", "copy", Said(en="copy place", zh="复制位置")),
        *MOVING,
    )
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._followed: dict[str, Followed] = {}

    def body(self) -> ComposeResult:
        """Lay out the versions and the chain of one."""
        with Container(id="halves"):
            yield Rows("versions")
            with VerticalScroll(id="detail"):
                yield Static(id="chain", markup=False)

    def show(self) -> None:
        """Show the view."""
        language = self.view.language
        followed = self.view.assessment.evidence.lineage if self.view.assessment else ()
        self._followed = {str(number): one for number, one in enumerate(followed)}
        columns = (
            Column(said.SERVING.of(language)),
            Column("", 14, beyond=50),
            Column(said.STATE.of(language), 18),
        )
        self.query_one(Rows).fill(columns, tuple(self._followed), self._cells)
        if not followed:
            self.query_one("#chain", Static).update(plain(said.NO_LINEAGE.of(language), "quiet"))

    def action_open(self) -> None:
        """Open the first place of the chain that is a file of the target."""
        places = [link.at for link in self._links() if link.at.path]
        self.post_message(OpenPlace(next(iter(places), None)))

    def action_copy(self) -> None:
        """Copy where the chain breaks, or its first place."""
        self.post_message(CopyPlace(_telling(self._links())))

    @on(Rows.Highlighted)
    def _highlight(self, message: Rows.Highlighted) -> None:
        followed = self._followed.get(message.key)
        if followed is not None:
            self.query_one("#chain", Static).update(chain_text(followed, self.view.language))

    def _links(self) -> Sequence[LineageLink]:
        followed = self._followed.get(self.query_one(Rows).key or "")
        return followed.links if followed else ()

    def _cells(self, key: str) -> Sequence[Cell]:
        followed, language = self._followed[key], self.view.language
        state = _worst(followed)
        shown = (said.WHOLE if state == "proved" else said.LINK_STATES[state]).of(language)
        aliases = " ".join(f"@{alias}" for alias in followed.aliases)
        return (
            Cell(f"{followed.model} v{followed.version}", "strong"),
            Cell(aliases, "accent"),
            Cell(f"{LINK_SYMBOLS[state]} {shown}", LINK_TONES[state]),
        )


def chain_text(followed: Followed, language: Language) -> Content:
    """Draw a chain: every link with its state, what proves or breaks it, and where."""
    title = plain(f"{followed.model} v{followed.version}", "strong", 200)
    parts = [title]
    for number, link in enumerate(followed.links):
        tone, last = LINK_TONES[link.state], number == len(followed.links) - 1
        name, state = said.LINKS[link.link].of(language), said.LINK_STATES[link.state].of(language)
        rail = " " if last else "│"
        lines = [
            Content.assemble(
                plain(f"{'└' if last else '├'}─ {LINK_SYMBOLS[link.state]} ", tone),
                plain(name, "strong"),
                plain(f"  {state}", tone),
            ),
            Content.assemble(plain(f"{rail}    ", "quiet"), plain(say(link.detail, language), limit=400)),
            Content.assemble(plain(f"{rail}    ", "quiet"), plain(str(link.at), "quiet", 200)),
        ]
        parts.append(Content("\n").join(lines))
    return Content("\n").join(parts)


def _worst(followed: Followed) -> LinkState:
    states = {link.state for link in followed.links}
    return next((state for state in _WORST if state in states), "unknown")


def _telling(links: Sequence[LineageLink]) -> Place | None:
    broken = [link.at for link in links if link.state == "broken"]
    return next(iter([*broken, *(link.at for link in links)]), None)
