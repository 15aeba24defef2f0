"""Decisions that are overruled where they are asked, and those that somebody obeys."""

from textwrap import dedent

import pytest

from maturity.evidence.python.overruled import Overruled
from tests.evidence.python.linking import target
from tests.evidence.python.source_code import function

JUDGE = """
def judge(accuracy, threshold):
    if accuracy > threshold:
        promote_flag = 1
    else:
        promote_flag = 0
    return promote_flag
"""


@pytest.mark.parametrize(
    ("source", "overrules"),
    [
        ("passed = read()\npassed = True\nif passed:\n    go()", True),
        ("deploy = 1\nlog(deploy)\nif deploy == 1:\n    go()", True),
        ("deploy = 0\nif deploy == 0:\n    stop()", False),
        ("deploy = 1\nif deploy == 0:\n    stop()", False),
        ("deploy = 1\nif args.force:\n    deploy = read()\nif deploy:\n    go()", False),
        ("passed = True\npassed &= read()\nif passed:\n    go()", False),
        ("if missing:\n    deploy = 1\nif deploy:\n    go()", False),
        ("deploy = True\nif deploy:\n    go()\ndeploy = read()\nif deploy:\n    stop()", False),
    ],
)
def test_what_a_branch_asks(source: str, overrules: bool) -> None:
    found = function(source)
    assert found.asks
    assert bool(found.overrules) is overrules


def test_a_branch_on_something_else_asks_no_decision() -> None:
    assert function("epoch = 1\nif epoch:\n    go()").asks == ()


@pytest.mark.parametrize(
    ("files", "ignored"),
    [
        ({"steps/add.py": "promote_flag = read()\npromote_flag = 1\nif promote_flag == 1:\n    go()"}, True),
        ({"steps/add.py": "promote_flag = read()\nif promote_flag == 1:\n    go()"}, False),
        ({}, False),
        (
            {
                "steps/add.py": "promote_flag = 1\nif promote_flag:\n    go()",
                "steps/release.py": "if read().promote_flag:\n    go()",
            },
            False,
        ),
        (
            {
                "steps/add.py": "promote_flag = 1\nif promote_flag:\n    go()",
                "elsewhere/add.py": "promote_flag = read()\nif promote_flag:\n    go()",
            },
            True,
        ),
    ],
)
def test_a_decision_that_nobody_obeys(files: dict[str, str], ignored: bool) -> None:
    found = target({"steps/judge.py": JUDGE, **{path: dedent(text) for path, text in files.items()}})
    (gate,) = found.project.modules["steps/judge.py"].functions[-1].gates
    assert gate.decision == "promote_flag"
    assert Overruled(found.code).ignores("steps/judge.py", gate.decision) is ignored
