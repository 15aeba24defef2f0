"""The layout of folders."""

import pytest

from maturity.evidence.topics.structure import collect
from tests.evidence.topics.targets import project

GOOD = {"src/churn/__init__.py": "", "src/churn/train.py": "x=1", "tests/test_a.py": "x=1", "config/a.yaml": "a: 1"}


def layout(files: dict[str, str]) -> list[tuple[bool, bool, bool, bool]]:
    found = collect(project(files))
    return [(one.source, one.tests, one.configuration, one.notebooks_apart) for one in found]


def test_each_in_its_place() -> None:
    assert layout(GOOD) == [(True, True, True, True)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"train.py": "x=1"}, (False, True, True, True)),
        ({"setup.py": "x=1", "main.py": "x=1"}, (True, True, True, True)),
        ({"src/churn/look.ipynb": "{}"}, (True, True, True, False)),
        ({"notebooks/look.ipynb": "{}"}, (True, True, True, True)),
    ],
)
def test_what_lies_about_is_told(more: dict[str, str], expected: tuple[bool, bool, bool, bool]) -> None:
    assert layout(GOOD | more) == [expected]


def test_no_source_no_layout() -> None:
    assert layout({"README.md": "x", "tests/test_a.py": "x=1"}) == []
