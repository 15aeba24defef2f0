"""Running examples: each project is judged by its rule alone."""

from typing import Any

from maturity.model.rule import Example
from maturity.rules.test import run_examples
from tests.rules.making import rule, secret


def test_examples_are_judged_by_their_rule_alone() -> None:
    asked: list[tuple[dict[str, str], int | None]] = []

    def facts_of(example: Example) -> Any:
        asked.append((example.files, example.commits))
        return [secret("a.py:1")] if example.files["a.py"] == "1" else [], ()

    examples = {
        "passing": [{"name": "clean", "files": {"a.py": "2"}, "commits": 3}],
        "failing": [{"name": "leaks", "files": {"a.py": "1"}}, {"name": "claimed to leak", "files": {"a.py": "2"}}],
    }
    results = list(run_examples((rule({"none": "secret"}, examples=examples, source="dvc"),), facts_of))
    assert [(one.example, one.wanted, one.got, one.met) for one in results] == [
        ("clean", "pass", "pass", True),
        ("leaks", "fail", "fail", True),
        ("claimed to leak", "fail", "pass", False),
    ]
    assert asked == [({"a.py": "2"}, 3), ({"a.py": "1"}, None), ({"a.py": "2"}, None)]
