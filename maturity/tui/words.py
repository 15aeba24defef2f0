"""Every fixed text of the terminal UI that no report has, in each language."""

from typing import TYPE_CHECKING

from maturity.tui.said import Said

if TYPE_CHECKING:
    from maturity.model.assessment import SourceState
    from maturity.model.comparison import Cause
    from maturity.model.facts.lineage import LinkName, LinkState
    from maturity.model.rule import Source

# overview
PASSING = Said(en="passing", zh="通过")
LEVEL = Said(en="level", zh="级别")
SHARE = Said(en="share of assessed rules", zh="已评估规则的占比")
BLOCKERS = Said(en="What keeps level {level} away: {count}", zh="距离 {level} 级还差 {count} 项")
NOTHING_BLOCKS = Said(en="Nothing keeps a level away", zh="没有阻碍任何级别的规则")
CHANGES = Said(en="Changed since {when}: {count}", zh="自 {when} 以来的变化：{count}")
NO_CHANGE = Said(en="Nothing changed since {when}", zh="自 {when} 以来没有变化")
FIRST_TIME = Said(en="No earlier scan of this target to compare with", zh="此目标没有可比较的更早扫描")
TREND = Said(
    en="since {when}: level {before} → {after}, score {old} → {new}, {better} better, {worse} worse",
    zh="自 {when}：级别 {before} → {after}，得分 {old} → {new}，改善 {better} 项，变差 {worse} 项",
)
CAUSES: "dict[Cause, Said]" = {
    "project": Said(en="the project changed", zh="项目有改动"),
    "live": Said(en="a server, a remote or the date changed", zh="服务器、远端或日期有变化"),
    "sources": Said(en="other sources were given", zh="给定的来源不同"),
    "sight": Said(en="what could be read changed", zh="可读取的内容有变化"),
    "waiver": Said(en="a waiver changed", zh="豁免有变化"),
    "tool": Said(en="the rules changed", zh="规则有变化"),
    "open": Said(en="the project and the rules changed", zh="项目与规则都有变化"),
}

# findings
PRINCIPLE = Said(en="principle", zh="原则")
OUTCOME = Said(en="outcome", zh="结果")
EFFORT = Said(en="effort", zh="工作量")
RULE = Said(en="rule", zh="规则")
TITLE = Said(en="what it says", zh="内容")
ONLY_CHANGED = Said(en="changed only", zh="仅变化项")
SEARCH = Said(en="words to look for; enter keeps them, escape clears them", zh="输入要查找的词；回车保留，Esc 清除")
OF = Said(en="{shown} of {count}", zh="{shown} / {count}")
NONE_LIKE_THAT = Said(en="No finding is like that. x shows all.", zh="没有符合条件的结论。按 x 显示全部。")
WHY = Said(en="Why it matters", zh="为何重要")
EVIDENCE = Said(en="Evidence", zh="证据")
NO_EVIDENCE = Said(en="No place was found.", zh="没有发现相关位置。")
WHAT_RUNS_WHAT = Said(en="What runs what", zh="运行关系")
HOW_TO_FIX = Said(en="How to fix", zh="如何改进")
TAKES = Said(en="takes {effort}", zh="约需{effort}")
REFERENCES = Said(en="References", zh="依据")
WAIVED = Said(en="Waived until {expires} by {by}: {reason}", zh="豁免至 {expires}，批准人 {by}：{reason}")
WAS = Said(en="was {before}; {cause}", zh="此前为{before}；{cause}")
NEW_RULE = Said(en="new in the catalog", zh="规则库新增")
UNREADABLE = Said(en="{place} {reason}", zh="{place} 无法读取：{reason}")
PLACE_OF = Said(en="place {number} of {count}", zh="第 {number} / {count} 处")
SOURCES: "dict[Source, Said]" = {
    "repo": Said(en="repository", zh="代码仓库"),
    "mlflow": Said(en="MLflow", zh="MLflow"),
    "dvc": Said(en="DVC", zh="DVC"),
    "lineage": Said(en="lineage", zh="血缘"),
}

# graph
NOT_STARTED = Said(en="Nothing starts these", zh="没有任何东西启动它们")
FORWARD = Said(en="From what starts programs to what they do", zh="从触发到所做的事")
BACKWARD = Said(en="From what is done back to what starts it", zh="从所做的事回溯到触发")
NO_GRAPH = Said(en="No program was found that does anything known.", zh="没有发现做任何已知之事的程序。")
LEFT_OUT = Said(en="{count} more programs are not kept", zh="另有 {count} 个程序未保留")
NOBODY = Said(en="nothing runs it", zh="没有任何东西运行它")
RUN_BY = Said(en="run by", zh="由此运行")
DOES = Said(en="does", zh="所做")
REACHES = Said(en="gets to", zh="可达")
STARTED_BY = Said(en="started by", zh="由此启动")

# lineage
SERVING = Said(en="serving version", zh="在役版本")
STATE = Said(en="state", zh="状态")
NO_LINEAGE = Said(
    en="No serving model version was followed. Scan with --mlflow URI, and --dvc-remote for the data.",
    zh="没有追溯任何在役模型版本。请使用 --mlflow URI 扫描，数据部分加 --dvc-remote。",
)
WHOLE = Said(en="whole", zh="完整")
LINKS: "dict[LinkName, Said]" = {
    "run": Said(en="run", zh="运行"),
    "commit": Said(en="commit", zh="提交"),
    "reachable": Said(en="on a branch or tag", zh="分支或标签可达"),
    "lock": Said(en="dvc.lock there", zh="该提交的 dvc.lock"),
    "objects": Said(en="objects in the remote", zh="远端对象"),
    "dataset": Said(en="dataset digest", zh="数据集摘要"),
}
LINK_STATES: "dict[LinkState, Said]" = {
    "proved": Said(en="proved", zh="已证实"),
    "broken": Said(en="broken", zh="断裂"),
    "unknown": Said(en="unknown", zh="未知"),
    "absent": Said(en="nothing to prove", zh="无需证明"),
}

# plan
WHAT_IF = Said(
    en="With the {count} marked: level {before} → {after}", zh="完成所选 {count} 项后：{before} 级 → {after} 级"
)
WHAT_IF_NONE = Said(
    en="Level {level}. Mark what you would do (space) to see the level it gives.",
    zh="当前 {level} 级。用空格标记打算完成的项，查看可达级别。",
)
NOTHING_TO_DO = Said(
    en="Nothing is left to do: every rule that was assessed passes.", zh="无事可做：已评估的规则全部通过。"
)
FIRST_STEP = Said(en="first step", zh="第一步")

# rules
SOURCE_OF = Said(en="looks at", zh="查看")
READING_RULES = Said(en="reading the rules", zh="正在读取规则")
ASKS = Said(en="What it asks", zh="要求")
APPLIES = Said(en="Applies where", zh="适用条件")

# scanning, exporting, notices
SCANNING = Said(en="Scanning {target}", zh="正在扫描 {target}")
CANCEL = Said(en="escape cancels", zh="Esc 取消")
CANCELLED = Said(en="The scan was cancelled; what is shown is the last one.", zh="扫描已取消；显示的是上一次的结果。")
FAILED = Said(en="The scan failed", zh="扫描失败")
SCANNED = Said(
    en="Scanned in {seconds} s: {better} better, {worse} worse",
    zh="扫描用时 {seconds} 秒：改善 {better} 项，变差 {worse} 项",
)
CANNOT_RESCAN = Said(en="A stored assessment cannot be scanned again.", zh="已保存的评估无法重新扫描。")
EXPORT = Said(en="Export the assessment", zh="导出评估")
FORMAT = Said(en="format", zh="格式")
FILE = Said(en="file", zh="文件")
NOT_SAVED = Said(en="Not saved: {file}", zh="未保存：{file}")
SAVED = Said(en="Saved: {file}", zh="已保存：{file}")
EXPORT_KEYS = Said(
    en="enter saves · tab changes between format and file · escape closes",
    zh="回车保存 · Tab 切换格式与文件 · Esc 关闭",
)
COPIED = Said(en="Copied: {place}", zh="已复制：{place}")
NO_PLACE = Said(en="There is no place to open.", zh="没有可打开的位置。")
NO_FILES = Said(en="The files of this target are not at hand.", zh="此目标的文件不在本机。")
NO_EDITOR = Said(en="$EDITOR names no program that can be started.", zh="$EDITOR 未指定可启动的程序。")
NO_SUSPEND = Said(en="An editor cannot be opened from here.", zh="此处无法打开编辑器。")
EVERY_SCREEN = Said(en="every screen", zh="所有界面")
LISTS = Said(en="lists", zh="列表")
PALETTE = Said(en="Search for a command", zh="查找命令")
TOO_EARLY = Said(en="There is nothing to export yet.", zh="尚无可导出的内容。")

# sources
RESTS_ON = Said(en="What it rests on", zh="依据的来源")
STATES: "dict[SourceState, Said]" = {
    "read": Said(en="read", zh="已读取"),
    "partly-read": Said(en="read in part", zh="部分读取"),
    "unreadable": Said(en="could not be read", zh="无法读取"),
    "not-given": Said(en="not given", zh="未提供"),
}
