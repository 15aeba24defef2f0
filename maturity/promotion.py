"""The gate before an alias: what one version of a registered model has to have. Pure.

Card and signature are judged by the rules in force, over that version alone; tests and level by what the repository
shows at the commit of its run.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from maturity.model.assessment import Assessment
from maturity.model.fact import Fact
from maturity.model.facts.tracking import ModelVersionFact
from maturity.model.finding import Finding
from maturity.model.promotion import Requirement, RequirementName
from maturity.model.raw import Gap
from maturity.model.rule import Rule, Text
from maturity.rules import levels
from maturity.rules.judge import judge

REQUIREMENTS: tuple[RequirementName, ...] = ("lineage", "card", "signature", "tests")
OF_VERSION: dict[RequirementName, str] = {"card": "versions-have-card", "signature": "versions-have-signature"}
OF_COMMIT: dict[RequirementName, str] = {"tests": "tests-in-ci"}
_UNKNOWN_COMMIT = Text(
    en="not told: the run's commit is not in the repository, so its code cannot be judged",
    zh="无法判断：运行记录的提交不在仓库中，无法评估其代码",
)


class Candidate:
    """One version, with all that was found out about it.

    Args:
        model: Its model.
        version: Its number.
        facts: Of the repository and the tracking server, read as if this version served.
        gaps: What could not be read.
        assessment: The assessment that these facts led to.
        at_commit: The repository was judged at the commit of the run.
    """

    def __init__(
        self,
        model: str,
        version: str,
        facts: Iterable[Fact],
        gaps: Iterable[Gap],
        assessment: Assessment,
        *,
        at_commit: bool,
    ) -> None:
        self._model, self._version = model, version
        self._facts = [fact for fact in facts if not isinstance(fact, ModelVersionFact) or self._is(fact)]
        self._gaps, self._assessment, self._at_commit = tuple(gaps), assessment, at_commit

    def requirements(
        self, wanted: Collection[RequirementName], level: int | None, rules: Collection[Rule]
    ) -> Iterator[Requirement]:
        """Yield what is required and how it went; `rules` are those in force."""
        by_id = {rule.id: rule for rule in rules}
        for name in wanted:
            if name == "lineage":
                yield self._lineage()
            elif name in OF_VERSION:
                yield self._of_version(name, by_id[OF_VERSION[name]])
            else:
                yield self._of_commit(name, OF_COMMIT[name])
        if level is not None:
            yield self._level(level, {rule.id for rule in rules if rule.source == "repo"})

    def _is(self, fact: ModelVersionFact) -> bool:
        return (fact.model, fact.version) == (self._model, self._version)

    def _lineage(self) -> Requirement:
        """Every link is proved, or there is nothing to prove; what nobody could look at is not met."""
        known = (one for one in self._assessment.evidence.lineage if (one.model, one.version) == self._name)
        lineage = next(known, None)
        if lineage is None:
            return Requirement(name="lineage", met=False, detail=Text(en="could not be followed", zh="无法追溯"))
        open_links = [link for link in lineage.links if link.state not in ("proved", "absent")]
        shown = open_links or [link for link in lineage.links if link.state == "proved"]
        return Requirement(
            name="lineage",
            met=not open_links,
            detail=Text(
                en="; ".join(f"{link.link}: {link.detail.en}" for link in shown),
                zh="；".join(f"{link.link}：{link.detail.zh}" for link in shown),
            ),
        )

    @property
    def _name(self) -> tuple[str, str]:
        return self._model, self._version

    def _of_version(self, name: RequirementName, rule: Rule) -> Requirement:
        if not any(isinstance(fact, ModelVersionFact) for fact in self._facts):
            return Requirement(name=name, met=False, detail=Text(en="the version was not read", zh="未能读取该版本"))
        (finding,) = judge((rule,), self._facts, self._gaps, frozenset(("repo", "mlflow", "lineage")))
        return _told(name, finding)

    def _of_commit(self, name: RequirementName, rule: str) -> Requirement:
        if not self._at_commit:
            return Requirement(name=name, met=False, detail=_UNKNOWN_COMMIT)
        return _told(name, next(finding for finding in self._assessment.findings if finding.rule == rule))

    def _level(self, wanted: int, of_repository: Collection[str]) -> Requirement:
        if not self._at_commit:
            return Requirement(name="level", met=False, detail=_UNKNOWN_COMMIT)
        findings = [finding for finding in self._assessment.findings if finding.rule in of_repository]
        got = levels.reached(findings)
        blocking = [one.rule for one in findings if one.required and one.level <= wanted and not levels.holds(one)]
        rest = f": {', '.join(blocking[:5])}" if got < wanted else ""
        return Requirement(
            name="level",
            met=got >= wanted,
            detail=Text(
                en=f"level {got} of {wanted} at the commit{rest}", zh=f"该提交为 {got} 级，要求 {wanted} 级{rest}"
            ),
        )


def tags(*, actor: str, reason: str, alias: str, previous: str, assessment: str, now: datetime) -> dict[str, str]:
    """Return what is written on a version: the last promotion in words that rules know, and one entry of history.

    Each promotion has an entry of its own, so that none is overwritten.
    """
    at = now.astimezone(UTC)
    entry = {"by": actor, "reason": reason, "previous": previous, "assessment": assessment}
    return {
        "promoted_by": actor,
        "promoted_at": at.isoformat(timespec="seconds"),
        "promotion_reason": reason,
        "promotion_alias": alias,
        "promotion_previous": previous or "none",
        "promotion_assessment": assessment,
        f"promotion.{alias}.{at:%Y%m%dT%H%M%SZ}": json.dumps(entry, ensure_ascii=False),
    }


def _told(name: RequirementName, finding: Finding) -> Requirement:
    return Requirement(name=name, met=finding.status == "pass", detail=finding.summary)
