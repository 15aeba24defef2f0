"""Work in child processes under limits, so that what one input does to a parser stays one gap.

A child is forked: it starts in milliseconds, sees the caller's values without copying them, and sends back bytes.
The kernel bounds it - address space, wall clock, file writes - so that no loop in C and no waiting escapes. A child
that dies is replaced; the item it had is reported with the reason, and the others go on.

Where there is no fork, or for work too small to share (`workers=0`), the caller's process does it, without bounds.
"""

import os
import selectors
import signal
import socket
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TextIO, TypeVar

from maturity.child import DONE, HEADER, INDEX, Failure, Limits, attempt, inside, live, receive, send, surround
from maturity.errors import Unreadable

__all__ = ["Failure", "Later", "alone", "inside", "run", "surround", "watched", "workers_for"]

T = TypeVar("T")

MEMORY = 512 << 20
SECONDS = 5.0
MOST_WORKERS = 8


def workers_for(items: int) -> int:
    """Return how many children are worth starting for a number of items."""
    return min(items, MOST_WORKERS, os.cpu_count() or 1)


def run(
    function: Callable[[T], bytes],
    items: Sequence[T],
    *,
    workers: int | None = None,
    seconds_per_item: float = SECONDS,
    memory: int = MEMORY,
) -> Iterator[tuple[int, bytes | Failure]]:
    """Yield what a function makes of each item, with the item's position, in the order they are ready."""
    workers = workers_for(len(items)) if workers is None else min(workers, len(items))
    if workers < 1 or not hasattr(os, "fork"):
        for position, item in enumerate(items):
            yield position, attempt(function, item)
        return
    crew = _Crew(function, items, Limits(seconds_per_item, memory))
    try:
        yield from crew.work(workers)
    finally:
        crew.end()


def alone(
    function: Callable[..., bytes],
    *arguments: object,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    writes: bool = False,
) -> bytes:
    """Return what one function makes in a child; what goes wrong there is Unreadable."""
    return Later(function, *arguments, seconds=seconds, memory=memory, writes=writes).result()


def watched(
    function: Callable[[Callable[[str], None]], bytes],
    *,
    progress: Callable[[str], None],
    seconds: float,
    memory: int = MEMORY,
) -> bytes:
    """Return what one function makes in a child, as `alone` does; the words it tells meanwhile reach the caller."""
    if not hasattr(os, "fork"):
        return Later(function, progress, seconds=seconds, memory=memory).result()
    reader, writer = os.pipe()

    def work() -> bytes:
        # Closed before the answer is sent: the caller listens here until the end, and only then for the answer.
        with os.fdopen(writer, "w", buffering=1, encoding="utf-8", errors="replace") as line:
            return function(lambda words: _tell(line, words))

    later = Later(work, seconds=seconds, memory=memory)
    os.close(writer)
    try:
        with os.fdopen(reader, encoding="utf-8", errors="replace") as lines:
            for told in lines:
                progress(told.rstrip("\n"))
        return later.result()
    finally:
        later.end()


def _tell(line: TextIO, words: str) -> None:
    line.write(words.replace("\n", " ") + "\n")


class Later:
    """One function at work in a child while the caller goes on. Ask for its result, or end it."""

    def __init__(
        self,
        function: Callable[..., bytes],
        *arguments: object,
        seconds: float,
        memory: int = MEMORY,
        writes: bool = False,
    ) -> None:
        def do(given: tuple[object, ...]) -> bytes:
            return function(*given)

        self._crew = _Crew(do, [arguments], Limits(seconds, memory, writes))
        self._answer: bytes | Failure | None = None
        self._forked = hasattr(os, "fork")
        if self._forked:
            self._crew.start()

    def result(self) -> bytes:
        """Wait for the result; the second time it is at hand."""
        if self._answer is None:
            try:
                self._answer = self._crew.only() if self._forked else self._crew.here()
            finally:
                self._crew.end()
        if isinstance(self._answer, Failure):
            raise Unreadable(self._answer.reason)
        return self._answer

    def end(self) -> None:
        """Stop the child if it is still at work."""
        self._crew.end()


@dataclass(slots=True)
class _Child:
    """A forked process and our end of the line to it."""

    process: int
    line: socket.socket
    position: int

    def receive(self) -> bytes | Failure | None:
        """Return its answer; None when it died before it could give one."""
        try:
            header = receive(self.line, HEADER.size)
            if header is None:
                return None
            state, size = HEADER.unpack(header)
            body = receive(self.line, size)
        except OSError:
            return None
        if body is None or state == DONE:
            return body
        return Failure(body.decode(errors="replace"))

    def end(self) -> int:
        """Kill the process and all it started; return how it had ended if it had already."""
        self.line.close()
        for kill in (os.killpg, os.kill):
            try:
                kill(self.process, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class _Crew(Generic[T]):
    """The children at work on one sequence of items."""

    def __init__(self, function: Callable[[T], bytes], items: Sequence[T], limits: Limits) -> None:
        self._function = function
        self._items = items
        self._todo = iter(range(len(items)))
        self._limits = limits
        self._children: list[_Child] = []

    def start(self) -> _Child | None:
        """Start a child on the next item, if there is one."""
        position = next(self._todo, None)
        if position is None:
            return None
        ours, theirs = socket.socketpair()
        with warnings.catch_warnings():
            # Python 3.12 warns that other threads may hold locks: a child that waits for one is ended by its clock.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
        if process == 0:
            ours.close()
            for other in self._children:
                other.line.close()
            live(theirs, self._do, self._limits)
        theirs.close()
        child = _Child(process, ours, position)
        self._children.append(child)
        send(ours, INDEX.pack(position))
        return child

    def work(self, workers: int) -> Iterator[tuple[int, bytes | Failure]]:
        """Hand out the items and yield the answers; a dead child is replaced."""
        with selectors.DefaultSelector() as selector:
            for _ in range(workers):
                if child := self.start():
                    selector.register(child.line, selectors.EVENT_READ, child)
            while self._children:
                for key, _ in selector.select():
                    child = key.data
                    position, answer = child.position, child.receive()
                    if answer is None or not self._next(child):
                        selector.unregister(child.line)
                        status = self._dismiss(child)
                        if answer is None:
                            answer = Failure(_cause(status, self._limits))
                            if fresh := self.start():
                                selector.register(fresh.line, selectors.EVENT_READ, fresh)
                    yield position, answer

    def only(self) -> bytes | Failure:
        """Wait for the answer of the only child."""
        (child,) = self._children
        answer = child.receive()
        status = self._dismiss(child)
        return Failure(_cause(status, self._limits)) if answer is None else answer

    def here(self) -> bytes | Failure:
        """Do the only item in this process."""
        return self._do(0)

    def end(self) -> None:
        """End every child that is left."""
        while self._children:
            self._children.pop().end()

    def _do(self, position: int) -> bytes | Failure:
        return attempt(self._function, self._items[position])

    def _next(self, child: _Child) -> bool:
        position = next(self._todo, None)
        if position is None:
            return False
        child.position = position
        send(child.line, INDEX.pack(position))
        return True

    def _dismiss(self, child: _Child) -> int:
        self._children.remove(child)
        return child.end()


def _cause(status: int, limits: Limits) -> str:
    if status == -signal.SIGALRM:
        return f"took longer than {limits.seconds:g} s"
    if status == -signal.SIGKILL:
        return "was killed, probably for want of memory"
    if status < 0:
        return f"crashed the reader ({signal.Signals(-status).name})"
    return f"ended the reader (exit {status})"
