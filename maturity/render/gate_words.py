"""The fixed words of a verdict, in each language."""

from typing import NamedTuple

from maturity.model.policy import DemandKind
from maturity.model.waiver import WaiverState
from maturity.render.style import Language


class GateWords(NamedTuple):
    """The words of one language."""

    reached: str
    not_reached: str
    not_told: str
    demanded: str
    got: str
    in_the_way: str
    nothing_in_the_way: str
    waivers: str
    kinds: dict[DemandKind, str]
    states: dict[WaiverState, str]


_EN = GateWords(
    reached="Gate reached: {name} is at level {level}",
    not_reached="Gate not reached: {name} is at level {level}",
    not_told="Gate not reached: {sources} could not be read",
    demanded="demanded",
    got="found",
    in_the_way="What stands in the way: {count}",
    nothing_in_the_way="Nothing stands in the way.",
    waivers="Waivers",
    kinds={
        "level": "level",
        "principle": "principle",
        "score": "score",
        "source": "source",
        "framework": "framework",
        "baseline": "baseline",
    },
    states={
        "in-force": "in force",
        "ending": "ends soon",
        "expired": "expired",
        "not-yet": "not yet in force",
        "over-long": "lasts too long",
        "stale": "no longer needed",
        "unmatched": "covers nothing",
        "malformed": "malformed",
    },
)

_ZH = GateWords(
    reached="已达到门禁：{name} 处于 {level} 级",
    not_reached="未达到门禁：{name} 处于 {level} 级",
    not_told="未达到门禁：无法读取 {sources}",
    demanded="要求",
    got="实际",
    in_the_way="阻碍项：{count}",
    nothing_in_the_way="没有阻碍项。",
    waivers="豁免",
    kinds={
        "level": "级别",
        "principle": "原则",
        "score": "得分",
        "source": "来源",
        "framework": "框架",
        "baseline": "基线",
    },
    states={
        "in-force": "有效",
        "ending": "即将到期",
        "expired": "已过期",
        "not-yet": "尚未生效",
        "over-long": "期限过长",
        "stale": "不再需要",
        "unmatched": "未涵盖",
        "malformed": "格式有误",
    },
)

_WORDS: dict[Language, GateWords] = {"en": _EN, "zh": _ZH}


def gate_words(language: Language) -> GateWords:
    """Return the words of a language."""
    return _WORDS[language]
