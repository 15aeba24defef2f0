"""A scan in a process of its own: what it is at, what came of it, and an end that is really one.

It is the same command with the same options, so that a screen and a report never tell different stories. A thread of
ours could neither be stopped nor fork children safely beside the threads of a user interface.
"""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.output import PROGRESS
from maturity.resources import PACKAGE

if TYPE_CHECKING:
    from maturity.model.assessment import Assessment

GRACE_SECONDS = 2.0
"""How long a scan may take to clean up after itself before it is killed."""

SAYS = "maturity: "
"""What a line begins with that the command has to say."""

# The current folder may be what is scanned: -P keeps it from being imported from, and our package is named instead.
_PROGRAM = "import sys; sys.path.append(sys.argv.pop(1)); from maturity.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a scan: an assessment, or the reason why there is none."""

    assessment: "Assessment | None"
    code: int
    notes: tuple[str, ...]


class ScanProcess:
    """One scan at work. Read its progress to the end, then ask what came of it."""

    def __init__(self, words: Sequence[str]) -> None:
        verb = words.index("scan") + 1
        options = ("--no-tui", "--progress-lines", "--format", "json")
        self._result = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._notes: list[str] = []
        self._ended = False
        self._process = subprocess.Popen(
            (sys.executable, "-P", "-c", _PROGRAM, str(PACKAGE.parent), *words[:verb], *options, *words[verb:]),
            stdin=subprocess.DEVNULL,
            stdout=self._result,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def progress(self) -> Iterator[str]:
        """Yield in a few words what is being done, until it is done."""
        assert self._process.stderr is not None
        for raw in self._process.stderr:
            line = raw.decode("utf-8", "replace").rstrip("\n")
            if line.startswith(PROGRESS):
                yield line.removeprefix(PROGRESS)
            elif line.startswith(SAYS):
                self._notes.append(line.removeprefix(SAYS))

    def result(self) -> Scanned:
        """Return what came of it, when there is no more progress."""
        from maturity.model.assessment import Assessment

        code = self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()
        with self._result as file:
            file.seek(0)
            document = file.read()
        assessment = Assessment.model_validate_json(document) if document and code in (0, 3) else None
        return Scanned(assessment, code, tuple(self._notes))

    def end(self) -> None:
        """End the scan, wherever it is; it cleans up, and is killed when that takes too long."""
        if self._ended or self._process.poll() is not None:
            return
        self._ended = True
        self._process.terminate()
        killer = threading.Timer(GRACE_SECONDS, self._kill)
        killer.daemon = True
        killer.start()

    def _kill(self) -> None:
        with suppress(OSError):
            self._process.kill()


Begin = Callable[[], ScanProcess]
"""Starts the same scan once more."""
