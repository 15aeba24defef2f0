"""`maturity init`: look at a project and write a commented configuration for it."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from maturity.assess import assess
from maturity.commands import Outcome, Terminal
from maturity.commands.asking import request_of
from maturity.configuration.layers import OWN_FILE, SHARED_FILE
from maturity.configuration.written import commented
from maturity.errors import UsageError
from maturity.model.assessment import Assessment
from maturity.render.display import displayable


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Assess the project, and demand of its gate what it reaches already: from there on it can only rise."""
    folder = Path(arguments.target)
    if not folder.is_dir():
        raise UsageError(f"{displayable(arguments.target)}: is no folder; name the project that gets a {OWN_FILE}")
    file = folder / OWN_FILE
    if file.exists() or file.is_symlink():
        raise UsageError(f"{file}: is there already; edit it, or move it away first")
    assessment = assess(request_of(arguments), now=datetime.now(UTC), progress=terminal.progress)
    if any(value.origin == "repository" for value in assessment.configuration):
        raise UsageError(f"{folder / SHARED_FILE}: has a table [tool.maturity] already; edit it")
    return Outcome(
        f"wrote {displayable(str(file))}: the gate demands level {assessment.level}, which this project reaches\n"
        f"next: git add {OWN_FILE}, then maturity gate\n",
        files=((file, commented(_chosen(assessment))),),
    )


def _chosen(assessment: Assessment) -> dict[str, Any]:
    return {"gate.level": assessment.level}
