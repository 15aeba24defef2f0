"""What git knows about the code that ran: the commit, and whether it is all of the truth."""

import subprocess
from pathlib import Path


class NotCommitted(RuntimeError):
    """Git did not commit what it was asked to."""


def commit() -> str | None:
    """Return the commit that is checked out; None outside of a repository."""
    return _git("rev-parse", "HEAD")


def dirty() -> bool:
    """Tell whether files of this folder differ from the commit, or are not in it."""
    return _git("status", "--porcelain", "--", ".") != ""


def changed(file: Path) -> bool:
    """Tell whether a file differs from the commit, or is not in it."""
    return _git("status", "--porcelain", "--", str(file)) != ""


def record(file: Path, message: str) -> None:
    """Commit one file, and nothing else; raise `NotCommitted` if git refuses."""
    if _git("add", "--", str(file)) is None or _git("commit", "--quiet", "-m", message, "--", str(file)) is None:
        raise NotCommitted(f"{file}: git refuses to commit it; is a name and an e-mail configured?")


def _git(*words: str) -> str | None:
    done = subprocess.run(["git", *words], check=False, capture_output=True, text=True)  # noqa: S607 - git is on the PATH
    return done.stdout.strip() if done.returncode == 0 else None
