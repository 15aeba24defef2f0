"""Assessments of any size, with numbers that agree with their findings."""

from collections.abc import Iterable
from typing import get_args

from maturity.model.assessment import (
    Assessment,
    EvidenceSet,
    Lineage,
    LineageLink,
    SourceReport,
    StoreEvidence,
    Target,
    Tool,
    TrackingEvidence,
)
from maturity.model.facts.lineage import LinkName, LinkState
from maturity.model.finding import Evidence, Finding, Status
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Effort, Level, Principle, PrincipleId, Text
from maturity.model.waiver import Waiver
from maturity.rules import levels

STATUSES: tuple[Status, ...] = get_args(Status)
PRINCIPLES: tuple[PrincipleId, ...] = get_args(PrincipleId)
TITLES = {name: Text(en=name.capitalize(), zh=f"原则{number}") for number, name in enumerate(PRINCIPLES, start=1)}
WAIVER = Waiver(
    id="w-1",
    rule="rule-1",
    reason="planned-fix",
    justification="A gate comes with the new pipeline.",
    requested_by="ann",
    approved_by="bo",
    created="2026-01-01",
    expires="2026-12-31",
)
LONG_PATH = "services/recommendation/very/deeply/nested/" + "component_" * 20 + "train.py"


def assessment(findings: Iterable[Finding], *, name: str = "churn", evidence: EvidenceSet | None = None) -> Assessment:
    """Return the assessment that these findings make."""
    found = tuple(findings)
    level = levels.reached(found)
    return Assessment(
        tool=Tool(version="0.1.0", catalog_digest="c0ffee" * 10),
        target=Target(name=name, path=f"/srv/{name}", commit="3f2a91c0de" * 4, dirty=False),
        sources=(
            SourceReport(
                kind="git",
                uri=f"/srv/{name}",
                state="partly-read",
                detail="120 files, 31 commits",
                gaps=(Gap(path=LONG_PATH, reason="larger than 1 MiB"),),
            ),
            SourceReport(kind="mlflow", uri="https://mlflow.example.org", state="read", detail="3 models"),
            SourceReport(kind="dvc", uri="", state="not-given", detail=""),
        ),
        level=level,
        level_with_waivers=levels.reached_with_waivers(found),
        level_name=Text(en=f"Level name {level}", zh=f"级别名称 {level}"),
        blockers=levels.blockers(found),
        plan=levels.plan(found),
        score=levels.score(found),
        principles=levels.principle_results(
            (Principle(id=one, title=TITLES[one], about=TITLES[one]) for one in PRINCIPLES), found
        ),
        findings=found,
        evidence=evidence or EvidenceSet(repo=None),
        started="2026-01-02T03:04:05+00:00",
        duration=1.5,
    )


def finding(number: int, status: Status, text: str = "", *, places: int = 1, waived: bool = False) -> Finding:
    """Return one finding; whatever text it holds is this one."""
    at = Place(
        path=LONG_PATH if number % 7 == 0 else f"src/step_{number}.py", line=number + 1, text=text or "model.fit(x)"
    )
    efforts: tuple[Effort, ...] = get_args(Effort)
    grades: tuple[Level, ...] = get_args(Level)
    return Finding(
        rule=f"rule-{number}",
        principle=PRINCIPLES[number % len(PRINCIPLES)],
        level=grades[number % 3],
        required=number % 2 == 0,
        status=status,
        title=Text(en=text or f"The step {number} runs by itself", zh=text or f"步骤 {number} 自动运行"),
        summary=Text(
            en=text
            or f"No program that runs step {number} on a change was found; `make step-{number}` is run by hand.",
            zh=text or f"未发现在变更时运行步骤 {number} 的程序；`make step-{number}` 由人工运行。",
        ),
        evidence=tuple(
            Evidence(
                kind="activity", path=at.path, line=place, text=at.text, chain=(Place(path="Makefile", line=3), at)
            )
            for place in range(1, places + 1)
        ),
        fix=Text(
            en=text or f"Add the step to the pipeline. Run `dvc stage add -n step-{number} python src/step.py` once.",
            zh=text or f"将该步骤加入流水线，运行一次 `dvc stage add -n step-{number}`。",
        ),
        effort=efforts[number % 3],
        references=("S2",),
        waived=waived,
        waiver=WAIVER if waived else None,
    )


def many(count: int, text: str = "") -> Assessment:
    """Return an assessment of so many findings: of each outcome some, the tenth waived."""
    return assessment(
        (
            finding(number, STATUSES[number % len(STATUSES)], text, places=number % 3, waived=number % 12 == 1)
            for number in range(count)
        ),
        evidence=EvidenceSet(repo=None, mlflow=TRACKING, dvc=STORE, lineage=(LINEAGE,)),
    )


TRACKING = TrackingEvidence(
    store="http",
    version="3.17.2",
    models=3,
    versions=14,
    runs=40,
    sample=Text(en="the newest 40 runs and those behind serving versions", zh="最新的 40 次运行及在线版本背后的运行"),
    requests=61,
    serving=(),
)
STORE = StoreEvidence(
    remote="s3://bucket/store",
    objects=1204,
    bytes=73_400_320,
    missing=2,
    corrupt=0,
    orphans=11,
    orphan_bytes=2048,
    refers=Text(en="HEAD, 2 branches and 5 tags", zh="HEAD、2 个分支和 5 个标签"),
    hashed=200,
    sample=Text(en="every sixth object", zh="每六个对象取一个"),
)
_STATES: dict[LinkName, LinkState] = {
    "run": "proved",
    "commit": "proved",
    "reachable": "proved",
    "lock": "broken",
    "objects": "unknown",
    "dataset": "absent",
}
LINEAGE = Lineage(
    model="churn",
    version="7",
    aliases=("champion",),
    links=tuple(
        LineageLink(
            link=link,
            state=state,
            detail=Text(en=f"The {link} was looked up.", zh=f"已查证 {link}。"),
            at=Place(uri=f"models:/churn/7#{link}", text=link),
        )
        for link, state in _STATES.items()
    ),
)
