"""`python -m maturity.demo`: build the reference project's evidence in ./demo, and scan it with its live sources."""

import os
import sys
from pathlib import Path

from maturity import cli
from maturity.demo.evidence import build

CHECKOUT = Path(__file__).parents[2]
PROGRAMS = CHECKOUT / "reference-impl" / ".venv" / "bin"
NEXT = """
It is in {place}: `. {activate} && cd {place}`, and try
  maturity scan . {live}
  maturity explain evaluation-gate . {live}
  maturity card models:/churn@champion . --mlflow sqlite:///mlflow.db
  maturity report --help
"""


def show() -> int:
    """Build, print the report, and return the exit code of the scan."""
    place = Path("demo") / "churn"
    build(place, PROGRAMS, progress=cli.note)
    live = ["--mlflow", f"sqlite:///{place}/mlflow.db", "--dvc-remote", "local"]
    code = cli.main(["scan", str(place), *live, "--no-tui"])
    activate = os.path.relpath(Path(sys.prefix) / "bin" / "activate")
    print(NEXT.format(place=place, activate=activate, live="--mlflow sqlite:///mlflow.db --dvc-remote local"), end="")
    return code


raise SystemExit(cli.guarded(show))
