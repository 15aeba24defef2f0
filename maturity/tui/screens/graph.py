"""The program graph as a tree: from what starts programs to what they do, or from what is done back to its start."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text as Drawn
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static, Tree
from textual.widgets.tree import TreeNode

from maturity.model.activity import Activity
from maturity.model.place import Place
from maturity.model.program_graph import GraphNode, ProgramGraph
from maturity.render.style import Language
from maturity.rules.programs import Programs
from maturity.rules.vocabulary import ACTIVITIES, ROOTS
from maturity.tui import words as said
from maturity.tui.drawing.node import node_text
from maturity.tui.drawing.plain import plain, safe
from maturity.tui.drawing.tones import TONES, activity_tone
from maturity.tui.keys import MOVING, Key, bindings
from maturity.tui.messages import CopyPlace, OpenPlace
from maturity.tui.said import Said
from maturity.tui.screens.page import Page
from maturity.tui.view import View

MOST_LABELS = 5
"""Activities that stand behind a program; the rest is counted."""


NO_LABEL = Drawn()
"""The library would take a label for markup; every line is drawn from its branch instead."""


class Branch(NamedTuple):
    """What a line of the tree stands for."""

    label: str
    tone: str
    at: Place | None = None
    node: GraphNode | None = None
    activities: tuple[Activity, ...] = ()
    above: frozenset[str] = frozenset()
    """Programs on the way to here: a program that runs itself ends there."""


class ProgramTree(Tree[Branch]):
    """A tree whose branches are made when they are opened: as a tree, a graph may be without end."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tree--{tone}" for tone in TONES}

    language: Language = "en"

    def render_label(self, node: TreeNode[Branch], base_style: Style, style: Style) -> Drawn:
        """Draw a branch: its arrow, its name, its place, and what it gets to."""
        branch = node.data
        if branch is None:
            return Drawn("")
        arrow = ("▼ " if node.is_expanded else "▶ ") if node.allow_expand else "  "
        drawn = Drawn.assemble((arrow, base_style), (safe(branch.label, 90), style + self._tone(branch.tone)))
        if branch.at is not None:
            drawn.append(f"  {safe(str(branch.at), 90)}", style + self._tone("quiet"))
        for activity in branch.activities[:MOST_LABELS]:
            drawn.append(f"  {_label(activity, self.language)}", style + self._tone(activity_tone(activity)))
        if len(branch.activities) > MOST_LABELS:
            drawn.append(f"  +{len(branch.activities) - MOST_LABELS}", style + self._tone("quiet"))
        return drawn

    def _tone(self, tone: str) -> Style:
        style = self.get_component_rich_style(f"tree--{tone}", partial=True)
        return Style(color=style.color, bold=style.bold)


class Graph(Page):
    """The tree, and what there is to know of the program under the cursor."""

    NAME = "graph"
    KEYS = (
        Key("enter", "", Said(en="open a branch", zh="展开分支")),
        Key("b", "turn", Said(en="other way round", zh="反向查看")),
        Key("o", "open", Said(en="edit", zh="编辑")),
        Key("y", "copy", Said(en="copy place", zh="复制位置")),
        *MOVING,
    )
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.backward = False
        self._programs = Programs(ProgramGraph())

    def body(self) -> ComposeResult:
        """Lay out the direction above, the tree and the detail."""
        yield Static(id="direction", markup=False)
        with Container(id="halves"):
            tree = ProgramTree(NO_LABEL, id="programs")
            tree.show_root = False
            tree.guide_depth = 3
            yield tree
            with VerticalScroll(id="detail"):
                yield Static(id="node", markup=False)

    def show(self) -> None:
        """Show the view."""
        assessment = self.view.assessment
        evidence = assessment.evidence.repo if assessment else None
        graph = evidence.graph if evidence else ProgramGraph()
        self._programs = Programs(graph)
        language = self.view.language
        direction = (said.BACKWARD if self.backward else said.FORWARD).of(language)
        if graph.left_out:
            direction += f" · {said.LEFT_OUT.of(language).format(count=graph.left_out)}"
        self.query_one("#direction", Static).update(plain(f" {direction}", "quiet"))
        tree = self.query_one(ProgramTree)
        tree.language = language
        tree.clear()
        for branch, inner in _roots(self._programs, self.view, backward=self.backward):
            top = tree.root.add(NO_LABEL, branch, expand=True)
            for one in inner:
                self._hang(top, one)
        tree.root.expand()
        empty = "" if graph.nodes else said.NO_GRAPH.of(language)
        self.query_one("#node", Static).update(plain(empty, "quiet"))
        tree.move_cursor_to_line(0)

    def action_turn(self) -> None:
        """Look at the graph from its other end."""
        self.backward = not self.backward
        self.show()

    def action_open(self) -> None:
        """Open the place in the editor."""
        self.post_message(OpenPlace(self._place()))

    def action_copy(self) -> None:
        """Copy the place."""
        self.post_message(CopyPlace(self._place()))

    @on(Tree.NodeExpanded)
    def _grow(self, message: Tree.NodeExpanded[Branch]) -> None:
        branch = message.node.data
        if branch is None or branch.node is None or message.node.children:
            return
        for one in _inner(self._programs, branch, backward=self.backward):
            self._hang(message.node, one)

    @on(Tree.NodeHighlighted)
    def _tell(self, message: Tree.NodeHighlighted[Branch]) -> None:
        branch = message.node.data
        if branch is not None and branch.node is not None:
            drawn = node_text(branch.node, self._programs, self.view.language)
            self.query_one("#node", Static).update(drawn)

    def _hang(self, parent: TreeNode[Branch], branch: Branch) -> None:
        opens = branch.node is not None and any(True for _ in _inner(self._programs, branch, backward=self.backward))
        parent.add(NO_LABEL, branch, allow_expand=opens)

    def _place(self) -> Place | None:
        cursor = self.query_one(ProgramTree).cursor_node
        return cursor.data.at if cursor is not None and cursor.data is not None else None


def _roots(programs: Programs, view: View, *, backward: bool) -> Iterator[tuple[Branch, list[Branch]]]:
    """Yield the first lines of the tree, each with what hangs on it."""
    language = view.language
    if backward:
        for activity, places in programs.done().items():
            verb = ACTIVITIES[activity]
            title = Branch(verb[1] if language == "zh" else verb[0], activity_tone(activity))
            yield (
                title,
                [
                    Branch(one.what.technology, "strong", one.what.at, one.node, above=frozenset((one.node.id,)))
                    for one in places
                ],
            )
        return
    started: dict[str, list[Branch]] = {}
    for start, node in programs.started():
        when = ROOTS.get(start.root, (start.root, start.root))
        heading = when[1] if language == "zh" else when[0]
        label = start.at.text.rstrip(":") or node.name if start.root != "entry" else f"{node.program} {node.name}"
        branch = Branch(label, "strong", start.at, node, programs.reaches(node), frozenset((node.id,)))
        started.setdefault(heading, []).append(branch)
    for heading, branches in started.items():
        yield Branch(heading, "accent"), branches
    idle = programs.idle()
    if idle:
        yield Branch(said.NOT_STARTED.of(language), "quiet"), [_branch(node, node.at, programs) for node in idle]


def _inner(programs: Programs, branch: Branch, *, backward: bool) -> Iterator[Branch]:
    """Yield what hangs on a program: what it does and runs, or who runs and starts it."""
    node = branch.node
    if node is None:
        return
    if backward:
        for start in node.starts:
            yield Branch(f"⚑ {start.root}: {start.at.text}", "good", start.at)
    else:
        for what in node.does:
            yield Branch(f"● {what.activity} ({what.technology})", activity_tone(what.activity), what.at)
    for step in programs.callers(node) if backward else programs.runs(node):
        if step.node.id in branch.above:
            yield Branch(f"↺ {step.node.name}", "quiet", step.at)
        else:
            above = branch.above | {step.node.id}
            yield _branch(step.node, step.at, programs)._replace(above=above)


def _label(activity: Activity, language: Language) -> str:
    return ACTIVITIES[activity][1] if language == "zh" else activity


def _branch(node: GraphNode, at: Place, programs: Programs) -> Branch:
    return Branch(f"{node.program} {node.name}", "plain", at, node, programs.reaches(node), frozenset((node.id,)))
