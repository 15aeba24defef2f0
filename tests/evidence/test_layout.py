"""Places in the tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import layout


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("third_party/tool/setup.py", True),
        ("src/Vendor/x.py", True),
        ("venv/lib/python3.11/site-packages/a.py", True),
        ("data/external/raw.csv.dvc", False),
        ("src/vendoring/x.py", False),
        ("vendor.py", False),
    ],
)
def test_vendored_means_a_whole_folder_name(path: str, expected: bool) -> None:
    assert layout.vendored(path) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/data/test_dataset.py", True),
        ("training/test_train.py", True),
        ("data/data_test.py", True),
        ("tests/helpers.py", True),
        ("conftest.py", True),
        ("data/test/labels.csv", False),
        ("src/contest.py", False),
        ("src/latest/run.py", False),
        ("src/test.py", False),
        ("tests/test.py", True),
        ("shop/tests.py", True),
    ],
)
def test_tests_are_told_from_test_data(path: str, expected: bool) -> None:
    assert layout.test_path(path) is expected


def test_a_template_file_expands_to_its_name() -> None:
    assert layout.expanded("a/Dockerfile.jinja") == "a/Dockerfile"
    assert layout.expanded("a/.j2") == "a/.j2"
    assert layout.expanded("a/b.yaml") == "a/b.yaml"


@given(st.text())
def test_any_name_is_classified(path: str) -> None:
    assert layout.vendored(path) in (True, False)
    assert layout.test_path(path) in (True, False)
    assert layout.document_path(path) in (True, False)
    assert layout.expanded(path) == path or path.startswith(layout.expanded(path))


def test_a_condition_in_a_path_is_met() -> None:
    assert layout.expanded("steps/{% if tuned %}tuning{% endif %}/search.py") == "steps/tuning/search.py"
    assert layout.expanded("{% if gate %}gate.py{% endif %}") == "gate.py"
    assert layout.expanded("rates/100%/a.py") == "rates/100%/a.py"


def test_a_choice_of_a_name_in_a_path_is_met() -> None:
    assert layout.expanded("{{name}}/{{'Dockerfile' if cookiecutter.api == 'y'}}") == "{{name}}/Dockerfile"
    assert layout.expanded('{{- "api.py" if api else "cli.py" }}') == "api.py"
    assert layout.expanded("{{name}}/{{ 'a' ~ module }}.py") == "{{name}}/{{ 'a' ~ module }}.py"
