"""An explanation for a person at a terminal of 100 columns, or as JSON."""

from collections.abc import Iterator
from typing import NamedTuple

from maturity.model.explanation import Explanation, Part, Stated
from maturity.model.rule import Text
from maturity.render.columns import fit, wrap
from maturity.render.display import displayable
from maturity.render.listing import COLUMNS, TONES, draw
from maturity.render.style import Language, Style
from maturity.render.summary import SYMBOLS, gap_line, say
from maturity.render.words import words

LONGEST = 2000
"""Characters of one statement."""

MOST_GAPS = 10


class _Labels(NamedTuple):
    """The fixed words of an explanation."""

    asks: str
    applies: str
    condition: str
    considered: str
    decided: str
    turned_down: str
    gaps: str
    nothing: str
    open: str
    but: str
    and_: str
    stop: str
    report: str


_LABELS: dict[Language, _Labels] = {
    "en": _Labels(
        asks="Asks whether",
        applies="Applies where",
        condition="(whether the rule applies)",
        considered="Considered: facts of kind {kind}: {considered}; of the sort that is asked for: {alike}",
        decided="Decided by: {count}",
        turned_down="Turned down: {count}",
        gaps="Not looked at, may hide more: {count}",
        nothing="Decided by: no such fact was found",
        open="Decided by: nothing; more would have to be seen",
        but=", but ",
        and_=" and ",
        stop=".",
        report="Is this wrong? maturity explain {rule} --export FILE writes what to report.",
    ),
    "zh": _Labels(
        asks="要求",
        applies="适用条件",
        condition="（规则是否适用）",
        considered="考察：{kind} 类事实 {considered} 条，其中属于所问种类的 {alike} 条",
        decided="判定依据：{count}",
        turned_down="未采信：{count}",
        gaps="未能查看、可能隐藏更多：{count}",
        nothing="判定依据：没有发现这样的事实",
        open="判定依据：无；需要看到更多内容",
        but="，但",
        and_="，且",
        stop="。",
        report="结论有误？maturity explain {rule} --export FILE 会写出可供反馈的内容。",
    ),
}


def explanation_text(explained: Explanation, style: Style) -> str:
    """Return the question, the verdict, and part by part what led to it."""
    labels = _LABELS[style.language]
    sections = [
        list(_head(explained, style)),
        *([list(_asked(labels.applies, explained.applies, style))] if explained.applies is not None else []),
        list(_asked(labels.asks, explained.asks, style)),
        *(list(_part(part, style, alone=len(explained.parts) == 1)) for part in explained.parts),
        [style.paint("quiet", labels.report.format(rule=displayable(explained.rule)))],
    ]
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _head(explained: Explanation, style: Style) -> Iterator[str]:
    said = words(style.language)
    flags = (said.level_short.format(level=explained.level), said.required if explained.required else said.recommended)
    commit = f" @ {explained.commit[:10]}" if explained.commit else ""
    yield f"{style.paint('strong', displayable(explained.rule))} · {displayable(say(explained.title, style.language))}"
    yield style.paint("quiet", f"{said.comma.join(flags)} · {displayable(explained.target, 60)}{commit}")
    yield ""
    yield style.paint(TONES[explained.status], f"{SYMBOLS[explained.status]} {said.statuses[explained.status]}")
    yield from _wrapped(say(explained.summary, style.language), 2)


def _asked(label: str, asked: Text, style: Style) -> Iterator[str]:
    yield style.paint("strong", label)
    yield from _wrapped(say(asked, style.language), 2)


def _part(part: Part, style: Style, *, alone: bool) -> Iterator[str]:
    """Say of one plain question what was considered, what decided, what was turned down, and what may be hidden."""
    labels = _LABELS[style.language]
    if not alone:
        symbol = style.paint(TONES[part.status], SYMBOLS[part.status])
        first, *rest = wrap(_said(part.asks, style), COLUMNS - 2)
        yield f"{symbol} {style.paint('strong', first)}"
        yield from (f"  {style.paint('strong', line)}" for line in rest)
        if part.condition:
            yield f"  {labels.condition}"
    yield f"  {labels.considered.format(kind=part.kind, considered=part.considered, alike=part.alike)}"
    if part.decided:
        yield from _stated(labels.decided, part.decided, part.undisplayed, style)
    else:
        yield f"  {labels.open if part.status == 'unknown' else labels.nothing}"
    if part.turned_down:
        yield from _stated(labels.turned_down, part.turned_down, part.passed_over, style)
    yield from _gaps(part, style)


def _stated(label: str, stated: tuple[Stated, ...], rest: int, style: Style) -> Iterator[str]:
    labels = _LABELS[style.language]
    yield f"  {label.format(count=len(stated) + rest)}"
    for one in stated:
        reasons = labels.and_.join(say(reason, style.language) for reason in one.reasons)
        yield from _wrapped(say(one.said, style.language) + (labels.but + reasons if reasons else "") + labels.stop, 4)
        yield from (style.paint("quiet", fit(line, COLUMNS)) for line in _shown(one, style))
    yield from _more(rest, style)


def _shown(one: Stated, style: Style) -> Iterator[str]:
    """Draw the chain that leads to a fact, or quote what stands there where the statement does not say it."""
    if len(one.evidence.chain) > 1:
        yield from draw(one.evidence, " " * 6)
    elif one.evidence.text and one.evidence.text not in say(one.said, style.language):
        yield " " * 6 + displayable(one.evidence.text)


def _gaps(part: Part, style: Style) -> Iterator[str]:
    if part.gaps:
        yield "  " + style.paint("doubt", _LABELS[style.language].gaps.format(count=len(part.gaps)))
        for gap in part.gaps[:MOST_GAPS]:
            yield from _wrapped(gap_line(gap), 4)
        yield from _more(len(part.gaps) - MOST_GAPS, style)


def _more(rest: int, style: Style) -> Iterator[str]:
    if rest > 0:
        yield f"    {words(style.language).more.format(count=rest)}"


def _wrapped(text: str, indent: int) -> Iterator[str]:
    return (" " * indent + line for line in wrap(displayable(text, LONGEST), COLUMNS - indent))


def _said(text: Text, style: Style) -> str:
    return displayable(say(text, style.language), LONGEST)
