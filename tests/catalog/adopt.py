"""Make a test case of a reported wrong answer: `python -m tests.catalog.adopt FILE --expect pass|fail`.

FILE is what `maturity explain --export` wrote. The case lands in tests/catalog/reports/ and is judged from then on.
"""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from maturity.errors import UsageError
from maturity.model.explanation import Reproduction
from maturity.resources import folder
from maturity.rules.load import load_catalog
from maturity.rules.reproduction import written
from maturity.rules.validate import read_model, suggest

REPORTS = Path(__file__).parent / "reports"
LIMIT = 4 * 1024 * 1024


class Report(Reproduction):
    """A reproduction, and what the rule ought to say of it."""

    expect: Literal["pass", "fail"]


REPRODUCTION: TypeAdapter[Reproduction] = TypeAdapter(Reproduction)
REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def adopt(export: Path, expect: str, reports: Path = REPORTS) -> Path:
    """Write the test case of an export, and return where it is; the same export gives the same file."""
    reproduction = read_model(export, REPRODUCTION, LIMIT)
    known = [rule.id for rule in load_catalog(folder("checks")).rules]
    if reproduction.rule not in known:
        raise UsageError(f"{export}: there is no rule {reproduction.rule!r}{suggest(reproduction.rule, known)}")
    text = f"expect: {expect}\n{written(reproduction)}"
    reports.mkdir(exist_ok=True)
    case = reports / f"{reproduction.rule}-{expect}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.yaml"
    case.write_text(text, encoding="utf-8")
    return case


def main(words: list[str] | None = None) -> int:
    """Adopt the export that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.catalog.adopt", description=__doc__)
    parser.add_argument("export", metavar="FILE", type=Path)
    parser.add_argument("--expect", choices=("pass", "fail"), required=True, help="what the rule ought to say")
    arguments = parser.parse_args(words)
    try:
        sys.stdout.write(f"{adopt(arguments.export, arguments.expect)}\n")
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
