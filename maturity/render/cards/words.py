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
    histories: str
    curve: str
    curve_steps: str
    curve_more: str
    curve_not_numbers: str
    at_step: str
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
    histories="How metrics with more than one point came to their values:",
    curve="{metric}: from {first} to {last} in {points} points{steps}; lowest {lowest}, highest {highest}",
    curve_steps=", steps {begins} to {ends}",
    curve_more="; the run has more, which were not read",
    curve_not_numbers="; {count} more are no finite numbers",
    at_step="{value} (step {step})",
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
    histories="有多个记录点的指标的变化过程：",
    curve="{metric}：由 {first} 到 {last}，共 {points} 个点{steps}；最低 {lowest}，最高 {highest}",
    curve_steps="，第 {begins} 至 {ends} 步",
    curve_more="；该运行还有更多点，未读取",
    curve_not_numbers="；另有 {count} 个值不是有限数",
    at_step="{value}（第 {step} 步）",
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
        "points": "点数",
        "steps": "步",
        "first": "首值",
        "last": "末值",
        "lowest": "最低",
        "highest": "最高",
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
