"""The edge of every program: what this project's own exceptions say is told in one line; anything else is a bug."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def run(program: Callable[[], object]) -> None:
    """Run a program within the boundary."""
    with boundary():
        program()


@contextmanager
def boundary() -> Iterator[None]:
    """End the process with exit code 1 and one line if an exception of this project is raised within."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith("churn."):
            raise
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from error
