"""The fixed words of cards, in each language."""

from typing import NamedTuple

from maturity.model.card import ANSWERS, Card, Cell, Entry
from maturity.model.rule import Text
from maturity.render.cards.numbers import printed
from maturity.render.style import Language


class CardWords(NamedTuple):
    """One language's words."""

    title: str
    data_title: str
    missing_machine: str
    missing_person: str
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
    colon: str
    kinds: dict[str, str]
    """Of sources."""
    labels: dict[str, str]
    """What tables of ours call their rows."""
    heads: dict[str, str]


_LABELLED = frozenset(
    ("identifiers", "created", "source", "references", "environment", "compute", "interface", "digest", "evidence")
)
"""Fields whose tables call their rows by words of ours; elsewhere a run or a team named them."""
_LABELS = frozenset(("what", "when", "direction", "required"))
_ENGLISH = CardWords(
    title="Model card",
    data_title="Data card",
    missing_machine="Missing: no source that was read says it (due from level {level})",
    missing_person="Missing: nobody has written it in {file} (due from level {level})",
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
    colon=": ",
    kinds={"logged-model": "logged model"},
    labels={},
    heads={},
)
_CHINESE = CardWords(
    title="模型卡",
    data_title="数据卡",
    missing_machine="缺失：读取到的来源均未说明（自 {level} 级起应填写）",
    missing_person="缺失：尚无人写入 {file}（自 {level} 级起应填写）",
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
    colon="：",
    kinds={
        "registry": "注册表",
        "run": "运行",
        "logged-model": "已记录的模型",
        "artifact": "产物",
        "repository": "代码库",
        "assessment": "评估",
        "person": "人",
    },
    labels={
        "version": "版本",
        "run": "运行",
        "logged model": "已记录的模型",
        "model uuid": "模型 UUID",
        "source": "来源",
        "created": "创建",
        "last changed": "最后修改",
        "repository": "代码库",
        "commit": "提交",
        "branch": "分支",
        "uncommitted changes": "未提交的更改",
        "program": "程序",
        "title": "标题",
        "authors": "作者",
        "license": "许可证",
        "date-released": "发布日期",
        "repository-code": "代码库",
        "requirement": "依赖",
        "lock file": "锁文件",
        "base image": "基础镜像",
        "pinned Python": "固定的 Python",
        "started": "开始",
        "ended": "结束",
        "seconds": "秒",
        "host.name": "主机",
        "source.type": "来源类型",
        "user": "用户",
        "size": "大小",
        "recorded in": "记录于",
        "stages": "阶段",
        "input": "输入",
        "output": "输出",
        "assessment": "评估",
        "assessed": "评估时间",
        "level": "级别",
        "level with waivers": "含豁免的级别",
        "assessed commit": "评估的提交",
        "assessed project": "评估的项目",
        "commit of this version": "是否为本版本的提交",
        "lineage": "血缘",
        "rules": "规则目录",
        "made by": "生成工具",
        "named by the promotion": "晋级记录是否指明",
        "signed by the given key": "由给定密钥签名",
        "statement": "声明",
        "statement about this file, byte for byte": "声明针对该文件，逐字节一致",
        "statement says what it says": "声明内容与评估一致",
        "genuine": "真实性",
        "yes": "是",
        "no": "否",
    },
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
        "direction": "方向",
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


def shown(field: str, column: str, cell: Cell, said: CardWords) -> str:
    """Return a cell as it is printed; what our own tables call their rows is in the reader's language."""
    text = printed(cell, column)
    return said.labels.get(text, text) if field in _LABELLED and column in _LABELS else text


def missing(entry: Entry, card: Card, said: CardWords) -> str:
    """Say that an entry is missing, who would fill it, and from which level it is due."""
    words = said.missing_person if entry.asked else said.missing_machine
    return words.format(level=entry.level, file=ANSWERS[card.subject])


def remark(one: Text, language: Language) -> str:
    """Return a remark in a language."""
    return one.en if language == "en" else one.zh
