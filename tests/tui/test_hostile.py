"""Text that means harm is shown, and does nothing: in every screen, at every size."""

import pytest

from maturity.model.assessment import Assessment, Lineage, LineageLink
from maturity.model.finding import Evidence
from maturity.model.place import Place
from maturity.model.program_graph import GraphActivity, GraphNode, GraphStart, ProgramGraph
from maturity.model.rule import Text
from maturity.model.waiver import Waiver
from tests.tui.conftest import Sample
from tests.tui.driving import SIZES, drive, lines, opened, press, text, until

EVIL = (
    "\x1b[31mred\x1b]0;title\x07 [bold]b[/bold] [/] [@click=app.quit]x[/] \u202egnp.exe\u2066 \x00\r\n"
    + "w" * 5000
    + "表" * 500
)


def hostile(assessment: Assessment) -> Assessment:
    """Put harm wherever a stored assessment can hold text."""
    said, place = Text(en=EVIL, zh=EVIL), Place(path=EVIL, line=3, uri=EVIL, text=EVIL)
    evidence = Evidence(kind=EVIL, path=EVIL, line=10**12, text=EVIL, chain=(place,) * 60)
    waiver = Waiver(
        id=EVIL,
        rule=EVIL,
        subject=EVIL,
        reason="risk-accepted",
        justification=EVIL,
        requested_by=EVIL,
        approved_by=EVIL,
        created=EVIL,
        expires=EVIL,
    )
    findings = tuple(
        finding.model_copy(
            update={
                "rule": f"{EVIL}{number}",
                "title": said,
                "summary": said,
                "evidence": (evidence,) * 40,
                "fix": said,
                "effort": EVIL,
                "references": (EVIL,),
                "waiver": waiver,
            }
        )
        for number, finding in enumerate(assessment.findings)
    )
    node = GraphNode(
        id=EVIL,
        program=EVIL,
        name=EVIL,
        at=place,
        starts=(GraphStart(root="change", at=place),),
        does=(GraphActivity(activity="train", technology=EVIL, at=place),),
    )
    link = LineageLink(link="run", state="broken", detail=said, at=place)
    repo = assessment.evidence.repo
    assert repo is not None
    return assessment.model_copy(
        update={
            "target": assessment.target.model_copy(update={"name": EVIL, "commit": EVIL}),
            "level_name": said,
            "blockers": tuple(finding.rule for finding in findings[:9]),
            "plan": tuple(finding.rule for finding in findings),
            "principles": tuple(one.model_copy(update={"title": said}) for one in assessment.principles),
            "findings": findings,
            "started": EVIL,
            "sources": tuple(
                one.model_copy(update={"uri": EVIL, "detail": EVIL, "state": "unreadable"})
                for one in assessment.sources
            ),
            "evidence": assessment.evidence.model_copy(
                update={
                    "repo": repo.model_copy(update={"graph": ProgramGraph(nodes=(node,))}),
                    "lineage": (Lineage(model=EVIL, version=EVIL, aliases=(EVIL,), links=(link, link)),),
                }
            ),
        }
    )


@pytest.mark.parametrize("size", SIZES)
def test_no_screen_lets_it_through(sample: Sample, size: tuple[int, int]) -> None:
    stored = hostile(sample.assessment)

    async def run() -> None:
        async with opened(sample.opening(stored=stored), size) as pilot:
            for key in "123456":
                await press(pilot, key, "down")
                if key == "2":
                    assert "\\x1b[31mred\\x1b]0;title\\x07 [bold]b[/bold] [/] [@click=app.quit]x[/]" in text(pilot)
                await press(pilot, "enter", "down")
                shown = text(pilot)
                assert [char for char in shown if not char.isprintable() and char != "\n"] == []
                assert not {"\u202e", "\u2066"} & set(shown)
                assert {len(line) <= size[0] for line in lines(pilot)} == {True}
            await press(pilot, "e")
            await until(pilot, lambda: "31mred-0-title-bold-b-bold-click" in text(pilot))
            assert not pilot.app._exit

    drive(run())


def test_what_is_copied_holds_no_control_character(sample: Sample) -> None:
    stored = hostile(sample.assessment)

    async def run() -> None:
        async with opened(sample.opening(stored=stored)) as pilot:
            await press(pilot, "2", "y")
            assert pilot.app.clipboard.startswith("\\x1b[31mred")
            assert pilot.app.clipboard.isprintable()

    drive(run())
