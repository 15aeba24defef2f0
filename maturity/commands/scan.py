"""`maturity scan`: assess one target and report."""

import argparse
from datetime import UTC, datetime

from maturity.assess import assess
from maturity.commands import Outcome, Terminal
from maturity.render import render
from maturity.render.style import Style

UNREADABLE = 3
"""The exit code when a source that was given could not be read; the report is written all the same."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Assess the target and render the assessment in the format that was asked for."""
    assessment = assess(
        arguments.target,
        rules=arguments.rules,
        cache=not arguments.no_cache,
        now=datetime.now(UTC),
        progress=terminal.progress,
    )
    style = Style(language=arguments.lang, verbose=arguments.verbose, colour=terminal.colour)
    unread = tuple(source for source in assessment.sources if source.state == "unreadable")
    return Outcome.of(
        render(arguments.format, assessment, style),
        UNREADABLE if unread else 0,
        tuple(f"{source.uri}: {source.detail}" for source in unread),
    )
