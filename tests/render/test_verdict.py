"""What the gate says, for a terminal, for a CI summary and at the lines of a pull request."""

import json
from xml.etree import ElementTree as ET

from maturity.gate import judge
from maturity.model.place import Place
from maturity.model.policy import Policy
from maturity.model.rule import Text
from maturity.model.waiver import WaiverReport
from maturity.render.annotations import annotations
from maturity.render.badge import render as badge
from maturity.render.shields import render as endpoint
from maturity.render.style import Style
from maturity.render.verdict import in_the_way, verdict_markdown, verdict_text
from tests.render.example import CARD, EXAMPLE, GATE

EXPIRED = WaiverReport(
    id="W-7",
    rule="evaluation-gate",
    state="expired",
    detail=Text(en="ended on 2025-12-31", zh="已于 2025-12-31 到期"),
    at=Place(path=".maturity/waivers.yaml", line=2),
)
FOUND = EXAMPLE.model_copy(update={"waivers": (EXPIRED,)})
VERDICT = judge(FOUND, Policy(level=2, score=0.4))


def test_the_screen_says_what_was_demanded_what_blocks_and_what_to_do() -> None:
    assert verdict_text(VERDICT, FOUND, Style()) == (
        "✗ Gate not reached: churn is at level 1\n"
        "  from the repository; MLflow and DVC not inspected\n"
        "\n"
        "  ✗ level  demanded level 2    found level 1\n"
        "  ✓ score  demanded score 40%  found score 50%\n"
        "\n"
        "What stands in the way: 2\n"
        "  ✗ evaluation-gate  No program compares a metric with a threshold.\n"
        "      src/eval\\x1b[2J.py:7 print(auc) ::error::\n"
        "  ? model-card       A file that may be a card was not read.\n"
        "\n"
        "What to do next\n"
        "  1. evaluation-gate (hours)\n"
        "     Fail the evaluation stage below a threshold.\n"
        "  2. model-card (days)\n"
        "     Write MODEL_CARD.md.\n"
        "\n"
        "Waivers\n"
        "  W-7 evaluation-gate: expired - ended on 2025-12-31 (.maturity/waivers.yaml:2)\n"
    )


def test_a_gate_that_is_reached_says_so() -> None:
    verdict = judge(EXAMPLE, Policy(level=1))
    assert verdict_text(verdict, EXAMPLE, Style(language="zh")) == (
        "✓ 已达到门禁：churn 处于 1 级\n  依据：代码仓库；未检查 MLflow、DVC\n\n"
        "  ✓ 级别  要求 1 级  实际 1 级\n\n没有阻碍项。\n"
    )


def test_markdown_shows_foreign_text_as_it_is() -> None:
    text = verdict_markdown(VERDICT, FOUND, Style())
    assert text.startswith("## ✗ Gate not reached: churn is at level 1\n")
    assert "| ✗ | level 2 | level 1 |" in text
    assert "`src/eval\\x1b[2J.py:7 print(auc) ::error::`" in text
    assert "\n::" not in text
    assert "- W-7 evaluation-gate: expired" in text


def test_annotations_are_commands_of_ours_only() -> None:
    sly = GATE.model_copy(update={"summary": Text(en="100%\n::set-env name=A::b", zh="某")})
    lines = annotations([sly, CARD], "en").splitlines()
    assert lines == [
        (
            "::error file=src/eval\\x1b[2J.py,line=7,title=maturity evaluation-gate::"
            "100%25\\n::set-env name=A::b Fail the evaluation stage below a threshold."
        ),
        "::error title=maturity model-card::A file that may be a card was not read. Write MODEL_CARD.md.",
    ]


def test_properties_escape_what_ends_them() -> None:
    evidence = GATE.evidence[0].model_copy(update={"path": "a,b:c%.py"})
    line = annotations([GATE.model_copy(update={"evidence": (evidence,)})], "en")
    assert line.startswith("::error file=a%2Cb%3Ac%25.py,line=7,")


def test_each_blocker_is_named_once() -> None:
    verdict = judge(FOUND, Policy(level=2, principles={"automation": 2, "governance": 2}))
    assert [finding.rule for finding in in_the_way(verdict, FOUND)] == ["evaluation-gate", "model-card"]


def test_the_badge_is_an_image_with_words_and_the_endpoint_what_shields_asks_for() -> None:
    image = ET.fromstring(badge(EXAMPLE, Style()))
    assert image.get("aria-label") == "MLOps: 1 ML pipeline automation"
    texts = [node.text for node in image.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["MLOps", "1 ML pipeline automation"]
    assert json.loads(endpoint(EXAMPLE, Style(language="zh"))) == {
        "schemaVersion": 1,
        "label": "MLOps",
        "message": "1 机器学习流水线自动化",
        "color": "#b26a00",
    }
