"""The projects of one repository side by side: a table for people, a list of whole assessments for programs."""

import json

from maturity.model.assessment import Assessment
from maturity.render.columns import fit, pad, width
from maturity.render.display import displayable, markdown_code, markdown_text
from maturity.render.json import cleaned
from maturity.render.style import Style, Tone
from maturity.render.summary import passing, percent
from maturity.render.words import Words, words

COLUMNS = 100
MOST_NAMES = 8
"""Names of projects in one line of a report."""
_TONES: tuple[Tone, ...] = ("level-0", "level-1", "level-2", "level-3")


def render(name: str, assessments: tuple[Assessment, ...], style: Style) -> str:
    """Return the assessments in one of the formats that can show several."""
    if name == "json":
        return json.dumps(cleaned([one.model_dump() for one in assessments]), ensure_ascii=False, indent=2) + "\n"
    said = words(style.language)
    return _markdown(assessments, said) if name == "markdown" else _text(assessments, style, said)


def seen(assessment: Assessment, said: Words) -> str:
    """Name the projects that the target holds, and how to assess one; empty where it is one project."""
    found = assessment.evidence.repo.projects if assessment.evidence.repo else ()
    if not found or assessment.target.project:
        return ""
    names = [displayable(one.path, 40) for one in found]
    shown = said.comma.join([*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else [])])
    first = next((name for name in names if name != "."), names[0])
    return said.projects_seen.format(count=len(names), names=shown, first=first)


def _text(assessments: tuple[Assessment, ...], style: Style, said: Words) -> str:
    names = [displayable(_name(one), 40) for one in assessments]
    rows = [
        (name, str(one.level), percent(one.score), _share(one, said), displayable(next(iter(one.blockers), ""), 60))
        for name, one in zip(names, assessments, strict=True)
    ]
    heads = (said.project, said.level_column, said.score, "", said.next_blocker)
    widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    lines = [
        fit("  " + "  ".join(pad(cell, room) for cell, room in zip(row, widths, strict=True)).rstrip(), COLUMNS)
        for row in (heads, *rows)
    ]
    tones: list[Tone] = ["quiet", *(_TONES[one.level] for one in assessments)]
    painted = [style.paint(tone, line) for tone, line in zip(tones, lines, strict=True)]
    return "\n".join([style.paint("strong", _heading(assessments, said)), *painted]) + "\n"


def _markdown(assessments: tuple[Assessment, ...], said: Words) -> str:
    rows = [
        f"| {said.project} | {said.level_column} | {said.score} | | {said.next_blocker} |",
        "|---|---|---|---|---|",
    ]
    for one in assessments:
        blocker = markdown_text(next(iter(one.blockers), ""))
        share = _share(one, said)
        rows.append(f"| {markdown_code(_name(one))} | {one.level} | {percent(one.score)} | {share} | {blocker} |")
    return f"## {markdown_text(_heading(assessments, said))}\n\n" + "\n".join(rows) + "\n"


def _heading(assessments: tuple[Assessment, ...], said: Words) -> str:
    target = assessments[0].target
    whole = target.name.removesuffix(f"/{target.project}") if target.project else target.name
    return said.projects.format(name=displayable(whole, 60), count=len(assessments))


def _name(assessment: Assessment) -> str:
    return assessment.target.project or "."


def _share(assessment: Assessment, said: Words) -> str:
    statuses = [finding.status for finding in assessment.findings]
    return passing(statuses.count("pass"), statuses.count("fail"), 0, said)
