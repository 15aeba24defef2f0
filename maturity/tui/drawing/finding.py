"""One finding in full: why it matters, what was found and where, and how to fix it."""

from collections.abc import Iterator

from textual.content import Content

from maturity.model.comparison import Change
from maturity.model.finding import Evidence, Finding
from maturity.render.summary import SYMBOLS, effort, say
from maturity.render.words import words
from maturity.tui import words as said
from maturity.tui.drawing.chain import chain_path
from maturity.tui.drawing.plain import plain
from maturity.tui.drawing.tones import STATUS_TONES, change_mark
from maturity.tui.view import View

MOST_EVIDENCE = 12
"""Places that are listed; the rest is counted."""


def finding_text(finding: Finding, view: View, chosen: int, excerpt: Content | None) -> Content:
    """Draw a finding; `excerpt` are the lines of the file at the evidence that is chosen."""
    parts = [
        _head(finding, view),
        *_waiver(finding, view),
        *_why(finding, view),
        *_evidence(finding, view, chosen, excerpt),
        *_fix(finding, view),
        *_references(finding, view),
    ]
    return Content("\n\n").join(parts)


def _head(finding: Finding, view: View) -> Content:
    language, named = view.language, words(view.language)
    weight = named.required if finding.required else named.recommended
    lines = [
        Content.assemble(
            plain(f"{SYMBOLS[finding.status]} {named.statuses[finding.status]}", STATUS_TONES[finding.status]),
            "  ",
            plain(say(finding.title, language), "strong"),
        ),
        plain(f"{finding.rule} · {named.level_short.format(level=finding.level)}{named.comma}{weight}", "quiet"),
        plain(say(finding.summary, language)),
    ]
    change = view.changes().get(finding.rule)
    if change:
        lines.append(_change(change, view))
    return Content("\n").join(lines)


def _change(change: Change, view: View) -> Content:
    mark, tone = change_mark(change)
    if change.before is None:
        return plain(f"{mark} {said.NEW_RULE.of(view.language)}", tone)
    was = said.WAS.of(view.language).format(
        before=words(view.language).statuses[change.before], cause=said.CAUSES[change.cause].of(view.language)
    )
    return plain(f"{mark} {was}", tone)


def _waiver(finding: Finding, view: View) -> Iterator[Content]:
    if finding.waiver:
        waiver = finding.waiver
        text = said.WAIVED.of(view.language)
        yield plain(text.format(expires=waiver.expires, by=waiver.approved_by, reason=waiver.justification), "doubt")


def _why(finding: Finding, view: View) -> Iterator[Content]:
    rule = view.rule(finding.rule)
    if rule:
        yield _section(said.WHY.of(view.language), plain(say(rule.why, view.language)))


def _evidence(finding: Finding, view: View, chosen: int, excerpt: Content | None) -> Iterator[Content]:
    title = said.EVIDENCE.of(view.language)
    if not finding.evidence:
        yield _section(title, plain(said.NO_EVIDENCE.of(view.language), "quiet"))
        return
    first = max(0, min(chosen - MOST_EVIDENCE // 2, len(finding.evidence) - MOST_EVIDENCE))
    shown = finding.evidence[first : first + MOST_EVIDENCE]
    lines = [_place(one, here=first + at == chosen) for at, one in enumerate(shown)]
    if len(finding.evidence) > len(shown):
        count = said.PLACE_OF.of(view.language).format(number=chosen + 1, count=len(finding.evidence))
        lines.append(plain(f"  {count}", "quiet"))
    yield _section(title, *lines)
    if excerpt is not None:
        yield excerpt
    chain = finding.evidence[chosen].chain
    if len(chain) > 1:
        yield _section(said.WHAT_RUNS_WHAT.of(view.language), chain_path(chain))


def _place(evidence: Evidence, *, here: bool) -> Content:
    where = evidence.path or evidence.uri or ""
    where = f"{where}:{evidence.line}" if evidence.line else where
    return Content.assemble(
        plain("› " if here else "  ", "accent"),
        plain(where, "accent" if here else "plain", 160),
        plain(f"  {evidence.text}" if evidence.text else "", "quiet", 160),
    )


def _fix(finding: Finding, view: View) -> Iterator[Content]:
    if finding.status in ("pass", "not-applicable"):
        return
    language = view.language
    takes = said.TAKES.of(language).format(effort=effort(finding, words(language)))
    title = Content.assemble(plain(said.HOW_TO_FIX.of(language), "strong"), plain(f" · {takes}", "quiet"))
    yield Content("\n").join([title, plain(" ".join(say(finding.fix, language).split()))])


def _references(finding: Finding, view: View) -> Iterator[Content]:
    if finding.references:
        yield _section(said.REFERENCES.of(view.language), plain(", ".join(finding.references), "quiet"))


def _section(title: str, *lines: Content) -> Content:
    return Content("\n").join([plain(title, "strong"), *lines])
