"""pyproject.toml, pixi.toml and Pipfile."""

import tomllib
from textwrap import dedent

from maturity.evidence.topics.manifests import pyproject
from maturity.evidence.topics.manifests.requirement import Requirement


def read(text: str) -> dict[str, Requirement]:
    text = dedent(text)
    return {entry.name: entry for entry in pyproject.read(tomllib.loads(text), text)}


def test_pep_621_and_735_tell_scope_and_line() -> None:
    found = read(
        """
        [project]
        dependencies = [
            "numpy==1.26.4",
            "pandas>=2",
        ]
        [project.optional-dependencies]
        dev = ["ruff"]
        gpu = ["cupy==13.0"]
        [dependency-groups]
        lint = ["mypy", {include-group = "x"}]
        """
    )
    assert {name: (one.scope, one.exact, one.line) for name, one in found.items()} == {
        "numpy": ("runtime", True, 4),
        "pandas": ("runtime", False, 5),
        "ruff": ("development", False, 8),
        "cupy": ("optional", True, 9),
        "mypy": ("development", False, 11),
    }


def test_poetry_means_equality_by_a_bare_version() -> None:
    found = read(
        """
        [tool.poetry.dependencies]
        python = "^3.11"
        numpy = "1.26.4"
        pandas = "^2.0"
        lib = {git = "https://host/lib.git", rev = "1234567890123456789012345678901234567890"}
        extra = {version = "1.0", optional = true}
        local = {path = "../local"}
        [tool.poetry.group.test.dependencies]
        pytest = "*"
        """
    )
    assert {name: (one.scope, one.exact) for name, one in found.items()} == {
        "numpy": ("runtime", True),
        "pandas": ("runtime", False),
        "lib": ("runtime", True),
        "extra": ("optional", True),
        "pytest": ("development", False),
    }


def test_a_pipfile_has_two_parts() -> None:
    text = '[packages]\nflask = "==3.0.0"\n[dev-packages]\npytest = "*"\n'
    found = pyproject.pipfile(tomllib.loads(text), text)
    assert [(one.name, one.scope, one.exact, one.line) for one in found] == [
        ("flask", "runtime", True, 2),
        ("pytest", "development", False, 4),
    ]


def test_pixi_features_are_groups() -> None:
    text = '[dependencies]\npython = "3.11.*"\nnumpy = "==1.26"\n[feature.test.dependencies]\npytest = "*"\n'
    found = pyproject.pixi(tomllib.loads(text), text)
    assert [(one.name, one.scope) for one in found] == [("numpy", "runtime"), ("pytest", "development")]


def test_odd_shapes_declare_nothing() -> None:
    data = {
        "project": {"dependencies": {"a": 1}, "optional-dependencies": ["x"]},
        "tool": ["poetry"],
        "dependency-groups": 3,
    }
    assert pyproject.read(data, "") == ()
