"""Measure `maturity scan` beside tools that everybody knows, on the same trees in the same run.

    python benchmarks/scan.py [--runs N] [TREE ...]

Without a tree it makes three. It prints a Markdown table of medians; it judges nothing, because machines differ.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generate import generate

GENERATED = {"small": (60, 6), "medium": (950, 8), "large": (2850, 16)}
"""Files, and kilobytes of each."""

MATURITY = [sys.executable, "-m", "maturity"]
RUFF = [str(Path(sys.executable).with_name("ruff")), "check", "--select", "E9", "--no-cache", "--quiet", "--exit-zero"]


class Measure(NamedTuple):
    """What one run of a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of the process and the children it waited for."""
    peak: float
    """MB of the largest of these processes."""


def run_once(command: list[str], folder: Path, cache: Path) -> Measure:
    """Run a command and measure it; its output is thrown away."""
    checkout = str(Path(__file__).parents[1])
    environment = os.environ | {"MATURITY_CACHE_DIR": str(cache), "PYTHONPATH": checkout}
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(command: list[str], folder: Path, runs: int, warm: Path | None = None) -> Measure:
    """Return the median of several runs: with one cache for all when it is given, with a new one for each otherwise."""
    measures = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as empty:
            measures.append(run_once(command, folder, warm or Path(empty) / "cache"))
    return Measure(*(statistics.median(column) for column in zip(*measures, strict=True)))


def rows(tree: Path, runs: int) -> list[tuple[str, Measure]]:
    """Measure every command on one tree."""
    scan = [*MATURITY, "scan", str(tree)]
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "cache"
        run_once(scan, tree, warm)
        return [
            ("`git grep -c import`", median(["git", "grep", "-c", "import"], tree, runs)),
            ("`ruff check --select E9`", median([*RUFF, "."], tree, runs)),
            ("`maturity scan --no-cache`", median([*scan, "--no-cache"], tree, runs)),
            ("`maturity scan`, empty cache", median(scan, tree, runs)),
            ("`maturity scan`, warm", median(scan, tree, runs, warm)),
        ]


def describe(tree: Path) -> str:
    """Return the size of a tree in words."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=tree, check=True, capture_output=True).stdout
    files = [tree / os.fsdecode(name) for name in listed.split(b"\0") if name]
    python = sum(file.stat().st_size for file in files if file.suffix == ".py" and file.is_file())
    return f"{tree.name}: {len(files):,} files, {python / 1e6:.1f} MB of Python"


def table(heading: str, measured: list[tuple[str, Measure]]) -> str:
    """Return measures as a Markdown table."""
    lines = [f"### {heading}", "", "| command | wall s | CPU s | peak MB |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {row.wall:.2f} | {row.cpu:.2f} | {row.peak:.0f} |" for name, row in measured]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each command; the median is shown")
    parser.add_argument("trees", nargs="*", type=Path, metavar="TREE", help="a git work tree")
    options = parser.parse_args()
    print(f"{os.cpu_count()} CPUs, Python {sys.version.split()[0]}, median of {options.runs}\n")
    print(table("Start", [("`maturity --help`", median([*MATURITY, "--help"], Path.cwd(), options.runs))]), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        made = [] if options.trees else [Path(folder) / name for name in GENERATED]
        for tree in made:
            generate(tree, *GENERATED[tree.name])
        for tree in [*options.trees, *made]:
            print(table(describe(tree), rows(tree.resolve(), options.runs)), flush=True)


if __name__ == "__main__":
    main()
