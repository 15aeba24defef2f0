"""What came of a promotion, for a terminal."""

from typing import NamedTuple

from maturity.model.promotion import Promotion, RequirementName
from maturity.render.columns import pad, width
from maturity.render.display import displayable
from maturity.render.style import Language, Style, Tone
from maturity.render.summary import say

_LONGEST = 400


class _Words(NamedTuple):
    nothing: str
    outcomes: dict[str, str]
    names: dict[RequirementName, str]
    assessment: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        "nothing",
        {
            "promoted": "Promoted: {alias} names {model}/{version}, before it named {previous}",
            "not-promoted": "Not promoted: {open} of {count} requirements are not met; nothing was written",
            "already": "{alias} names {model}/{version} already; nothing was written",
            "dry-run": "Would be promoted: {alias} would name {model}/{version}, now {previous}; with the tags",
        },
        {"lineage": "lineage", "card": "card", "signature": "signature", "tests": "tests", "level": "level"},
        "assessment {digest}",
    ),
    "zh": _Words(
        "无",
        {
            "promoted": "已晋级：{alias} 现指向 {model}/{version}，此前指向 {previous}",
            "not-promoted": "未晋级：{count} 项要求中有 {open} 项未满足；未写入任何内容",
            "already": "{alias} 已指向 {model}/{version}；未写入任何内容",
            "dry-run": "将会晋级：{alias} 将指向 {model}/{version}，目前指向 {previous}；将写入标签",
        },
        {"lineage": "血缘", "card": "模型卡", "signature": "签名", "tests": "测试", "level": "级别"},
        "评估 {digest}",
    ),
}


def text(promotion: Promotion, style: Style) -> str:
    """Return the outcome, each requirement with its reason, and the tags where they only would be written."""
    said = _WORDS[style.language]
    missing = [one for one in promotion.requirements if not one.met]
    head = said.outcomes[promotion.outcome].format(
        alias=promotion.alias,
        model=displayable(promotion.model, 100),
        version=displayable(promotion.version, 20),
        previous=displayable(promotion.previous, 20) or said.nothing,
        open=len(missing),
        count=len(promotion.requirements),
    )
    tone: Tone = "bad" if missing else "good"
    lines = [style.paint(tone, f"{_mark(met=not missing)} {head}")]
    if promotion.outcome == "dry-run":
        lines += [
            f"    {displayable(key, 120)} = {displayable(value, _LONGEST)}" for key, value in promotion.tags.items()
        ]
    names = [said.names[one.name] for one in promotion.requirements]
    widest = max(map(width, names), default=0)
    for name, one in zip(names, promotion.requirements, strict=True):
        sign = style.paint("good" if one.met else "bad", _mark(met=one.met))
        lines.append(f"  {sign} {pad(name, widest)}  {displayable(say(one.detail, style.language), _LONGEST)}")
    return "\n".join((*lines, f"  {said.assessment.format(digest=promotion.assessment)}")) + "\n"


def _mark(*, met: bool) -> str:
    return "✓" if met else "✗"
