"""The most exact lock of a project is taken, with the tool that it needs, and what it is held to."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.reproduction import locks
from maturity.reproduction.environment import make
from maturity.reproduction.isolation import Sandbox
from maturity.reproduction.workspace import Workspace
from tests.repository import write

PIN = "numpy==2.4.6\n"
HASHED = "numpy==2.4.6 \\\n    --hash=sha256:ab\n"


@pytest.fixture
def tools(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that is all of PATH, with programs named as the tools that install from locks."""
    folder = tmp_path_factory.mktemp("tools")
    for name in ("uv", "poetry", "pdm"):
        (folder / name).write_text('#!/bin/sh\n/usr/bin/env > "$HOME/seen"\nexit 1\n')
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.parametrize(
    ("files", "name", "hashed"),
    [
        ({"uv.lock": "", "poetry.lock": "", "requirements.txt": PIN}, "uv.lock", True),
        ({"poetry.lock": "", "pdm.lock": ""}, "poetry.lock", True),
        ({"pdm.lock": "", "requirements.lock": PIN}, "pdm.lock", True),
        ({"requirements.lock": HASHED, "requirements.txt": PIN}, "requirements.lock", True),
        ({"requirements.txt": PIN + "# --hash=sha256:none\n"}, "requirements.txt", False),
        ({"requirements.txt": "numpy  # ==1\n", "requirements-all.txt": PIN}, "requirements-all.txt", False),
        ({"requirements.txt": "numpy\n", "requirements-dev.txt": PIN}, "requirements.txt", False),
    ],
)
def test_which_lock_is_taken(tools: Path, files: dict[str, str], name: str, hashed: bool, tmp_path: Path) -> None:
    write(tmp_path, dict(files))
    lock = locks.find(tmp_path)
    assert (lock.name, lock.hashed) == (name, hashed)
    assert any("--require-hashes" in step for step in lock.steps(tmp_path)) == (hashed and lock.tool == "")


@pytest.mark.parametrize("name", ["uv", "poetry", "pdm"])
def test_a_tool_that_is_missing_is_one_line(tools: Path, name: str, tmp_path: Path) -> None:
    write(tmp_path, {f"{name}.lock": ""})
    (tools / name).unlink()
    with pytest.raises(UsageError) as caught:
        locks.find(tmp_path)
    need = f"{name}.lock needs {name}, which is not on PATH; install it, or name an interpreter with --python"
    assert str(caught.value) == need


@pytest.mark.parametrize("files", [{}, {"requirements-dev.txt": PIN}, {"Pipfile.lock": "{}"}])
def test_nothing_to_install_from(files: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, dict(files))
    with pytest.raises(UsageError, match=r"to install from; name an interpreter with --python"):
        locks.find(tmp_path)


def test_the_installation_learns_where_packages_come_from_and_nothing_else(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = {"UV_INDEX_CORP_PASSWORD": "asked", "UV_DEFAULT_INDEX": "https://i", "HTTPS_PROXY": "http://p"}
    kept = {
        "UV_PUBLISH_TOKEN": "hush",
        "PIP_INDEX_URL": "hush",
        "AWS_SECRET_ACCESS_KEY": "hush",
        "UV_CACHE_DIR": "hush",
    }
    for name, value in (passed | kept).items():
        monkeypatch.setenv(name, value)
    write(tmp_path / "project", {"uv.lock": ""})
    with Workspace(tmp_path / "log", 60, Sandbox()) as workspace:
        with pytest.raises(UsageError, match=r"uv\.lock cannot be installed; the log says why"):
            make(workspace, tmp_path / "project", None)
        seen = dict(line.split("=", 1) for line in (workspace.home / "seen").read_text().splitlines() if "=" in line)
        assert seen["VIRTUAL_ENV"] == str(workspace.folder / "environment")
    assert {name: seen.get(name) for name in passed} == passed
    assert "hush" not in seen.values()
    assert seen["XDG_CONFIG_HOME"] == str(Path.home() / ".config")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"pyproject.toml": "[project]\nname = 'a'\nversion = '1'\n"}, True),
        ({"setup.py": ""}, True),
        ({"pyproject.toml": "[tool.ruff]\n"}, False),
        ({"pyproject.toml": "[project\n"}, False),
        ({"requirements.txt": PIN}, False),
    ],
)
def test_which_project_is_installed_itself(files: dict[str, str], said: bool, tmp_path: Path) -> None:
    write(tmp_path, dict(files))
    assert locks.is_package(tmp_path) is said
