"""The edge of every program: what this project's own exceptions say is told in one line; anything else is a bug."""

import sys
from collections.abc import Callable


def run(program: Callable[[], object]) -> None:
    """Run a program; end it with exit code 1 and one line if it raised an exception of this project."""
    try:
        program()
    except Exception as error:
        if not type(error).__module__.startswith("churn."):
            raise
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from error
