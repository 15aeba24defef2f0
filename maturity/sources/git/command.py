"""Git processes: an environment of ours, a clock, a memory limit, no terminal, and an end."""

import os
import resource
import select
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from maturity import children
from maturity.errors import SourceError, Unreadable
from maturity.sources.limits import Limits

READ_BYTES = 1 << 16
ERROR_BYTES = 2_048

NOTHING = os.devnull
QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": NOTHING,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
"""What every git process finds in its environment, and nothing of the operator's but the path."""


def executable() -> str:
    """Return git's full path. An entry of PATH that is not absolute could be the scanned folder: it is not searched."""
    safe = os.pathsep.join(part for part in os.get_exec_path() if Path(part).is_absolute())
    found = shutil.which("git", path=safe)
    if found is None:
        raise SourceError("git: not found on PATH; install git 2.25 or newer")
    return found


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a git process whose home folder is ours and empty."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "XDG_CONFIG_HOME": str(home)} | QUIET | more


@dataclass(frozen=True, slots=True)
class Output:
    """What a process wrote."""

    data: bytes
    fault: str = ""
    """What git complained of; empty when it ended well."""
    cut: bool = False
    """There was more than is read."""


class Process:
    """One git process; leaving the `with` ends it and whatever it started."""

    def __init__(
        self,
        arguments: Sequence[str | bytes],
        *,
        environment: Mapping[str, str],
        folder: Path,
        limits: Limits,
        talks: bool = False,
    ) -> None:
        # A child of ours is the head of a session and bounded already, and dies with all it started.
        free = not children.inside()
        with warnings.catch_warnings():
            # Python 3.12 warns that other threads may hold locks: setting limits takes none.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = subprocess.Popen(
                [executable(), *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=free,
                # Set from outside after the start, limits would miss what git has started by then.
                preexec_fn=partial(_bound, limits) if free else None,  # noqa: PLW1509
            )
        self._seconds = limits.seconds
        assert self._process.stdout
        assert self._process.stderr
        self._out, self._error = self._process.stdout.fileno(), self._process.stderr.fileno()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """Kill it, bury it, and close the lines to it."""
        if self._process.returncode is None:
            self._kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    def ask(self, request: bytes) -> None:
        """Write to it; a request must fit into a pipe, so that nobody waits for the other."""
        assert self._process.stdin
        try:
            self._process.stdin.write(request)
        except OSError:
            raise Unreadable("git ended early") from None

    def asked(self) -> None:
        """Tell it that nothing more will be asked."""
        assert self._process.stdin
        self._process.stdin.close()

    def some(self) -> bytes:
        """Return the next bytes it writes; empty when it has ended."""
        deadline = time.monotonic() + self._seconds
        return self._next((self._out,), deadline)[1]

    def ended_well(self) -> bool:
        """Wait for the end of a process whose output was read, and tell whether it succeeded."""
        try:
            return self._process.wait(self._seconds) == 0
        except subprocess.TimeoutExpired:
            return False

    def everything(self, most: int) -> Output:
        """Wait for its end and return what it wrote, up to a bound."""
        deadline = time.monotonic() + self._seconds
        written: dict[int, bytearray] = {self._out: bytearray(), self._error: bytearray()}
        waiting = [self._out, self._error]
        try:
            while waiting:
                stream, part = self._next(waiting, deadline)
                if not part:
                    waiting.remove(stream)
                elif stream == self._out or len(written[stream]) < ERROR_BYTES:
                    written[stream] += part
                if len(written[self._out]) > most:
                    return Output(bytes(written[self._out][:most]), cut=True)
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except (Unreadable, subprocess.TimeoutExpired):
            return Output(bytes(written[self._out]), f"git took longer than {self._seconds:g} s")
        finally:
            self.end()
        fault = _words(bytes(written[self._error])) if self._process.returncode else ""
        return Output(bytes(written[self._out]), fault)

    def _next(self, streams: Sequence[int], deadline: float) -> tuple[int, bytes]:
        poll = select.poll()
        for stream in streams:
            poll.register(stream, select.POLLIN)
        ready = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
        if not ready:
            raise Unreadable(f"git took longer than {self._seconds:g} s")
        stream = ready[0][0]
        return stream, os.read(stream, READ_BYTES)

    def _kill(self) -> None:
        try:
            if children.inside():
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()


def _bound(limits: Limits) -> None:
    """Limit this process and all it will start; runs between fork and exec."""
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.written_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        hard = resource.getrlimit(kind)[1]
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (value, value))


def _words(error: bytes) -> str:
    """Return git's last complaint in one line that can be shown."""
    lines = [line for line in error.decode("ascii", errors="backslashreplace").splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    line = (fatal or lines or ["git failed"])[-1]
    return "".join(letter if letter.isprintable() else "?" for letter in line.partition(": ")[2] or line)[:160]
