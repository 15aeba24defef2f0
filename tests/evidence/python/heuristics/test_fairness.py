"""Metrics by group that a project computes itself."""

import pytest

from tests.evidence.python.linking import target


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(labels, scores, groups):\n    return [auc(labels, scores) for _ in groups]\n", True),
        ("def f(y_true, y_pred, sensitive):\n    return measure(y_true, y_pred, sensitive)\n", True),
        ("def f(labels, groups, other):\n    return [len(labels) for _ in groups]\n", False),
        ("def f(labels, scores, weights):\n    return auc(labels, scores)\n", False),
        ("def f(labels, scores, groups):\n    pass\n", False),
    ],
)
def test_a_function_measures_by_group(code: str, found: bool) -> None:
    assert bool(target({"slices.py": code}).proved("evaluate-fairness")) == found
