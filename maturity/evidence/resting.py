"""Python's garbage collector at rest: it looks for rings again and again where everything that is made stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_resting() -> Iterator[None]:
    """Switch the collector off for a while; within another rest nothing changes."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
