"""What `maturity scan` prints: one assessment, or each project of a monorepo, in the format that was asked for."""

import argparse
from datetime import UTC, datetime

from maturity.assess import assess, assess_each
from maturity.commands import Outcome, Terminal
from maturity.commands.arguments import SOURCE_UNREADABLE
from maturity.commands.asking import request_of
from maturity.commands.chapters import wanted
from maturity.errors import UsageError
from maturity.live import Live
from maturity.model.assessment import Assessment
from maturity.render import EACH, render, render_each
from maturity.render.style import Style
from maturity.rules.crosswalk import chapter


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Assess the target and render the assessment in the format that was asked for."""
    if arguments.each_project:
        return _each(arguments, terminal)
    frameworks = wanted(arguments)
    assessment = assess(request_of(arguments), now=datetime.now(UTC), progress=terminal.progress)
    results = tuple(chapter(framework, assessment) for framework in frameworks)
    style = _style(arguments, terminal)._replace(chapters=results)
    return _outcome(render(arguments.format, assessment, style), (assessment,))


def _each(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Assess each project of the target and set them side by side."""
    if arguments.framework:
        raise UsageError("--each-project: has no chapters; hold one project against a framework with --project DIR")
    if arguments.format not in EACH:
        raise UsageError(
            f"--each-project: writes {', '.join(EACH)}; for {arguments.format} name one with --project DIR"
        )
    request = request_of(arguments)
    if Live.of(request.operator).any:
        raise UsageError("--each-project: live sources belong to one project; name it with --project DIR")
    assessments = assess_each(request, now=datetime.now(UTC), progress=terminal.progress)
    return _outcome(render_each(arguments.format, assessments, _style(arguments, terminal)), assessments)


def _style(arguments: argparse.Namespace, terminal: Terminal) -> Style:
    return Style(
        language=arguments.lang,
        verbose=arguments.verbose,
        colour=terminal.colour,
        edition=arguments.edition,
        variant=arguments.pdf,
    )


def _outcome(result: str | bytes, assessments: tuple[Assessment, ...]) -> Outcome:
    sources = [source for assessment in assessments for source in assessment.sources]
    unread = dict.fromkeys(f"{source.uri}: {source.detail}" for source in sources if source.state == "unreadable")
    return Outcome.of(result, SOURCE_UNREADABLE if unread else 0, tuple(unread))
