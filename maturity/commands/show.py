"""`maturity show`: open a stored assessment in the terminal UI, or print it where there is no screen."""

import argparse

from maturity.commands import Outcome, Terminal
from maturity.commands.screen import drawn, open_stored


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Open the assessment; without a terminal, its report."""
    return drawn(arguments, terminal, report, open_stored)


def report(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Render the assessment as text."""
    from maturity import stored
    from maturity.render import render
    from maturity.render.style import Style

    style = Style(language=arguments.lang, colour=terminal.colour)
    return Outcome.of(render("text", stored.load(arguments.assessment), style))
