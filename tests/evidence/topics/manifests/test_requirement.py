"""One requirement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.manifests.requirement import exact, exact_plain, file_scope, fixed, group_scope, parse


@pytest.mark.parametrize(
    ("text", "name", "pinned"),
    [
        ("scikit_learn==1.4.2", "scikit-learn", True),
        ("ray[air,tune]==2.7.0 ; python_version < '3.12'", "ray", True),
        ("numpy==1.26.4 --hash=sha256:abc", "numpy", True),
        ("torch===2.1+cu118", "torch", True),
        ("pandas>=2,==2.1.4", "pandas", True),
        ("pandas==2.*", "pandas", False),
        ("mlflow~=2.3", "mlflow", False),
        ("mlflow", "mlflow", False),
        ("dvc[s3]>=3.29.0", "dvc", False),
        ("own @ git+https://host/own.git@1234567890123456789012345678901234567890", "own", True),
        ("own @ git+https://host/own.git@main", "own", False),
        ("git+https://host/team/own.git", "own", False),
        ("own @ https://host/own-1.0-py3-none-any.whl", "own", True),
    ],
)
def test_only_one_version_is_exact(text: str, name: str, pinned: bool) -> None:
    found = parse(text, 3)
    assert found is not None
    assert (found.name, found.exact, found.line) == (name, pinned, 3)


@pytest.mark.parametrize("text", ["-e .", "./local", "/abs/wheel.whl", "--extra-index-url https://x", "{% if x %}", ""])
def test_what_names_no_distribution_is_no_requirement(text: str) -> None:
    assert parse(text, 1) is None


def test_bare_numbers_mean_equality_only_where_the_tool_says_so() -> None:
    assert exact_plain("1.2.3")
    assert not exact("1.2.3")
    assert not exact_plain("^1.2")
    assert not exact_plain("*")
    assert not exact_plain("1.*")


def test_an_address_is_fixed_by_a_commit_or_a_file() -> None:
    assert fixed("https://host/a.tar.gz")
    assert not fixed("git+https://host/a.git@v1.0")


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", "runtime"),
        ("requirements-dev.txt", "development"),
        ("requirements_test.txt", "development"),
        ("docs/requirements.txt", "development"),
        ("load_test/requirements.txt", "development"),
        ("ci_dependencies.yml", "development"),
        ("devops/pipeline/requirements/job.txt", "development"),
        ("devops-agent/requirements.txt", "runtime"),
        ("docs-assistant/requirements.txt", "runtime"),
        ("model/requirements.txt", "runtime"),
    ],
)
def test_a_manifest_tells_its_scope_by_its_place(path: str, scope: str) -> None:
    assert file_scope(path) == scope


def test_groups_of_tools_are_for_developers() -> None:
    assert group_scope("dev") == "development"
    assert group_scope("unit-tests") == "development"
    assert group_scope("gpu") == "optional"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = parse(text, 1)
    assert found is None or found.name == found.name.lower()
