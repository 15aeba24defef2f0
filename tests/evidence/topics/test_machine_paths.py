"""Paths of one person's machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.machine_paths import collect, personal
from tests.evidence.topics.targets import project


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/wei/data/train.csv", "/home/wei"),
        ("/Users/anna/churn", "/Users/anna"),
        ("C:\\Users\\anna\\churn.csv", "C:\\Users\\anna"),
        ("D:/datasets/churn.csv", "D:/datasets/"),
        ("file:///home/wei/x", ""),
        ("https://example.com/home/wei/x", ""),
        ("/home/runner/work", ""),
        ("/home/jovyan/work", ""),
        ("/Users/yourname/churn", ""),
        ("data/home/wei.csv", ""),
        ("s3://bucket/train.csv", ""),
        ("http://host/x", ""),
    ],
)
def test_whose_path_it_is(text: str, shown: str) -> None:
    assert personal(text) == shown


def test_programs_and_scripts_are_looked_at_tests_and_comments_not() -> None:
    read = "import pandas\npandas.read_csv('/home/wei/a.csv')\n"
    files = {"train.py": read, "tests/test_a.py": read, "run.sh": "# cd /home/wei\npython /home/wei/train.py\n"}
    assert [(str(one.at), one.shown) for one in collect(project(files))] == [
        ("train.py:2", "/home/wei"),
        ("run.sh:2", "/home/wei"),
    ]


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(personal(text), str)
