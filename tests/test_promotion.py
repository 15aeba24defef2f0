"""What one version has to have before it takes an alias: facts and an assessment in, requirements out."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from maturity.model.assessment import EvidenceSet, Lineage, LineageLink
from maturity.model.fact import Fact
from maturity.model.facts.lineage import LinkName, LinkState
from maturity.model.facts.tracking import ModelVersionFact
from maturity.model.finding import Finding
from maturity.model.place import Place
from maturity.model.promotion import Requirement, RequirementName
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.promotion import REQUIREMENTS, Candidate, tags
from maturity.resources import folder
from maturity.rules.load import load_catalog
from tests.render.example import EXAMPLE
from tests.rules.making import finding

RULES = load_catalog(folder("checks")).rules
TESTED = finding("tests-in-ci", "pass", 2)


def version(number: str = "3", **changes: Any) -> ModelVersionFact:
    """Make a version of churn that has everything."""
    known: dict[str, Any] = {"run": "r", "run_exists": True, "artifacts": True, "signature": True, "environment": True}
    known |= {"card": True, "described": True, "owned": True, "audited": False, "approved": False}
    known |= {"age_days": 1.0, "fresh": True, "commit": "c", "aliases": (), "serving": True}
    return ModelVersionFact(at=Place(uri=f"churn/{number}"), model="churn", version=number, **{**known, **changes})


LINKS: tuple[LinkName, ...] = ("run", "commit", "lock")


def lineage(*states: LinkState) -> tuple[Lineage, ...]:
    told = Text(en="said", zh="说明")
    links = tuple(
        LineageLink(link=name, state=state, detail=told, at=Place(uri="churn/3"))
        for name, state in zip(LINKS, states, strict=False)
    )
    return (Lineage(model="churn", version="3", aliases=(), links=links),)


def came(
    *facts: Fact,
    wanted: tuple[RequirementName, ...] = REQUIREMENTS,
    level: int | None = None,
    links: tuple[Lineage, ...] | None = None,
    findings: tuple[Finding, ...] = (TESTED,),
    gaps: tuple[Gap, ...] = (),
    at_commit: bool = True,
) -> dict[str, Requirement]:
    """Return what came of each requirement."""
    evidence = EvidenceSet(repo=None, lineage=lineage("proved", "absent") if links is None else links)
    assessment = EXAMPLE.model_copy(update={"findings": findings, "evidence": evidence})
    candidate = Candidate("churn", "3", facts, gaps, assessment, at_commit=at_commit)
    return {one.name: one for one in candidate.requirements(wanted, level, RULES)}


def unmet(*facts: Fact, **options: Any) -> list[str]:
    return [name for name, one in came(*facts, **options).items() if not one.met]


def test_a_version_with_everything_lacks_nothing() -> None:
    assert unmet(version()) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [({"card": False}, ["card"]), ({"signature": False}, ["signature"]), ({"card": None}, ["card"])],
)
def test_what_it_lacks_or_nobody_could_tell_is_missing(change: dict[str, Any], missing: list[str]) -> None:
    gap = Gap(path=None, reason="churn/3: its files were not looked at", hides=("model-version",), fields=("card",))
    assert unmet(version(**change), gaps=(gap,) if None in change.values() else ()) == missing


def test_other_versions_neither_help_nor_harm() -> None:
    assert unmet(version(), version("2", card=False, signature=False)) == []
    assert unmet(version("2")) == ["card", "signature"]
    assert unmet() == ["card", "signature"]


@pytest.mark.parametrize(
    ("states", "met"),
    [
        (("proved", "proved", "proved"), True),
        (("proved", "absent"), True),
        (("proved", "broken"), False),
        (("unknown",), False),
    ],
)
def test_a_lineage_holds_link_by_link(states: tuple[LinkState, ...], met: bool) -> None:
    assert came(version(), links=lineage(*states))["lineage"].met is met


def test_a_lineage_that_nobody_followed_is_missing() -> None:
    assert unmet(version(), links=()) == ["lineage"]
    other = lineage("proved")[0].model_copy(update={"version": "2"})
    assert unmet(version(), links=(other,)) == ["lineage"]


@pytest.mark.parametrize("status", ["fail", "unknown", "not-assessed", "not-applicable"])
def test_tests_have_to_pass_at_the_commit(status: Any) -> None:
    assert unmet(version(), findings=(finding("tests-in-ci", status, 2),)) == ["tests"]


def test_a_commit_that_is_not_here_cannot_be_judged() -> None:
    assert unmet(version(), level=0, at_commit=False) == ["tests", "level"]


def test_a_level_is_that_of_the_repository_alone() -> None:
    live = finding("versions-have-card", "fail", 1)
    assert unmet(version(), level=2, findings=(TESTED, live)) == []
    waived = finding("readme-runs", "fail", 1, waived=True)
    one = came(version(), level=2, findings=(TESTED, waived))["level"]
    assert (one.met, one.detail.en) == (False, "level 0 of 2 at the commit: readme-runs")


def test_only_what_is_wanted_is_asked() -> None:
    assert [*came(version(), wanted=("card", "lineage"), level=1)] == ["card", "lineage", "level"]


def test_tags_say_who_when_why_and_keep_each_promotion() -> None:
    at = datetime(2026, 1, 2, 4, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    said = tags(actor="Ada", reason="更好", alias="champion", previous="", assessment="sha256:0", now=at)
    assert said["promoted_at"] == "2026-01-02T03:04:05+00:00"
    assert (said["promotion_alias"], said["promotion_previous"]) == ("champion", "none")
    entry = json.loads(said["promotion.champion.20260102T030405Z"])
    assert entry == {"by": "Ada", "reason": "更好", "previous": "", "assessment": "sha256:0"}
    later = tags(actor="Bo", reason="x", alias="champion", previous="3", assessment="sha256:1", now=datetime.now(UTC))
    assert "promotion.champion.20260102T030405Z" not in later
