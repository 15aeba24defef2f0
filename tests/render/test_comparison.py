"""What changed between two assessments, as a person reads it."""

from maturity.model.rule import Text
from maturity.render.comparison import markdown, text
from maturity.render.style import Style
from maturity.rules.compare import compare
from tests.render.example import EXAMPLE, GATE
from tests.render.sizes import assessment, finding

BEFORE = assessment((finding(0, "pass"), finding(2, "fail"), finding(4, "unknown"), finding(1, "fail")))
AFTER = assessment(
    (finding(0, "fail"), finding(2, "pass"), finding(4, "pass"), finding(1, "fail", waived=True))
).model_copy(
    update={"started": "2026-02-03T04:05:06+00:00", "target": BEFORE.target.model_copy(update={"commit": "b" * 40})}
)

TEXT = """\
churn: Level 1 → 0, score 33 % → 50 %
  2026-01-02T03:04:05+00:00  3f2a91c0de  maturity 0.1.0
  2026-02-03T04:05:06+00:00  bbbbbbbbbb  maturity 0.1.0

Worse: 1
  ▼ rule-0  pass → fail  level 1, required · the project changed
      No program that runs step 0 on a change was found; `make step-0` is run by hand.

Better: 2
  ▲ rule-4  unknown → pass  level 2, required · something could not be read in one of the two
      No program that runs step 4 on a change was found; `make step-4` is run by hand.
  ▲ rule-2  fail → pass  level 3, required · the project changed
      No program that runs step 2 on a change was found; `make step-2` is run by hand.

Other: 1
  ◆ rule-1  fail → fail (waived)  level 2, recommended · a waiver came or went
      No program that runs step 1 on a change was found; `make step-1` is run by hand.

Principles
  Automation   level 3 → 0  100 % → 0 %
  Versioning   level 2 → 3  0 % → 100 %
  Testability  level 1 → 3  - → 100 %
"""

MARKDOWN = """\
## 1 → 0 级

得分 33 % → 50 % · `3f2a91c0de` → `bbbbbbbbbb`

### ▼ 变差：1

| 规则 | 级别 | 结论 | 原因 | |
|---|---|---|---|---|
| `rule-0` | 1 (必需) | 通过 → 未通过 | 项目发生了变化 | 未发现在变更时运行步骤 0 的程序；"""


def test_a_terminal_shows_what_got_worse_first() -> None:
    assert text(compare(BEFORE, AFTER), Style()) == TEXT


def test_markdown_is_a_table_for_each_direction() -> None:
    made = markdown(compare(BEFORE, AFTER), Style(language="zh"))
    assert made.startswith(MARKDOWN)
    assert made.count("\n### ") == 3


def test_no_change_is_said() -> None:
    assert text(compare(AFTER, AFTER), Style()).endswith("\n\nNo rule has another outcome.\n")
    assert "No rule has another outcome." in markdown(compare(AFTER, AFTER), Style())


def test_another_target_is_no_trend() -> None:
    other = AFTER.model_copy(update={"target": AFTER.target.model_copy(update={"name": "other"})})
    assert "The earlier assessment is of another target: churn." in text(compare(BEFORE, other), Style())


def test_foreign_text_stays_text() -> None:
    evil = GATE.model_copy(update={"rule": "a|b\x1b[2J", "summary": Text(en="</td>\n| @all ![x](y)", zh="")})
    changed = compare(EXAMPLE, EXAMPLE.model_copy(update={"findings": (evil,)}))
    assert "a|b\\x1b[2J" in text(changed, Style())
    assert "| `a\\|b\\x1b[2J` |" in markdown(changed, Style())
    assert "&lt;/td&gt;\\\\n\\| @<!-- -->all \\!\\[x\\]\\(y\\)" in markdown(changed, Style())
