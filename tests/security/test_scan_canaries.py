"""`maturity scan` runs nothing of a repository, contacts nobody and leaves no trace: proven through the whole program.

The repository is handed over as files, with its git folder, the way an archive or a CI job hands it over. Whatever is
run touches a file of its own; whatever is contacted or started is noted by an audit hook.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.program import CHECKOUT
from tests.repository import MakeRepository, commit, git, write
from tests.security.test_git_canaries import HOOKS, SETTINGS, Traps, state

SHADOWS = (
    *("yaml", "git", "re2", "pydantic", "tree_sitter", "tree_sitter_bash", "jinja2", "sqlite3", "json", "hashlib"),
    *("sitecustomize", "usercustomize", "setup", "conftest", "noxfile", "tasks", "dataclasses", "argparse", "pathlib"),
)
"""Modules of ours and of Python that a repository may bring along."""
BROUGHT = {
    "Makefile": "X := $(shell {run})\ntrain: ; {run}\n",
    "dvc.yaml": "stages:\n  train:\n    cmd: {run}\n    outs: [model.pkl]\nvars: [../../outside.yaml]\n",
    "MLproject": "entry_points:\n  main: {{command: '{run}'}}\n",
    "Dockerfile": "FROM python:3.11\nRUN {run}\nCMD {run}\n",
    "tagged.yaml": "run: !!python/object/apply:os.system ['{run}']\n",
    ".pre-commit-config.yaml": "repos: [{{repo: local, hooks: [{{id: x, language: system, entry: '{run}'}}]}}]\n",
    ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: {run}\n",
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n',
    "requirements.txt": "--index-url http://127.0.0.1:9/simple\n-e git+ext::sh -c touch%20x\n",
    ".dvc/config": "[core]\n    remote = x\n['remote \"x\"']\n    url = http://127.0.0.1:9/\n    ask_password = true\n",
    ".mlflow/config": "",
    ".env": "MLFLOW_TRACKING_URI=http://127.0.0.1:9\n",
    "notes.ipynb": json.dumps(
        {"cells": [{"cell_type": "code", "source": ["!{run}\n", "%run setup.py\n"], "outputs": []}], "nbformat": 4}
    ).replace("{", "{{").replace("}", "}}").replace("{{run}}", "{run}"),
    ".maturity.yaml": "plugins: [setup]\nrules: ../outside\n",
}  # fmt: skip
"""Files that run something in the hands of the tool they are for; `{run}` is a shell command."""

WATCH = """
import socket, subprocess, sys
def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        family = getattr(arguments[0], "family", None) if arguments else None
        if family != socket.AF_UNIX:
            open({log!r}, "a").write(event + "\\n")
    if event == "subprocess.Popen":
        open({log!r}, "a").write("start " + str(arguments[0]) + "\\n")
sys.addaudithook(watch)
"""
"""Written by the test beside the program, and imported before it."""


@pytest.fixture
def brought(make_repository: MakeRepository, tmp_path: Path) -> Traps:
    """Return a repository in which everything is a trap."""
    folder = make_repository({"train.py": "from sklearn.svm import SVC\nSVC().fit([[0]], [0])\n"})
    traps = Traps(folder, tmp_path / "canaries")
    touch = f"touch {traps.canaries}/"
    files = {path: text.format(run=touch + path.replace("/", "-")) for path, text in BROUGHT.items()}
    commit(folder, files | {f"{name}.py": f"open({str(traps.canaries / name)!r}, 'w')\n" for name in SHADOWS})
    commit(folder, {".gitattributes": "* filter=trap diff=trap merge=trap\n*.pkl filter=lfs\n"})
    for hook in HOOKS:
        write(folder, {f".git/hooks/{hook}": f"#!/bin/sh\n{traps.command(hook)}\n"})
        (folder / ".git/hooks" / hook).chmod(0o755)
    for key in SETTINGS:
        traps.set(key)
    git(folder, "config", "log.showSignature", "true")
    write(folder, {".git/included": f"[core]\n\tfsmonitor = touch {traps.canaries}/included\n"})
    git(folder, "config", "include.path", str(folder / ".git/included"))
    for path in traps.canaries.iterdir():
        path.unlink()
    os.utime(folder / "train.py", (1, 1))
    return traps


def scan(traps: Traps, command: Sequence[str], tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Scan from inside the repository, as somebody does who unpacked it; keep the environment small."""
    return subprocess.run(
        [*command, "scan", ".", "--format", "json"],
        cwd=traps.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "MATURITY_CACHE_DIR": str(tmp_path / "cache")} | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


CONSOLE_SCRIPT = "import sys\nsys.path.insert(1, {checkout!r})\nfrom maturity.cli import main\nsys.exit(main())\n"


def test_the_traps_are_sharp(brought: Traps, tmp_path: Path) -> None:
    for command in (
        ["make", "-n", "train"],
        [sys.executable, "-m", "json.tool", "/dev/null"],
        ["git", "status"],
        ["sh", "Makefile"],
    ):
        subprocess.run(command, cwd=brought.folder, check=False, capture_output=True)
    assert {"Makefile", "json"} <= brought.sprung()


@pytest.mark.parametrize("way", ["console script", "module"])
def test_scanning_runs_nothing_contacts_nobody_and_leaves_no_trace(way: str, brought: Traps, tmp_path: Path) -> None:
    log = tmp_path / "log"
    write(tmp_path, {"bin/maturity": CONSOLE_SCRIPT.format(checkout=str(CHECKOUT))})
    # The operator's own start-up file, on the operator's path, is how the test looks into the process.
    write(tmp_path, {"watching/usercustomize.py": "", "watching/sitecustomize.py": WATCH.format(log=str(log))})
    command = [sys.executable, *([str(tmp_path / "bin/maturity")] if way == "console script" else ["-m", "maturity"])]
    before = state(brought.folder)
    done = scan(brought, command, tmp_path, PYTHONPATH=f"{tmp_path / 'watching'}:{CHECKOUT}")
    assert (done.returncode, done.stderr) == (0, "")
    assert brought.sprung() == set()
    assert state(brought.folder) == before
    seen = log.read_text().splitlines()
    assert all(line.startswith("start ") and line.endswith("/git") for line in seen), seen
    document = json.loads(done.stdout)
    passed = {finding["rule"] for finding in document["findings"] if finding["status"] == "pass"}
    assert {"code-versioned", "training-entrypoint", "ci-on-change"} <= passed
    assert "our own fault" not in done.stdout


def test_the_verdict_is_the_same_without_network_and_without_other_programs(brought: Traps, tmp_path: Path) -> None:
    write(tmp_path, {"programs/.keep": ""})
    found = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    (tmp_path / "programs/git").symlink_to(found)
    command = [sys.executable, "-m", "maturity"]
    usual = json.loads(scan(brought, command, tmp_path, PYTHONPATH=str(CHECKOUT)).stdout)
    alone = ["unshare", "-rn", *command]
    cut_off = subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0
    done = scan(
        brought,
        ["/usr/bin/env", f"PATH={tmp_path / 'programs'}", *command] if not cut_off else alone,
        tmp_path,
        PYTHONPATH=str(CHECKOUT),
        MATURITY_CACHE_DIR=str(tmp_path / "other"),
    )
    bare = json.loads(done.stdout)
    for document in (usual, bare):
        del document["started"], document["duration"]
    assert bare == usual


def test_a_package_of_our_name_is_taken_by_python_only_when_asked(brought: Traps, tmp_path: Path) -> None:
    write(brought.folder, {"maturity/__init__.py": f"open({str(brought.canaries / 'ours')!r}, 'w')\n"})
    write(tmp_path, {"bin/maturity": CONSOLE_SCRIPT.format(checkout=str(CHECKOUT))})
    for command in ([sys.executable, str(tmp_path / "bin/maturity")], [sys.executable, "-P", "-m", "maturity"]):
        assert scan(brought, command, tmp_path, PYTHONPATH=str(CHECKOUT)).returncode == 0
        assert brought.sprung() == set()
