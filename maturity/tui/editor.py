"""The user's own editor, on a line of a file; arguments are a list, and no shell ever sees them."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path


def command(environment: Mapping[str, str], file: Path, line: int | None) -> tuple[str, ...] | None:
    """Return how to open a file at a line; None when the user named no editor that is there.

    The file is absolute, so that its name cannot be taken for an option.
    """
    named = environment.get("VISUAL") or environment.get("EDITOR") or "vi"
    try:
        words = shlex.split(named)
    except ValueError:
        return None
    program = shutil.which(words[0], path=environment.get("PATH")) if words else None
    if program is None:
        return None
    where = (f"+{line}",) if line else ()
    return (program, *words[1:], *where, os.path.abspath(file))  # noqa: PTH100 - links stay as they are


def edit(words: tuple[str, ...]) -> None:
    """Run the editor and wait for it to be closed."""
    subprocess.run(words, check=False)
