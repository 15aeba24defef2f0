"""The fixed words of crosswalks, in each language. None of them says that a law or a standard is fulfilled."""

from typing import NamedTuple

from maturity.model.attestation import AttestationState, AttestedOutcome
from maturity.model.framework import ItemState, Relation, Verification
from maturity.render.style import Language


class FrameworkWords(NamedTuple):
    """The words of one language. Braces are filled by whoever uses them."""

    states: dict[ItemState, str]
    verification: dict[Verification, str]
    relations: dict[Relation, str]
    counts: str
    section_counts: str
    score: str
    section_points: str
    open: str
    confidence: str
    scope: str
    needs: str
    unjudged: str
    """Of a rule that the assessment does not hold."""
    listed: str
    reach: str
    item: str
    state: str
    rules: str
    disclaimer: str
    attestations: str
    attested: str
    outcomes: dict[AttestedOutcome, str]
    attestation_states: dict[AttestationState, str]


_EN = FrameworkWords(
    states={
        "met": "met",
        "partly-met": "partly met",
        "not-met": "not met",
        "attested": "attested",
        "not-applicable": "not applicable",
        "not-assessable": "not assessable",
        "out-of-scope": "out of scope",
    },
    verification={
        "auto": "by evidence",
        "partial": "by evidence and a person",
        "document": "by a document",
        "attest": "by a person",
        "out": "outside of a scan",
        "group": "heading",
        "level": "level",
    },
    relations={"full": "decides", "partial": "a part", "supports": "supports"},
    counts=(
        "{in_scope} of {items} items in scope, {assessed} assessed: {met} met, {partly_met} partly met, "
        "{not_met} not met, {attested} attested; {not_assessable} not assessable, {not_applicable} not applicable"
    ),
    section_counts="{assessed} of {in_scope} assessed, {met} met",
    score="Score {points:g}: {meaning}",
    section_points="{title} {points:g}",
    open="{count} items could not be assessed and earn nothing: the score may be higher",
    confidence="Confidence",
    scope="Scope",
    needs="still to show",
    unjudged="not in this assessment",
    listed="{items} items, {ruled} with rules",
    reach="{ruled} of {items} items in scope have a rule that speaks to them; rules alone can decide {alone}",
    item="Item",
    state="Result",
    rules="Rules",
    disclaimer="Evidence for a reader to judge. It is no legal advice and no certificate.",
    attestations="Attested by persons, not proven: {count}",
    attested="attested by {author} ({role}) on {date}, until {expires}: {statement}",
    outcomes={"met": "met", "partly-met": "partly met", "not-met": "not met", "not-applicable": "not applicable"},
    attestation_states={
        "valid": "valid",
        "expired": "expired",
        "not-yet": "not yet in force",
        "over-long": "too long",
        "ended": "ended early",
        "unmatched": "without match",
        "malformed": "malformed",
    },
)

_ZH = FrameworkWords(
    states={
        "met": "满足",
        "partly-met": "部分满足",
        "not-met": "不满足",
        "attested": "经声明",
        "not-applicable": "不适用",
        "not-assessable": "无法评估",
        "out-of-scope": "超出范围",
    },
    verification={
        "auto": "由证据判定",
        "partial": "由证据与人共同判定",
        "document": "由文档判定",
        "attest": "由人声明",
        "out": "超出扫描范围",
        "group": "标题",
        "level": "等级",
    },
    relations={"full": "决定", "partial": "部分", "supports": "佐证"},
    counts=(
        "共 {items} 项，范围内 {in_scope} 项，已评估 {assessed} 项：满足 {met}，部分满足 {partly_met}，"
        "不满足 {not_met}，经声明 {attested}；无法评估 {not_assessable}，不适用 {not_applicable}"
    ),
    section_counts="{in_scope} 项中已评估 {assessed} 项，满足 {met} 项",
    score="得分 {points:g}：{meaning}",
    section_points="{title} {points:g}",
    open="{count} 项无法评估、未计分：实际得分可能更高",
    confidence="可信度",
    scope="范围",
    needs="尚需提供",
    unjudged="本次评估未包含",
    listed="{items} 项，其中 {ruled} 项有规则",
    reach="范围内 {items} 项中有 {ruled} 项有相关规则；{alone} 项可仅凭规则判定",
    item="条目",
    state="结果",
    rules="规则",
    disclaimer="以上证据供读者判断，并非法律意见，也不是认证。",
    attestations="由人声明（并非证明）：{count} 条",
    attested="{author}（{role}）于 {date} 声明，有效至 {expires}：{statement}",
    outcomes={"met": "满足", "partly-met": "部分满足", "not-met": "不满足", "not-applicable": "不适用"},
    attestation_states={
        "valid": "有效",
        "expired": "已过期",
        "not-yet": "尚未生效",
        "over-long": "期限过长",
        "ended": "提前终止",
        "unmatched": "无对应条目",
        "malformed": "格式有误",
    },
)

_WORDS: dict[Language, FrameworkWords] = {"en": _EN, "zh": _ZH}


def framework_words(language: Language) -> FrameworkWords:
    """Return the words of a language."""
    return _WORDS[language]
