"""`maturity report`: render a stored assessment, without its sources."""

import argparse

from maturity import stored
from maturity.commands import Outcome, Terminal
from maturity.commands.chapters import wanted
from maturity.render import render
from maturity.render.style import Style
from maturity.rules.compare import compare
from maturity.rules.crosswalk import chapter


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Load the assessment and render it in the format that was asked for."""
    assessment = stored.load(arguments.assessment)
    style = Style(
        language=arguments.lang,
        verbose=arguments.verbose,
        colour=terminal.colour,
        edition=arguments.edition,
        variant=arguments.pdf,
        chapters=tuple(chapter(framework, assessment) for framework in wanted(arguments)),
        changes=compare(stored.load(arguments.previous), assessment) if arguments.previous else None,
    )
    return Outcome.of(render(arguments.format, assessment, style))
