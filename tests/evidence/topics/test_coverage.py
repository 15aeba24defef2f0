"""Coverage that commands measure."""

import pytest

from maturity.evidence.topics.coverage import collect
from tests.evidence.topics.targets import project


def found(path: str, text: str) -> list[tuple[str, str]]:
    return [(one.tool, str(one.at)) for one in collect(project({path: text}))]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/ci.yml", "jobs:\n  - run: pytest --cov=churn --cov-fail-under=70\n"),
        ("Makefile", "test:\n\tpytest --cov churn --cov-fail-under 80\n"),
        ("scripts/test.sh", "coverage run -m pytest\ncoverage report --fail-under=50\n"),
    ],
)
def test_a_command_measures_and_demands(path: str, text: str) -> None:
    assert found(path, text) == [
        ("coverage", f"{path}:{1 if path.endswith('.sh') else 2}"),
        ("coverage-floor", f"{path}:2"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "tools"),
    [
        ("Makefile", "test:\n\tpytest --cov=churn\n", ["coverage"]),
        ("Makefile", "test:\n\tpytest --cov=churn --cov-fail-under=0\n", ["coverage"]),
        ("Makefile", "# pytest --cov=churn --cov-fail-under=70\n", []),
        ("docs/testing.md", "pytest --cov=churn --cov-fail-under=70\n", []),
        ("Makefile", "covers:\n\tmake discover\n", []),
    ],
)
def test_what_demands_nothing(path: str, text: str, tools: list[str]) -> None:
    assert [tool for tool, _ in found(path, text)] == tools


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("pyproject.toml", "addopts = '--cov=src'\n[tool.coverage.report]\nfail_under = 80\n",
         [("coverage", "pyproject.toml:1"), ("coverage-floor", "pyproject.toml:3")]),
        ("pyproject.toml", "addopts = ['--cov', 'src']\n", [("coverage", "pyproject.toml:1")]),
        ("pyproject.toml", "addopts = '--cov-report=term'\n", []),
        ("pyproject.toml", "[tool.coverage.report]\nfail_under = 80\n", []),
        ("pyproject.toml", "[tool.coverage.report]\n# fail_under = 80\n", []),
        ("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '--cov=src'\n", [("coverage", "pyproject.toml:2")]),
        ("pytest.ini", "addopts = --cov --cov-fail-under=9\n",
         [("coverage", "pytest.ini:1"), ("coverage-floor", "pytest.ini:1")]),
        (".coveragerc", "[report]\nfail_under = 70\n", []),
        ("notes.toml", "[tool.coverage.report]\nfail_under = 80\n", []),
    ],
)  # fmt: skip
def test_settings_demand_too(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(path, text) == expected


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "test:\n\tpytest --cov\n"),
        ("noxfile.py", 'def tests(session):\n    session.run("coverage", "run", "-m", "pytest")\n'),
        ("noxfile.py", 'def tests(session):\n    session.run("pytest", "--cov", "src")\n'),
        ("hatch.toml", "[envs.test.scripts]\ncov = 'hatch test --cover'\n"),
    ],
)
def test_a_floor_counts_where_something_measures(path: str, text: str) -> None:
    files = {path: text, ".coveragerc": "[report]\nfail_under = 70\n"}
    assert [(one.tool, str(one.at)) for one in collect(project(files))] == [
        ("coverage", f"{path}:2"),
        ("coverage-floor", ".coveragerc:2"),
    ]
    silent = {path: "# " + text.replace("\n", "\n# "), ".coveragerc": files[".coveragerc"]}
    assert list(collect(project(silent))) == []
