"""The gate: an assessment held against a policy, and against what was reached before. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.model.framework import Framework
from maturity.model.policy import Demand, Policy, Verdict
from maturity.model.rule import Text
from maturity.rules import framework_demands, levels
from maturity.rules.crosswalk import chapter


def judge(
    assessment: Assessment,
    policy: Policy,
    baseline: Assessment | None = None,
    frameworks: Mapping[str, Framework] = MappingProxyType({}),
) -> Verdict:
    """Say whether an assessment meets a policy, and whether nothing that held in the baseline was lost.

    What could not be told never passes. A rule that was not assessed on one side is not compared.

    Args:
        assessment: What is judged.
        policy: What is demanded.
        baseline: What was reached before.
        frameworks: Those that the policy names, by id.

    Raises:
        UsageError: the policy names an item that its framework does not have.
    """
    demands = tuple(_demands(assessment, policy, baseline, frameworks))
    unreadable = tuple(source.kind for source in assessment.sources if source.state == "unreadable")
    return Verdict(
        reached=bool(demands) and all(demand.met for demand in demands) and not unreadable,
        level=assessment.level,
        level_with_waivers=assessment.level_with_waivers,
        demands=demands,
        unreadable=unreadable,
    )


def _demands(
    assessment: Assessment, policy: Policy, baseline: Assessment | None, frameworks: Mapping[str, Framework]
) -> Iterator[Demand]:
    if policy.level is not None:
        yield _level(assessment.findings, policy.level, policy)
    for principle in assessment.principles:
        if principle.id in policy.principles:
            findings = [finding for finding in assessment.findings if finding.principle == principle.id]
            demand = _level(findings, policy.principles[principle.id], policy)
            title = principle.title
            yield demand.model_copy(
                update={
                    "kind": "principle",
                    "wanted": Text(en=f"{title.en}: {demand.wanted.en}", zh=f"{title.zh}：{demand.wanted.zh}"),
                }
            )
    if policy.score is not None:
        yield _score(assessment.score, policy.score)
    for source in policy.sources:
        yield _source(assessment, source)
    results = {name: chapter(frameworks[name], assessment) for name in framework_demands.names(policy.frameworks)}
    for wanted in policy.frameworks:
        result = results[wanted.partition(":")[0]]
        yield framework_demands.demand(wanted, result, waivers=policy.waivers)
    if baseline is not None:
        yield _baseline(assessment, baseline, policy)


def _level(findings: Sequence[Finding], wanted: int, policy: Policy) -> Demand:
    got = levels.reached_with_waivers(findings) if policy.waivers else levels.reached(findings)
    blockers = [
        finding for finding in findings if finding.required and finding.level <= wanted and _blocks(finding, policy)
    ]
    return Demand(
        kind="level",
        wanted=Text(en=f"level {wanted}", zh=f"{wanted} 级"),
        got=Text(en=f"level {got}", zh=f"{got} 级"),
        met=got >= wanted,
        blockers=levels.cheapest_first(blockers),
    )


def _blocks(finding: Finding, policy: Policy) -> bool:
    return not levels.holds(finding) and not (policy.waivers and finding.waived)


def _score(score: float | None, wanted: float) -> Demand:
    got = (
        Text(en=f"score {score:.0%}", zh=f"得分 {score:.0%}") if score is not None else Text(en="no score", zh="无得分")
    )
    return Demand(
        kind="score",
        wanted=Text(en=f"score {wanted:.0%}", zh=f"得分 {wanted:.0%}"),
        got=got,
        met=score is not None and score >= wanted,
    )


def _source(assessment: Assessment, wanted: str) -> Demand:
    state = next((source.state for source in assessment.sources if source.kind == wanted), "not-given")
    words = {
        "read": Text(en="read", zh="已读取"),
        "partly-read": Text(en="read in part", zh="部分读取"),
        "unreadable": Text(en="could not be read", zh="无法读取"),
        "not-given": Text(en="not given", zh="未提供"),
    }
    got, met = words[state], state in ("read", "partly-read")
    if wanted == "mlflow" and met and not assessment.evidence.lineage:
        # Rules about what serves do not apply then: whoever demands the source should know that they held nothing.
        got = Text(en=f"{got.en}; no model version serves", zh=f"{got.zh}；没有服务中的模型版本")
    return Demand(kind="source", wanted=Text(en=f"{wanted} inspected", zh=f"检查 {wanted}"), got=got, met=met)


def _baseline(assessment: Assessment, baseline: Assessment, policy: Policy) -> Demand:
    """Hold every rule that passed before, and the level that both catalogs know."""
    before = {finding.rule: finding for finding in baseline.findings}
    known = [finding for finding in assessment.findings if finding.rule in before]
    lost = [finding for finding in known if before[finding.rule].status == "pass" and _lost(finding, policy)]
    had = levels.reached(before[finding.rule] for finding in known)
    sunk = _level(known, had, policy)
    blockers = dict.fromkeys((*levels.cheapest_first(lost), *sunk.blockers))
    return Demand(
        kind="baseline",
        wanted=Text(en=f"level {had} and every rule that held are kept", zh=f"保持 {had} 级及此前满足的规则"),
        got=Text(en=f"{sunk.got.en}, {len(lost)} rules lost", zh=f"{sunk.got.zh}，{len(lost)} 条规则退步"),
        met=not lost and sunk.met,
        blockers=tuple(blockers),
    )


def _lost(finding: Finding, policy: Policy) -> bool:
    return finding.status in ("fail", "unknown") and not (policy.waivers and finding.waived)
