"""`maturity scan`: assess one target and report, or open the terminal UI on it."""

import argparse

from maturity.commands import Outcome, Terminal
from maturity.commands.screen import drawn, open_scan


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Open the terminal UI for a person who asked for no report in particular; report to everybody else."""
    if arguments.format or arguments.output or arguments.verbose or arguments.framework or arguments.each_project:
        return report(arguments, terminal)
    return drawn(arguments, terminal, report, open_scan)


def report(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Assess the target and render what came of it."""
    from maturity.commands import scan_report  # the terminal UI stands before the rooms that it needs are loaded

    arguments.format = arguments.format or "text"
    return scan_report.run(arguments, terminal)
