"""The fixed words of cards, in each language."""

from typing import NamedTuple

from maturity.model.card import Card
from maturity.render.style import Language


class CardWords(NamedTuple):
    """One language's words."""

    title: str
    data_title: str
    missing: str
    due: str
    complete: str
    who_machine: str
    who_person: str
    source: str
    answered: str
    not_seen: str
    more: str
    generated: str
    read: str
    heads: dict[str, str]


_ENGLISH = CardWords(
    title="Model card",
    data_title="Data card",
    missing="Missing",
    due="due from level {level}",
    complete="Level {level}: {filled} of {due} fields are filled",
    who_machine="a machine fills it",
    who_person="a person fills it",
    source="from",
    answered="written in {locator}",
    not_seen="What was not looked at",
    more="{count} more",
    generated="Made by {tool} from {uri}; read on {when}. Digest {digest}.",
    read="Read on",
    heads={},
)
_CHINESE = CardWords(
    title="模型卡",
    data_title="数据卡",
    missing="缺失",
    due="自 {level} 级起应填写",
    complete="{level} 级：应填 {due} 项，已填 {filled} 项",
    who_machine="由机器填写",
    who_person="由人填写",
    source="来源",
    answered="写于 {locator}",
    not_seen="未查看的内容",
    more="另有 {count} 项",
    generated="由 {tool} 根据 {uri} 生成；读取于 {when}。摘要 {digest}。",
    read="读取于",
    heads={
        "what": "项目",
        "value": "值",
        "id": "标识",
        "when": "事件",
        "time": "时间",
        "before": "之前",
        "now": "现在",
        "stage": "阶段",
        "command": "命令",
        "half": "方向",
        "name": "名称",
        "type": "类型",
        "required": "必需",
        "parameter": "参数",
        "data": "数据",
        "digest": "摘要",
        "for": "用途",
        "from": "来源",
        "metric": "指标",
        "threshold": "阈值",
        "baseline": "基线",
        "this version": "本版本",
        "difference": "差异",
        "missing": "缺失",
        "distinct": "不同值",
    },
)


def card_words(language: Language) -> CardWords:
    """Return the words of a language."""
    return {"en": _ENGLISH, "zh": _CHINESE}[language]


def title(card: Card, said: CardWords) -> str:
    """Return what kind of card it is."""
    return said.data_title if card.subject == "data" else said.title


def head(column: str, said: CardWords) -> str:
    """Return the head of a column; what a run named itself stays."""
    return said.heads.get(column, column)
