"""Checks for overlap and for differences between groups."""

import pytest

from tests.evidence.practice.seen import seen


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def test_parts(train, test):\n    assert set(train.ids).isdisjoint(test.ids)\n", [("leakage", True)]),
        ("def test_no_overlap(train, holdout):\n    assert not set(train) & set(holdout)\n", [("leakage", True)]),
        (
            (
                "from churn import split\ndef test_split():\n    train, test = split()\n"
                "    shared = set(train.index) & set(test.index)\n    assert not shared\n"
            ),
            [("leakage", True)],
        ),
        (
            (
                "from churn import split\ndef test_split():\n    train, valid = split()\n"
                "    assert len(set(train['id']).intersection(valid['id'])) == 0\n"
            ),
            [("leakage", True)],
        ),
        (
            (
                "from churn import split\ndef test_split():\n    train, test = split()\n"
                "    assert train['date'].max() < test['date'].min()\n"
            ),
            [("leakage", True)],
        ),
        (
            (
                "import pandas as pd\nfrom churn import split\ndef test_split():\n    train, test = split()\n"
                "    assert pd.merge(train, test, how='inner').empty\n"
            ),
            [("leakage", True)],
        ),
        (
            (
                "import unittest\nfrom churn import split\nclass SplitTest(unittest.TestCase):\n"
                "    def test_split(self):\n        x_train, x_test = split()\n"
                "        self.assertFalse(x_train['id'].isin(x_test['id']).any())\n"
            ),
            [("leakage", True)],
        ),
        (
            (
                "from deepchecks.tabular.suites import train_test_validation\ndef test_rows(old, new):\n"
                "    assert train_test_validation().run(old, new).passed()\n"
            ),
            [("leakage", True)],
        ),
        ("def test_columns(train, test):\n    assert set(train.columns) == set(test.columns)\n", []),
        ("def test_join(train, test):\n    assert len(train.merge(test)) == len(test)\n", []),
        ("def test_order(train, test):\n    assert train['date'].max() < test['date'].max()\n", []),
        ("def test_shuffled(first, second):\n    assert not set(first) & set(second)\n", []),
        ("def test_sizes(train, test):\n    assert len(train) > len(test)\n", []),
        ("def test_windows_overlap(first, second):\n    assert first & second\n", []),
        ("def test_no_overlap(train, holdout):\n    print(set(train) & set(holdout))\n", []),
        ("def test_group_gap(model):\n    assert model.gap() < 0.1\n", [("fairness", True)]),
        ("def test_output_parity(model):\n    assert model.gap() < 0.1\n", []),
    ],
)
def test_a_test_checks_its_subject(code: str, expected: list[tuple[str, bool]]) -> None:
    found = seen("check", {"tests/test_split.py": code})
    assert [(one.subject, one.runs) for one in found] == expected


def test_a_skipped_test_and_dead_code_do_not_run() -> None:
    skipped = (
        "import pytest\n\n@pytest.mark.skip\ndef test_no_overlap(train, test):\n    assert not set(train) & set(test)\n"
    )
    assert [one.runs for one in seen("check", {"tests/test_split.py": skipped})] == [False]
    marked = skipped.replace("@pytest.mark.skip\n", "pytestmark = pytest.mark.skip\n\n")
    assert [one.runs for one in seen("check", {"tests/test_split.py": marked})] == [False]
    runs = {"Makefile": "a:\n\tpython split.py\n"}
    gate = "def check_overlap(train, test):\n    assert set(train).isdisjoint(test)\n"
    assert [one.runs for one in seen("check", {"split.py": gate, **runs})] == [False]
    guard = "\nif __name__ == '__main__':\n    check_overlap([1], [2])\n"
    assert [one.runs for one in seen("check", {"split.py": gate + guard, **runs})] == [True]
