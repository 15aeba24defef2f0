"""Measure how long reports take to render, against what was promised.

    python benchmarks/reports.py [ASSESSMENT.json]

Without an assessment it makes one of as many findings as give an audit edition of about 60 pages. Each report is made
by a process of its own, which loads everything anew; the time of loading the assessment is taken off.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.scan import MATURITY, run_once
from maturity.render.json import document
from tests.render.sizes import many

FINDINGS = 150
REPORTS = {
    "HTML": (["--format", "html"], 0.5),
    "PDF, management": (["--format", "pdf", "--edition", "management"], 3.0),
    "PDF, audit": (["--format", "pdf"], 15.0),
    "PDF, audit, accessible": (["--format", "pdf", "--pdf", "ua-1"], 15.0),
}
"""The options of each report, and the seconds it may take."""


def pages(report: Path) -> str:
    """Return how many pages a PDF has."""
    return str(len(PdfReader(report).pages)) if report.read_bytes().startswith(b"%PDF") else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assessment", nargs="?", type=Path, metavar="ASSESSMENT.json")
    options = parser.parse_args()
    print(f"{os.cpu_count()} CPUs, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}\n")
    print("| report | promised s | wall s | CPU s | peak MB | kB | pages |\n|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        stored = options.assessment or home / "assessment.json"
        if options.assessment is None:
            stored.write_text(document(many(FINDINGS)), encoding="utf-8")
        load = run_once([*MATURITY, "report", str(stored), "--format", "json"], home, home)
        for name, (words, promised) in REPORTS.items():
            made = home / "report"
            one = run_once([*MATURITY, "report", str(stored), *words, "--output", str(made)], home, home)
            wall, cpu = one.wall - load.wall, one.cpu - load.cpu
            size = made.stat().st_size / 1000
            print(
                f"| {name} | {promised} | {wall:.2f} | {cpu:.2f} | {one.peak:.0f} | {size:.0f} | {pages(made)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
