"""The hooks, installed by pre-commit from this repository as a user's pre-commit installs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import CHECKOUT
from tests.repository import MakeRepository, git


def hook(target: Path, name: str, source: Path) -> subprocess.CompletedProcess[str]:
    """Run one hook; its environment is installed the first time and kept beside the source."""
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", name, "--all-files", "--verbose"],
        cwd=target,
        env=os.environ | {"PRE_COMMIT_HOME": str(source.parent / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_gate_runs_as_a_hook(make_repository: MakeRepository, tmp_path: Path) -> None:
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "-q", "--no-local", str(CHECKOUT), str(source)], check=True)
    hooks = f"""\
repos:
- repo: {source}
  rev: {git(source, "rev-parse", "HEAD").strip()}
  hooks: [{{id: maturity-gate}}, {{id: maturity-config}}]
"""
    target = make_repository(
        {"README.md": "# x\n", "maturity.toml": "[gate]\nlevel = 0\n", ".pre-commit-config.yaml": hooks}
    )
    passed = hook(target, "maturity-gate", source)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Gate reached: project is at level 0" in passed.stdout
    (target / "maturity.toml").write_text("[gate]\nlevel = 1\n")
    git(target, "commit", "-q", "-a", "-m", "raise the bar")
    failed = hook(target, "maturity-gate", source)
    assert failed.returncode == 1
    assert "demanded level 1" in failed.stdout
    (target / "maturity.toml").write_text("[gate]\nlevle = 1\n")
    git(target, "commit", "-q", "-a", "-m", "slip")
    slip = hook(target, "maturity-config", source)
    assert slip.returncode == 1
    assert "maturity.toml:2: unknown key 'levle' in [gate]; did you mean 'level'?" in slip.stdout
