"""The screen keeps its size and says what the level rests on."""

import re

import pytest

from maturity.model.assessment import Assessment, SourceReport
from maturity.model.finding import Evidence
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.model.waiver import Waiver
from maturity.render.columns import width
from maturity.render.style import Style
from maturity.render.text import render
from tests.render.example import AUTOMATION, CI_TRAINS, EXAMPLE, GATE


def screen(assessment: Assessment, **style: object) -> str:
    return render(assessment, Style(**style))  # type: ignore[arg-type]


def big(name: str) -> Assessment:
    """An assessment with 40 blockers, nine principles and very long chains."""
    chain = tuple(Place(path=f"{name}/step_{number}.py", line=number, text="x" * 90) for number in range(1, 9))
    evidence = (Evidence(kind="activity", path="a.py", line=1, chain=chain),)
    long = Text(en="word " * 60, zh="长句" * 60)
    findings = tuple(
        GATE.model_copy(update={"rule": f"rule-{number}", "summary": long, "fix": long, "evidence": evidence})
        for number in range(40)
    )
    rules = tuple(finding.rule for finding in findings)
    update = {"findings": findings, "blockers": rules, "plan": rules, "principles": (AUTOMATION,) * 9}
    return EXAMPLE.model_copy(update=update)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_screen_is_enough(language: str) -> None:
    lines = screen(big("pipeline"), language=language).splitlines()
    assert len(lines) <= 45
    assert max(map(width, lines)) <= 100
    assert sum("✗" in line for line in lines) == 6


def test_a_long_chain_keeps_both_ends() -> None:
    evidence = CI_TRAINS.evidence[0]
    middle = tuple(Place(path=f"step_{number}.sh", line=1) for number in range(5))
    chain = (evidence.chain[0], *middle, evidence.chain[-1])
    finding = GATE.model_copy(update={"evidence": (evidence.model_copy(update={"chain": chain}),)})
    line = next(
        line for line in screen(EXAMPLE.model_copy(update={"findings": (finding,)})).splitlines() if "->" in line
    )
    assert line.startswith("      .github/workflows/ci.yml:31 make train -> step_0.sh:1 -> … -> ")
    assert line.endswith(" -> src/train.py:88 model.fit(x, y)")


def source(kind: str, state: str, detail: str = "") -> SourceReport:
    return SourceReport.model_validate({"kind": kind, "uri": f"{kind}:x", "state": state, "detail": detail})


@pytest.mark.parametrize(
    ("sources", "basis"),
    [
        ((source("git", "read"),), "from the repository; MLflow and DVC not inspected"),
        (
            (source("git", "read"), source("mlflow", "unreadable"), source("dvc", "read")),
            "from the repository and DVC; MLflow could not be read",
        ),
        ((source("git", "unreadable"),), "no source could be read; the repository could not be read; MLflow and"),
    ],
)
def test_the_level_says_what_it_rests_on(sources: tuple[SourceReport, ...], basis: str) -> None:
    assert basis in screen(EXAMPLE.model_copy(update={"sources": sources}))


def test_a_source_that_failed_is_shown_as_not_looked_at() -> None:
    sources = (source("git", "read"), source("mlflow", "unreadable", "no answer in 60 s"))
    assert "Not looked at: 1, mlflow:x: no answer in 60 s" in screen(EXAMPLE.model_copy(update={"sources": sources}))


def test_the_highest_level_has_nothing_above_it() -> None:
    top = EXAMPLE.model_copy(update={"level": 3, "level_with_waivers": 3, "blockers": (), "plan": ()})
    text = screen(top)
    assert "What keeps level" not in text
    assert "Nothing: every rule that was assessed passes." in text


def test_a_waiver_is_shown_beside_and_earns_nothing() -> None:
    waiver = Waiver(
        id="W-1",
        rule="evaluation-gate",
        reason="risk-accepted",
        justification="accepted",
        requested_by="a",
        approved_by="b",
        created="2026-01-01",
        expires="2026-12-31",
    )
    findings = (GATE.model_copy(update={"waived": True, "waiver": waiver}),)
    text = screen(EXAMPLE.model_copy(update={"findings": findings, "level_with_waivers": 2}), verbose=True)
    assert "level 2 with waivers" in text
    assert "waived until 2026-12-31: accepted" in text


def test_colour_is_the_only_difference_of_a_coloured_screen() -> None:
    coloured = screen(EXAMPLE, colour=True)
    assert coloured != screen(EXAMPLE)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == screen(EXAMPLE)


def test_what_hides_several_things_is_told_once() -> None:
    hidden = [Gap(path=None, reason="object x is corrupt", hides=(kind,)) for kind in ("dvc-object", "lineage-link")]
    failed = EXAMPLE.sources[0].model_copy(update={"gaps": tuple(hidden)})
    told = screen(EXAMPLE.model_copy(update={"sources": (failed,)}), verbose=True)
    assert told.count("object x is corrupt") == 1
    assert "Not looked at: 1\n" in told
