"""A comment fits a forge, and carries nothing of others but text."""

from maturity.model.finding import Evidence
from maturity.model.rule import Text
from maturity.render.markdown import render
from maturity.render.style import Style
from tests.render.example import EXAMPLE, GATE


def test_a_comment_stays_below_what_a_forge_accepts() -> None:
    evidence = tuple(Evidence(kind="file", path="@" * 200, line=number) for number in range(9))
    findings = tuple(
        GATE.model_copy(
            update={
                "rule": f"rule-{number}",
                "level": 1 + number % 3,
                "evidence": evidence,
                "summary": Text(en="@" * 500, zh=""),
            }
        )
        for number in range(300)
    )
    rules = tuple(finding.rule for finding in findings)
    update = {"findings": findings, "blockers": rules, "plan": rules}
    text = render(EXAMPLE.model_copy(update=update), Style())
    assert 30_000 < len(text.encode()) <= 60_000
    assert text.count("<details>") == text.count("</details>") == 3
    assert text.count(" more\n") == 4


def test_foreign_text_makes_no_markup() -> None:
    evil = Evidence(kind="file", path="`</details><img src=x>\n# head", line=1, text="@everyone")
    text = render(EXAMPLE.model_copy(update={"findings": (GATE.model_copy(update={"evidence": (evil,)}),)}), Style())
    assert "  - `` `</details><img src=x>\\n# head:1 @everyone ``\n" in text
