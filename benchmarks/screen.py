"""Measure the terminal UI in a real pseudo-terminal: from the command to the first screen, and from a key to its paint.

    python benchmarks/screen.py [--runs N] [--findings N]

It prints a Markdown table of medians; it judges nothing, because machines differ.
"""

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generate import generate
from maturity import resources
from maturity.model.assessment import Assessment
from maturity.rules.levels import principle_results
from maturity.rules.load import PRINCIPLE_FILE, load_principles

MATURITY = [sys.executable, "-P", "-m", "maturity"]
ROWS, COLUMNS = 50, 160
QUIET = 0.01
"""Seconds without output after which a paint is over."""
PATIENCE = 60.0


class Screen:
    """A command in a pseudo-terminal of its own."""

    def __init__(self, command: Sequence[str], cache: Path) -> None:
        self.begun = time.perf_counter()
        self.process, self._line = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm-256color", MATURITY_CACHE_DIR=str(cache))
            os.environ.pop("CI", None)
            os.execv(command[0], list(command))
        fcntl.ioctl(self._line, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def wait_for(self, words: bytes) -> float:
        """Return the seconds since the start until some words are painted."""
        seen = b""
        while words not in seen:
            assert time.perf_counter() - self.begun < PATIENCE, seen[-2000:]
            if select.select([self._line], [], [], 1.0)[0]:
                seen += os.read(self._line, 1 << 16)
        return time.perf_counter() - self.begun

    def settle(self, quiet: float = 1.0) -> None:
        """Take what is painted until nothing more comes."""
        while select.select([self._line], [], [], quiet)[0]:
            os.read(self._line, 1 << 16)

    def press(self, key: bytes) -> float:
        """Press a key; return the seconds until what it paints is there."""
        begun = painted = time.perf_counter()
        os.write(self._line, key)
        wait = 2.0
        while select.select([self._line], [], [], wait)[0]:
            os.read(self._line, 1 << 16)
            painted, wait = time.perf_counter(), QUIET
        return painted - begun

    def press_all(self, keys: Sequence[bytes]) -> tuple[list[float], float]:
        """Press keys; return the seconds of each, and the seconds of CPU for one."""
        before = self.cpu()
        times = [self.press(key) for key in keys]
        return times, (self.cpu() - before) / len(keys)

    def cpu(self) -> float:
        """Return the seconds of CPU that the process itself has taken."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End it."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._line)


def first_paint(folder: Path, cache: Path) -> tuple[float, float]:
    """Return the seconds, and those of CPU, until the first screen is painted."""
    screen = Screen([*MATURITY, "scan", str(folder)], cache)
    try:
        return screen.wait_for(b"Scanning"), screen.cpu()
    finally:
        screen.close()


def assessment(folder: Path, cache: Path, findings: int, file: Path) -> None:
    """Write an assessment with many findings: those of a real one, over and over."""
    done = subprocess.run(
        [*MATURITY, "scan", str(folder), "--format", "json"],
        env=os.environ | {"MATURITY_CACHE_DIR": str(cache)},
        capture_output=True,
        check=True,
    )
    document = json.loads(done.stdout)
    real = document["findings"]
    document["findings"] = [
        {**real[number % len(real)], "rule": f"{real[number % len(real)]['rule']}-{number}"}
        for number in range(findings)
    ]
    made = Assessment.model_validate_json(json.dumps(document))
    principles = load_principles(resources.folder("checks") / PRINCIPLE_FILE)
    # What is stored may not contradict itself: the counts are those of the findings.
    results = principle_results(principles, made.findings)
    file.write_text(made.model_copy(update={"principles": results}).model_dump_json())


def keys(file: Path, cache: Path, runs: int) -> dict[str, tuple[list[float], float]]:
    """Return the seconds of each press, and those of CPU for one, by what is pressed."""
    screen = Screen([*MATURITY, "show", str(file)], cache)
    try:
        screen.wait_for(b"Principles")
        screen.settle(2.0)
        screen.press(b"2")
        screen.settle(2.0)
        pressed = {
            "down a row": (b"j",) * runs,
            "down a screen": (b"\x1b[6~",) * runs,
            "to the last and the first row": (b"G", b"g") * (runs // 2),
            "the next filter": (b"l",) * max(runs // 10, 4),
            "words to look for": (b"/",),
            "a letter of them": (b"t", b"r", b"a", b"i", b"n"),
        }
        return {what: screen.press_all(keys) for what, keys in pressed.items()}
    finally:
        screen.close()


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--findings", type=int, default=5_000)
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as scratch:
        folder, cache, file = Path(scratch) / "tree", Path(scratch) / "cache", Path(scratch) / "a.json"
        generate(folder, 60, 6)
        assessment(folder, cache, arguments.findings, file)
        paints = [first_paint(folder, cache) for _ in range(5)]
        print(f"| {arguments.findings:,} findings | median | slowest | CPU |\n|---|---:|---:|---:|")
        show("the first screen", [wall for wall, _ in paints], statistics.median(cpu for _, cpu in paints))
        for what, (times, cpu) in keys(file, cache, arguments.runs).items():
            show(what, times, cpu)


def show(what: str, times: Sequence[float], cpu: float) -> None:
    """Print one line of the table."""
    print(f"| {what} | {statistics.median(times) * 1000:.0f} ms | {max(times) * 1000:.0f} ms | {cpu * 1000:.0f} ms |")


if __name__ == "__main__":
    main()
