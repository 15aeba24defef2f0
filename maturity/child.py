"""One child process: what bounds it, what it does, and how it speaks with its parent."""

import faulthandler
import gc
import os
import signal
import socket
import struct
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from maturity.errors import Unreadable

T = TypeVar("T")

REASON_LENGTH = 200

INDEX = struct.Struct("!Q")
"""A request: the position of an item."""
HEADER = struct.Struct("!BQ")
"""The head of an answer: done or failed, and how many bytes follow."""
DONE, FAILED = 0, 1

_inside = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Work that could not be done, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may take: seconds for an item, and bytes of memory on top of what it inherits."""

    seconds: float
    memory: int
    writes: bool = False
    """It may write files."""


def inside() -> bool:
    """Say whether this process is such a child."""
    return _inside


def surround(environment: Mapping[str, str]) -> None:
    """Give this process another environment, if it is such a child: libraries read that of their process."""
    if _inside:
        given = dict(environment)
        os.environ.clear()
        os.environ.update(given)


def live(line: socket.socket, do: Callable[[int], bytes | Failure], limits: Limits) -> NoReturn:
    """Be a child: answer until the parent hangs up, and never return into the caller's code."""
    status = 1
    try:
        _settle(limits)
        while request := receive(line, INDEX.size):
            signal.setitimer(signal.ITIMER_REAL, limits.seconds)
            answer = do(INDEX.unpack(request)[0])
            signal.setitimer(signal.ITIMER_REAL, 0)
            state, body = (
                (FAILED, answer.reason.encode(errors="backslashreplace"))
                if isinstance(answer, Failure)
                else (DONE, answer)
            )
            line.sendall(HEADER.pack(state, len(body)))
            line.sendall(body)
        status = 0
    finally:
        os._exit(status)


def _settle(limits: Limits) -> None:
    """Take limits, let go of the terminal and of the parent's ways."""
    import resource

    global _inside  # noqa: PLW0603 -- a process is a child or it is not
    _inside = True
    os.setsid()
    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    faulthandler.disable()
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    # What the parent holds is not garbage to search in every collection.
    gc.freeze()
    bounds = {resource.RLIMIT_AS: _address_space() + limits.memory, resource.RLIMIT_CORE: 0}
    if not limits.writes:
        bounds[resource.RLIMIT_FSIZE] = 0
    for kind, bound in bounds.items():
        hard = resource.getrlimit(kind)[1]
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """Return what the process has mapped already: the limit bounds what the work adds."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 40 if sys.platform == "darwin" else 1 << 30


def attempt(function: Callable[[T], bytes], item: T) -> bytes | Failure:
    """Do one item; whatever it raises is its reason."""
    try:
        return function(item)
    except Unreadable as error:
        return Failure(str(error)[:REASON_LENGTH])
    except MemoryError:
        return Failure("needs more memory than is allowed")
    except RecursionError:
        return Failure("nested too deeply")
    except Exception as error:  # noqa: BLE001 -- the one boundary of a child: every fault of its work is a reason
        return Failure(f"{type(error).__name__}: {error}"[:REASON_LENGTH])


def receive(line: socket.socket, size: int) -> bytes | None:
    """Return exactly so many bytes; None when the other side is gone."""
    parts = bytearray()
    while len(parts) < size:
        part = line.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def send(line: socket.socket, message: bytes) -> None:
    """Send a message, or find that nobody is there: reading from the line says so too."""
    try:
        line.sendall(message)
    except OSError:
        return
