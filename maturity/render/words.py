"""Every fixed word of the reports, in each language."""

from typing import NamedTuple

from maturity.model.finding import Status
from maturity.render.style import Language


class Words(NamedTuple):
    """The words of one language. Braces are filled by the format that uses them."""

    level: str
    level_column: str
    principles: str
    score: str
    passing: str
    """Of the assessed rules."""
    changed: str
    waived_level: str
    rests_on: str
    unread: str
    not_given: str
    nothing_read: str
    between: str
    """Between the members of a list."""
    comma: str
    colon: str
    clause: str
    """Between two statements of one line."""
    blockers: str
    none_blocks: str
    all_reached: str
    more: str
    next_steps: str
    nothing_to_do: str
    level_short: str
    required: str
    recommended: str
    rules: str
    not_looked_at: str
    hint: str
    projects: str
    """The heading of the table of projects."""
    projects_seen: str
    project: str
    next_blocker: str
    fix: str
    waived: str
    principle: str
    report: str
    statuses: dict[Status, str]
    efforts: dict[str, str]
    sources: dict[str, str]


_EN = Words(
    level="Level {level}",
    level_column="Level",
    principles="Principles",
    score="score",
    passing="{passed} of {assessed} pass",
    changed="with uncommitted changes",
    waived_level="level {level} with waivers",
    rests_on="from {sources}",
    unread="{sources} could not be read",
    not_given="{sources} not inspected",
    nothing_read="no source could be read",
    between=" and ",
    comma=", ",
    colon=": ",
    clause="; ",
    blockers="What keeps level {level} away: {count}",
    none_blocks="No rule of level {level} fails.",
    all_reached="Every required rule of every level that was assessed holds.",
    more="... and {count} more",
    next_steps="What to do next",
    nothing_to_do="Nothing: every rule that was assessed passes.",
    level_short="level {level}",
    required="required",
    recommended="recommended",
    rules="{count} rules",
    not_looked_at="Not looked at: {count}",
    hint="All findings: --verbose. Why: maturity explain {rule} PATH",
    projects="Projects of {name}: {count}",
    projects_seen="{count} projects seen: {names}; assess one: --project {first}",
    project="project",
    next_blocker="first of what keeps the next level away",
    fix="to do",
    waived="waived until {expires}: {reason}",
    principle="Principle",
    report="MLOps maturity of {name}",
    statuses={
        "pass": "pass",
        "fail": "fail",
        "unknown": "unknown",
        "not-assessed": "not assessed",
        "not-applicable": "not applicable",
        "manual": "for a person to say",
    },
    efforts={"hours": "hours", "days": "days", "weeks": "weeks"},
    sources={"git": "the repository", "mlflow": "MLflow", "dvc": "DVC", "plugin": "plugins"},
)

_ZH = Words(
    level="{level} 级",
    level_column="级别",
    principles="原则",
    score="得分",
    passing="{assessed} 项中 {passed} 项通过",
    changed="含未提交的改动",
    waived_level="计入豁免为 {level} 级",
    rests_on="依据：{sources}",
    unread="{sources}无法读取",
    not_given="未检查 {sources}",
    nothing_read="没有可读取的来源",
    between="、",
    comma="，",
    colon="：",
    clause="；",
    blockers="距离 {level} 级还差 {count} 项",
    none_blocks="{level} 级没有未通过的规则。",
    all_reached="已评估的各级必需规则全部满足。",
    more="…… 另有 {count} 项",
    next_steps="下一步",
    nothing_to_do="无：已评估的规则全部通过。",
    level_short="{level} 级",
    required="必需",
    recommended="建议",
    rules="共 {count} 条规则",
    not_looked_at="未能查看：{count} 处",
    hint="全部结论：--verbose；缘由：maturity explain {rule} PATH",
    projects="{name} 的项目：{count} 个",
    projects_seen="发现 {count} 个项目：{names}；单独评估其一：--project {first}",
    project="项目",
    next_blocker="通往下一级的首个障碍",
    fix="改进",
    waived="豁免至 {expires}：{reason}",
    principle="原则",
    report="{name} 的 MLOps 成熟度",
    statuses={
        "pass": "通过",
        "fail": "未通过",
        "unknown": "未知",
        "not-assessed": "未评估",
        "not-applicable": "不适用",
        "manual": "需人工确认",
    },
    efforts={"hours": "数小时", "days": "数天", "weeks": "数周"},
    sources={"git": "代码仓库", "mlflow": "MLflow", "dvc": "DVC", "plugin": "插件"},
)

_WORDS: dict[Language, Words] = {"en": _EN, "zh": _ZH}


def words(language: Language) -> Words:
    """Return the words of a language."""
    return _WORDS[language]
