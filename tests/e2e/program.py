"""Runs the program as a user does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

CHECKOUT = Path(__file__).parents[2]


class Ran(NamedTuple):
    """What came of one run."""

    code: int
    out: str
    err: str


def maturity(*words: str | Path, folder: Path | None = None, **environment: str) -> Ran:
    """Run `python -m maturity` in a folder and return its exit code and what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "maturity", *map(str, words)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def status(document: dict[str, Any], rule: str) -> str:
    """Return what an assessment says of a rule."""
    return str(next(finding["status"] for finding in document["findings"] if finding["rule"] == rule))
