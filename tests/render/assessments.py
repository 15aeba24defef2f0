"""Random assessments whose every text may be meant to do harm."""

from typing import Any, get_args

from hypothesis import strategies as st

from maturity.model.activity import Activity, TriggerRoot
from maturity.model.assessment import (
    Assessment,
    EvidenceSet,
    RepositoryEvidence,
    SourceReport,
    Target,
    TechnologyUse,
    Tool,
)
from maturity.model.attestation import Attestation, AttestationState, AttestedEvidence, AttestedOutcome
from maturity.model.facts.code import NotebookFact
from maturity.model.facts.programs import PipelineFact, ServiceFact, TriggerFact
from maturity.model.finding import Evidence, Finding
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.model.waiver import ReasonCode, Waiver
from maturity.rules import levels
from tests.render.example import AUTOMATION, GOVERNANCE

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "::error file=a.py::forged",
    "##vso[task.complete result=Failed]",
    "<script>alert(1)</script>",
    "]]><!-- -->&lt;&#x0;",
    "\x1b[2J\x00\x07\x9b",
    "\u202egpj.exe\u2066",
    "a\nb\r\nc\u2028d",
    "\udcff\ud800",
    "\ufffe\uffff",
    "[here](https://example.org) {0}",
    "../../etc/passwd",
    "https://example.org/a b?c#d",
    "名称.py",
    " ",
    "",
    "-",
    "x" * 5000,
)
"""Texts that mean harm to one format or another."""

TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text(st.characters(), max_size=10))
TEXTS = st.builds(Text, en=TEXT, zh=TEXT)
PATHS = st.one_of(st.none(), TEXT)
LINES = st.one_of(st.none(), st.integers(-1, 10**6))
PLACES = st.builds(Place, path=PATHS, line=LINES, uri=PATHS, text=TEXT)
EVIDENCE = st.builds(
    Evidence,
    kind=TEXT,
    path=PATHS,
    line=LINES,
    uri=PATHS,
    text=TEXT,
    chain=st.lists(PLACES, max_size=4).map(tuple),
)
WAIVERS = st.builds(
    Waiver,
    id=TEXT,
    rule=TEXT,
    reason=st.sampled_from(get_args(ReasonCode)),
    created=st.dates().map(str),
    justification=TEXT,
    requested_by=TEXT,
    approved_by=TEXT,
    expires=st.one_of(TEXT, st.dates().map(str)),
)
ATTESTATIONS = st.builds(
    Attestation,
    item=TEXT,
    statement=TEXT,
    outcome=st.sampled_from((None, *get_args(AttestedOutcome))),
    author=TEXT,
    role=TEXT,
    date=TEXT,
    expires=TEXT,
    evidence=st.one_of(st.none(), st.builds(AttestedEvidence, link=TEXT, sha256=st.none())),
    at=PLACES,
    state=st.sampled_from(get_args(AttestationState)),
    detail=TEXTS,
)
TIMES = st.one_of(TEXT, st.datetimes().map(lambda when: when.isoformat() + "+00:00"), st.datetimes().map(str))

TOLD = st.lists(TEXT, max_size=3).map(tuple)
ACTIVITIES = st.lists(st.sampled_from(get_args(Activity)), max_size=3).map(tuple)
BOTH = st.booleans()


def few(kind: type[Any], **fields: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Make none, one or two facts of a kind, somewhere."""
    return st.lists(st.builds(kind, at=PLACES, **fields), max_size=2).map(tuple)


INVENTORIES = st.builds(
    RepositoryEvidence,
    services=few(
        ServiceFact,
        framework=TEXT,
        routes=TOLD,
        **dict.fromkeys(("contract", "health", "metrics", "stores_predictions", "model"), BOTH),
    ),
    triggers=few(
        TriggerFact,
        system=TEXT,
        event=TEXT,
        root=st.sampled_from(get_args(TriggerRoot)),
        enabled=BOTH,
        runs=st.integers(0, 9),
        reaches=ACTIVITIES,
    ),
    pipelines=few(PipelineFact, tool=TEXT, name=TEXT, steps=TOLD, ml_steps=st.integers(0, 9), ordered=BOTH),
    notebooks=few(NotebookFact, in_order=BOTH, activities=ACTIVITIES),
    technologies=few(TechnologyUse, name=TEXT, activities=ACTIVITIES),
)


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    """Make findings of distinct rules."""
    made: list[Finding] = []
    for rule in draw(st.lists(TEXT, max_size=6, unique=True)):
        waiver = draw(st.one_of(st.none(), WAIVERS))
        told: dict[str, Any] = {
            "rule": rule,
            "principle": draw(st.sampled_from(("automation", "governance"))),
            "level": draw(st.sampled_from((1, 2, 3))),
            "required": draw(st.booleans()),
            "status": draw(st.sampled_from(("pass", "fail", "unknown", "not-assessed", "not-applicable", "manual"))),
            "title": draw(TEXTS),
            "summary": draw(TEXTS),
            "evidence": tuple(draw(st.lists(EVIDENCE, max_size=3))),
            "fix": draw(TEXTS),
            "effort": draw(st.one_of(TEXT, st.just("days"))),
            "references": tuple(draw(st.lists(TEXT, max_size=2))),
            "waiver": waiver,
        }
        made.append(Finding(**told, waived=waiver is not None and told["status"] == "fail" and draw(st.booleans())))
    return tuple(made)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Make an assessment whose numbers follow from its findings."""
    found = draw(findings())
    gaps = tuple(draw(st.lists(st.builds(Gap, path=PATHS, reason=TEXT), max_size=2)))
    return Assessment(
        tool=Tool(version=draw(TEXT), catalog_digest=draw(TEXT)),
        target=Target(
            name=draw(TEXT),
            path=draw(st.one_of(TEXT, st.just("https://example.org/team/churn"))),
            project=draw(st.one_of(st.just(""), TEXT)),
            commit=draw(st.one_of(st.none(), TEXT, st.just("a" * 40))),
            dirty=draw(st.booleans()),
        ),
        sources=(
            SourceReport(
                kind="git",
                uri=draw(TEXT),
                state=draw(st.sampled_from(("read", "partly-read", "unreadable"))),
                detail=draw(TEXT),
                gaps=gaps,
            ),
            SourceReport(kind="mlflow", uri="", state="not-given", detail=""),
        ),
        level=levels.reached(found),
        level_with_waivers=levels.reached_with_waivers(found),
        level_name=draw(TEXTS),
        blockers=(),
        plan=(),
        score=levels.score(found),
        principles=(AUTOMATION, GOVERNANCE),
        findings=found,
        attestations=tuple(draw(st.lists(ATTESTATIONS, max_size=2))),
        evidence=EvidenceSet(repo=draw(st.one_of(st.none(), INVENTORIES))),
        started=draw(TIMES),
        duration=draw(st.floats()),
    )
