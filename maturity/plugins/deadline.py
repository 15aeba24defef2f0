"""A clock for what packages of others do: one that hangs is stopped, wherever it waits."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 1.0
"""Seconds after which code is interrupted once more that has caught the interruption."""


class OutOfTime(BaseException):
    """Raised inside the code that took too long; no `Exception`, which that code may well catch."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what runs in the block after some seconds.

    Without effect outside the main thread and where a process has no such clock (Windows).

    Raises:
        OutOfTime: the block took longer.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    running = True

    def ring(_number: int, _frame: FrameType | None) -> None:
        if running:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
