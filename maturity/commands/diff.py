"""`maturity diff`: what changed between two stored assessments, rule by rule, and why."""

import argparse

from maturity import stored
from maturity.commands import Outcome, Terminal
from maturity.render.comparison import markdown, text
from maturity.render.json import document
from maturity.render.style import Style
from maturity.rules.compare import compare


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Compare the two, and say it in the format that was asked for."""
    comparison = compare(stored.load(arguments.before), stored.load(arguments.after))
    style = Style(language=arguments.lang, colour=terminal.colour)
    match arguments.format:
        case "json":
            return Outcome(document(comparison))
        case "markdown":
            return Outcome(markdown(comparison, style))
        case _:
            return Outcome(text(comparison, style))
