"""What stands in the way, for a terminal: each rule with its reason, and the chain or the place that tells most."""

from collections.abc import Sequence

from maturity.model.finding import Finding
from maturity.render.columns import fit, pad, width, wrap
from maturity.render.display import ELLIPSIS, displayable
from maturity.render.style import Style
from maturity.render.summary import SYMBOLS, links, say, telling
from maturity.render.words import Words

COLUMNS = 100


def blocker_lines(blockers: Sequence[Finding], most: int, style: Style, said: Words) -> list[str]:
    """Return the first rules in two lines each, and how many more there are."""
    shown = blockers[:most]
    widest = max((width(displayable(finding.rule, 40)) for finding in shown), default=0)
    lines = [line for finding in shown for line in _blocker(finding, widest, style)]
    rest = len(blockers) - len(shown)
    return lines + ([f"    {said.more.format(count=rest)}"] if rest else [])


def _blocker(finding: Finding, widest: int, style: Style) -> list[str]:
    """Two lines at most: the reason and the chain, or a longer reason where there is no chain."""
    rule = pad(displayable(finding.rule, 40), widest)
    reason = displayable(say(finding.summary, style.language), COLUMNS * 2)
    symbol = style.paint("bad" if finding.status == "fail" else "doubt", SYMBOLS[finding.status])
    start, room = f"  {symbol} {style.paint('strong', rule)}  ", COLUMNS - widest - 6
    evidence = telling(finding)
    if evidence is None:
        return hanging(start, reason, widest + 6)
    return [start + fit(reason, room), style.paint("quiet", f"      {_one_line(links(evidence), COLUMNS - 6)}")]


def hanging(start: str, text: str, indent: int) -> list[str]:
    """Return a text in two lines at most, the second below the first."""
    first = next(iter(wrap(text, COLUMNS - indent)), "")
    rest = text.removeprefix(first).lstrip()
    return [start + first, *([" " * indent + fit(rest, COLUMNS - indent)] if rest else [])]


def _one_line(chain: tuple[str, ...], columns: int) -> str:
    """Draw a chain in one line: links in the middle give way first, its ends last."""
    drawn = [displayable(part, 80) for part in chain]
    line = " -> ".join(drawn)
    while width(line) > columns and drawn[2:]:
        del drawn[len(drawn) // 2]
        half = (len(drawn) + 1) // 2
        line = " -> ".join([*drawn[:half], ELLIPSIS, *drawn[half:]])
    return fit(line, columns)
