"""One program of the graph: where it is, what starts and runs it, what it does and gets to."""

from collections.abc import Iterable

from textual.content import Content

from maturity.model.place import Place
from maturity.model.program_graph import GraphNode
from maturity.render.style import Language
from maturity.rules.programs import Programs
from maturity.rules.vocabulary import ACTIVITIES, ROOTS
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.tones import activity_tone

MOST = 12
"""Lines of one section."""


def node_text(node: GraphNode, programs: Programs, language: Language) -> Content:
    """Draw a program."""
    sections = [
        Content("\n").join([plain(f"{node.program} {node.name}", "strong", 200), plain(str(node.at), "quiet", 200)])
    ]
    starts = [_line(_spoken(ROOTS.get(start.root, ("", "")), language), "good", start.at) for start in node.starts]
    callers = [_line(f"{step.node.program} {step.node.name}", "plain", step.at) for step in programs.callers(node)]
    if starts:
        sections.append(_section(said.STARTED_BY.of(language), starts))
    if callers:
        sections.append(_section(said.RUN_BY.of(language), callers))
    if not starts and not callers:
        sections.append(plain(said.NOBODY.of(language), "doubt"))
    if node.does:
        does = [
            _line(
                f"{_spoken(ACTIVITIES[one.activity], language)} ({one.technology})", activity_tone(one.activity), one.at
            )
            for one in node.does
        ]
        sections.append(_section(said.DOES.of(language), does))
    reaches = programs.reaches(node)
    if reaches:
        labels = [plain(f"● {_spoken(ACTIVITIES[one], language)}", activity_tone(one)) for one in reaches]
        sections.append(_section(said.REACHES.of(language), labels))
    return Content("\n\n").join(sections)


def _spoken(pair: tuple[str, str], language: Language) -> str:
    return pair[1] if language == "zh" else pair[0]


def _line(text: str, tone: str, at: Place) -> Content:
    return Content.assemble(plain(text, tone, 120), plain(f"  {at}", "quiet", 160))


def _section(title: str, lines: Iterable[Content]) -> Content:
    all_lines = list(dict.fromkeys(lines))
    rest = [plain(f"… +{len(all_lines) - MOST}", "quiet")] if len(all_lines) > MOST else []
    return Content("\n").join(
        [plain(title, "strong"), *(Content.assemble("  ", one) for one in all_lines[:MOST]), *rest]
    )
