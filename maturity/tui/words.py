"""Every fixed text of the terminal UI that no report has, in each language."""

from maturity.model.comparison import Cause
from maturity.model.rule import Effort, Source, Text

OVERVIEW = Text(en="Overview", zh="总览")
FINDINGS = Text(en="Findings", zh="结论")
GRAPH = Text(en="Graph", zh="程序图")
LINEAGE = Text(en="Lineage", zh="血缘")
PLAN = Text(en="Plan", zh="计划")
RULES = Text(en="Rules", zh="规则")

# overview
PASSING = Text(en="passing", zh="通过")
LEVEL = Text(en="level", zh="级别")
SHARE = Text(en="share of assessed rules", zh="已评估规则的占比")
BLOCKERS = Text(en="What keeps level {level} away: {count}", zh="距离 {level} 级还差 {count} 项")
NOTHING_BLOCKS = Text(en="Nothing keeps a level away", zh="没有阻碍任何级别的规则")
CHANGES = Text(en="Changed since {when}: {count}", zh="自 {when} 以来的变化：{count}")
NO_CHANGE = Text(en="Nothing changed since {when}", zh="自 {when} 以来没有变化")
FIRST_TIME = Text(en="No earlier scan of this target to compare with", zh="此目标没有可比较的更早扫描")
TREND = Text(
    en="since {when}: level {before} → {after}, score {old} → {new}, {better} better, {worse} worse",
    zh="自 {when}：级别 {before} → {after}，得分 {old} → {new}，改善 {better} 项，变差 {worse} 项",
)
CAUSES: dict[Cause, Text] = {
    "project": Text(en="the project changed", zh="项目有改动"),
    "live": Text(en="a server, a remote or the date changed", zh="服务器、远端或日期有变化"),
    "sources": Text(en="other sources were given", zh="给定的来源不同"),
    "sight": Text(en="what could be read changed", zh="可读取的内容有变化"),
    "waiver": Text(en="a waiver changed", zh="豁免有变化"),
    "tool": Text(en="the rules changed", zh="规则有变化"),
    "open": Text(en="the project and the rules changed", zh="项目与规则都有变化"),
}

# findings
ANY = Text(en="any", zh="不限")
PRINCIPLE = Text(en="principle", zh="原则")
OUTCOME = Text(en="outcome", zh="结果")
WEIGHT = Text(en="weight", zh="要求")
SOURCE = Text(en="source", zh="来源")
EFFORT = Text(en="effort", zh="工作量")
RULE = Text(en="rule", zh="规则")
TITLE = Text(en="what it says", zh="内容")
ONLY_CHANGED = Text(en="changed only", zh="仅变化项")
SEARCH = Text(en="words to look for; enter keeps them, escape clears them", zh="输入要查找的词；回车保留，Esc 清除")
OF = Text(en="{shown} of {count}", zh="{shown} / {count}")
NONE_LIKE_THAT = Text(en="No finding is like that. x shows all.", zh="没有符合条件的结论。按 x 显示全部。")
WHY = Text(en="Why it matters", zh="为何重要")
EVIDENCE = Text(en="Evidence", zh="证据")
NO_EVIDENCE = Text(en="No place was found.", zh="没有发现相关位置。")
WHAT_RUNS_WHAT = Text(en="What runs what", zh="运行关系")
HOW_TO_FIX = Text(en="How to fix", zh="如何改进")
TAKES = Text(en="takes {effort}", zh="约需{effort}")
REFERENCES = Text(en="References", zh="依据")
WAIVED = Text(en="Waived until {expires} by {by}: {reason}", zh="豁免至 {expires}，批准人 {by}：{reason}")
WAS = Text(en="was {before}; {cause}", zh="此前为{before}；{cause}")
NEW_RULE = Text(en="new in the catalog", zh="规则库新增")
READING = Text(en="reading {place}", zh="正在读取 {place}")
UNREADABLE = Text(en="{place} {reason}", zh="{place} 无法读取：{reason}")
PLACE_OF = Text(en="place {number} of {count}", zh="第 {number} / {count} 处")
SOURCES: dict[Source, Text] = {
    "repo": Text(en="repository", zh="代码仓库"),
    "mlflow": Text(en="MLflow", zh="MLflow"),
    "dvc": Text(en="DVC", zh="DVC"),
    "lineage": Text(en="lineage", zh="血缘"),
}
EFFORTS: dict[Effort, Text] = {
    "hours": Text(en="hours", zh="数小时"),
    "days": Text(en="days", zh="数天"),
    "weeks": Text(en="weeks", zh="数周"),
}

# graph
NOT_STARTED = Text(en="Nothing starts these", zh="没有任何东西启动它们")
FORWARD = Text(en="From what starts programs to what they do", zh="从触发到所做的事")
BACKWARD = Text(en="From what is done back to what starts it", zh="从所做的事回溯到触发")
NO_GRAPH = Text(en="No program was found that does anything known.", zh="没有发现做任何已知之事的程序。")
AGAIN = Text(en="see above", zh="见上文")
LEFT_OUT = Text(en="{count} more programs are not kept", zh="另有 {count} 个程序未保留")
NOBODY = Text(en="nothing runs it", zh="没有任何东西运行它")
RUN_BY = Text(en="run by", zh="由此运行")
DOES = Text(en="does", zh="所做")
REACHES = Text(en="gets to", zh="可达")
STARTED_BY = Text(en="started by", zh="由此启动")

# lineage
SERVING = Text(en="serving version", zh="在役版本")
STATE = Text(en="state", zh="状态")
NO_LINEAGE = Text(
    en="No serving model version was followed. Scan with --mlflow URI, and --dvc-remote for the data.",
    zh="没有追溯任何在役模型版本。请使用 --mlflow URI 扫描，数据部分加 --dvc-remote。",
)
WHOLE = Text(en="whole", zh="完整")
LINKS = {
    "run": Text(en="run", zh="运行"),
    "commit": Text(en="commit", zh="提交"),
    "reachable": Text(en="on a branch or tag", zh="分支或标签可达"),
    "lock": Text(en="dvc.lock there", zh="该提交的 dvc.lock"),
    "objects": Text(en="objects in the remote", zh="远端对象"),
    "dataset": Text(en="dataset digest", zh="数据集摘要"),
}
LINK_STATES = {
    "proved": Text(en="proved", zh="已证实"),
    "broken": Text(en="broken", zh="断裂"),
    "unknown": Text(en="unknown", zh="未知"),
    "absent": Text(en="nothing to prove", zh="无需证明"),
}

# plan
WHAT_IF = Text(
    en="With the {count} marked: level {before} → {after}", zh="完成所选 {count} 项后：{before} 级 → {after} 级"
)
WHAT_IF_NONE = Text(
    en="Level {level}. Mark what you would do (space) to see the level it gives.",
    zh="当前 {level} 级。用空格标记打算完成的项，查看可达级别。",
)
NOTHING_TO_DO = Text(
    en="Nothing is left to do: every rule that was assessed passes.", zh="无事可做：已评估的规则全部通过。"
)
FIRST_STEP = Text(en="first step", zh="第一步")

# rules
SOURCE_OF = Text(en="looks at", zh="查看")
READING_RULES = Text(en="reading the rules", zh="正在读取规则")
ASKS = Text(en="What it asks", zh="要求")
APPLIES = Text(en="Applies where", zh="适用条件")

# scanning, exporting, notices
SCANNING = Text(en="Scanning {target}", zh="正在扫描 {target}")
CANCEL = Text(en="escape cancels", zh="Esc 取消")
CANCELLED = Text(en="The scan was cancelled; what is shown is the last one.", zh="扫描已取消；显示的是上一次的结果。")
FAILED = Text(en="The scan failed", zh="扫描失败")
SCANNED = Text(
    en="Scanned in {seconds} s: {better} better, {worse} worse",
    zh="扫描用时 {seconds} 秒：改善 {better} 项，变差 {worse} 项",
)
CANNOT_RESCAN = Text(en="A stored assessment cannot be scanned again.", zh="已保存的评估无法重新扫描。")
EXPORT = Text(en="Export the assessment", zh="导出评估")
FORMAT = Text(en="format", zh="格式")
FILE = Text(en="file", zh="文件")
SAVED = Text(en="Saved: {file}", zh="已保存：{file}")
EXPORT_KEYS = Text(
    en="enter saves · tab changes between format and file · escape closes",
    zh="回车保存 · Tab 切换格式与文件 · Esc 关闭",
)
COPIED = Text(en="Copied: {place}", zh="已复制：{place}")
NO_PLACE = Text(en="There is no place to open.", zh="没有可打开的位置。")
NO_FILES = Text(en="The files of this target are not at hand.", zh="此目标的文件不在本机。")
NO_EDITOR = Text(en="$EDITOR names no program that can be started.", zh="$EDITOR 未指定可启动的程序。")
NO_SUSPEND = Text(en="An editor cannot be opened from here.", zh="此处无法打开编辑器。")
HELP = Text(en="Keys", zh="按键")
EVERY_SCREEN = Text(en="every screen", zh="所有界面")
LISTS = Text(en="lists", zh="列表")
PALETTE = Text(en="Search for a command", zh="查找命令")
TOO_EARLY = Text(en="There is nothing to export yet.", zh="尚无可导出的内容。")
