"""The lineage of every version that serves, link by link, as lines for a terminal and as tables of Markdown."""

from collections.abc import Iterator
from typing import NamedTuple

from maturity.model.assessment import Assessment
from maturity.model.facts.lineage import LinkName, LinkState
from maturity.render.columns import fit, pad, width
from maturity.render.display import displayable, markdown_code, markdown_text
from maturity.render.style import Language, Style, Tone
from maturity.render.summary import say

COLUMNS = 100

SYMBOLS: dict[LinkState, str] = {"proved": "✓", "broken": "✗", "unknown": "?", "absent": "–"}
_TONES: dict[LinkState, Tone] = {"proved": "good", "broken": "bad", "unknown": "doubt", "absent": "quiet"}


class _Said(NamedTuple):
    """The fixed words of one language."""

    heading: str
    columns: tuple[str, str]
    links: dict[LinkName, str]


_WORDS: dict[Language, _Said] = {
    "en": _Said(
        "Lineage of what serves",
        ("Link", "What was found"),
        {
            "run": "run",
            "commit": "commit",
            "reachable": "branch or tag",
            "lock": "DVC files",
            "objects": "objects",
            "dataset": "dataset",
        },
    ),
    "zh": _Said(
        "服务中版本的血缘",
        ("环节", "结果"),
        {
            "run": "运行",
            "commit": "提交",
            "reachable": "分支或标签",
            "lock": "DVC 文件",
            "objects": "对象",
            "dataset": "数据集",
        },
    ),
}


def lineage_lines(assessment: Assessment, style: Style) -> list[str]:
    """Return a block for each serving version; nothing where no lineage was followed."""
    if not assessment.evidence.lineage:
        return []
    said = _WORDS[style.language]
    lines = [style.paint("strong", said.heading)]
    widest = max(map(width, said.links.values()))
    for lineage in assessment.evidence.lineage:
        aliases = f" ({', '.join(lineage.aliases)})" if lineage.aliases else ""
        lines.append(f"  {displayable(f'{lineage.model}/{lineage.version}{aliases}', COLUMNS)}")
        for link in lineage.links:
            symbol = style.paint(_TONES[link.state], SYMBOLS[link.state])
            detail = fit(displayable(say(link.detail, style.language), COLUMNS), COLUMNS - widest - 8)
            lines.append(f"    {symbol} {pad(said.links[link.link], widest)}  {detail}")
    return lines


def lineage_tables(assessment: Assessment, style: Style) -> Iterator[str]:
    """Yield a heading, then a table for each serving version; nothing where no lineage was followed."""
    said = _WORDS[style.language]
    if assessment.evidence.lineage:
        yield f"### {said.heading}"
    for lineage in assessment.evidence.lineage:
        title = f"{lineage.model}/{lineage.version}"
        aliases = f" ({', '.join(map(markdown_code, lineage.aliases))})" if lineage.aliases else ""
        rows = [f"| {markdown_code(title)}{aliases} | {said.columns[0]} | {said.columns[1]} |", "|---|---|---|"]
        rows += [
            f"| {SYMBOLS[link.state]} | {said.links[link.link]} | {markdown_text(say(link.detail, style.language))} |"
            for link in lineage.links
        ]
        yield "\n".join(rows)
