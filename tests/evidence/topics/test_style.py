"""Configured tools."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.style import collect
from tests.evidence.topics.targets import project


def found(files: dict[str, str]) -> set[tuple[str, str, int, str]]:
    return {(one.tool, one.purpose, one.entries, str(one.at)) for one in collect(project(files))}


def test_tables_of_pyproject() -> None:
    text = "[tool.ruff]\nline-length = 120\n[tool.ruff.format]\nquote-style = 'single'\n[tool.mypy]\nstrict = true\n"
    assert found({"pyproject.toml": text}) == {
        ("ruff", "lint", 1, "pyproject.toml:1"),
        ("ruff", "format", 1, "pyproject.toml:3"),
        ("mypy", "type-check", 1, "pyproject.toml:5"),
    }


@pytest.mark.parametrize(
    ("path", "text", "tool", "purpose"),
    [
        ("setup.cfg", "[flake8]\nmax-line-length = 100\n", "flake8", "lint"),
        ("tox.ini", "[isort]\nprofile = black\n", "isort", "format"),
        ("setup.cfg", "[mypy-numpy.*]\nignore_missing_imports = True\n", "mypy", "type-check"),
        (".flake8", "[flake8]\nignore = E501\n", "flake8", "lint"),
        ("ruff.toml", "line-length = 100\n", "ruff", "lint"),
        (".pylintrc", "[MAIN]\njobs=2\n", "pylint", "lint"),
        ("pyrightconfig.json", '{"strict": ["src"]}', "pyright", "type-check"),
        (".github/dependabot.yml", "updates:\n- package-ecosystem: pip\n", "dependabot", "audit"),
        (
            ".eslintrc.js",
            "/* A licence,\n * of two lines\n */\nmodule.exports = {extends: './config'}\n",
            "eslint",
            "lint",
        ),
        ("eslint.config.mjs", "export default [js.configs.recommended]\n", "eslint", "lint"),
        ("biome.json", '{"linter": {"enabled": true}}', "biome", "lint"),
        (".prettierrc", '{"semi": false}', "prettier", "format"),
        (".coveragerc", "[run]\nbranch = True\n", "coverage", "coverage"),
    ],
)
def test_files_and_sections(path: str, text: str, tool: str, purpose: str) -> None:
    assert [(one.tool, one.purpose) for one in collect(project({path: text}))] == [(tool, purpose)]


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": "[tool.black]\n\n[tool.isort]\n# nothing\n"},
        {".flake8": ""},
        {".flake8": "[flake8]\n# later\n"},
        {"pyrightconfig.json": "{}"},
        {".pre-commit-config.yaml": "repos: []\n"},
        {".pre-commit-config.yaml": "- broken"},
        {"vendor/setup.cfg": "[flake8]\nignore = E1\n"},
        {"setup.py": "# flake8: noqa"},
        {".eslintrc.js": "// later\n"},
        {"website/.eslintrc.js": "module.exports = {extends: 'react-app'}\n"},
        {"website/.prettierrc": '{"semi": false}'},
    ],
)
def test_nothing_is_configured_by_nothing(files: dict[str, str]) -> None:
    assert found(files) == set()


def test_hooks_are_counted_and_known_tools_named() -> None:
    text = "repos:\n- repo: x\n  hooks:\n  - id: ruff\n  - id: ruff-format\n- repo: local\n  hooks:\n  - id: mypy\n"
    path = ".pre-commit-config.yaml"
    assert found({path: text}) == {
        ("pre-commit", "hooks", 3, f"{path}:4"),
        ("ruff", "lint", 1, f"{path}:4"),
        ("ruff", "format", 1, f"{path}:5"),
        ("mypy", "type-check", 1, f"{path}:8"),
    }


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for one in collect(project({"pyproject.toml": text, ".flake8": text, ".pre-commit-config.yaml": text})):
        assert one.entries >= 1
