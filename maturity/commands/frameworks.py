"""`maturity frameworks`: list the frameworks, show one, or say how much of it an assessment covers."""

import argparse

from maturity import stored
from maturity.commands import Outcome, Terminal
from maturity.errors import UsageError
from maturity.model.framework import Framework
from maturity.render.crosswalk import markdown, text
from maturity.render.frameworks import listing, reach, show
from maturity.render.json import document
from maturity.render.style import Style
from maturity.resources import folder
from maturity.rules.crosswalk import chapter
from maturity.rules.frameworks import load_framework, load_frameworks
from maturity.rules.load import load_catalog


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """List, show, or hold one framework against a stored assessment."""
    checks = folder("checks")
    rules = {rule.id for rule in load_catalog(checks, arguments.rules).rules}
    style = Style(language=arguments.lang, verbose=getattr(arguments, "verbose", False), colour=terminal.colour)
    if arguments.action == "list":
        return Outcome(listing(tuple(load_frameworks(checks, rules, arguments.frameworks).values()), style))
    framework = load_framework(arguments.id, checks, rules, arguments.frameworks)
    if arguments.action == "show":
        return Outcome(document(framework) if arguments.format == "json" else show(framework, style))
    return Outcome(_coverage(framework, arguments, style))


def _coverage(framework: Framework, arguments: argparse.Namespace, style: Style) -> str:
    if arguments.assessment is None:
        if arguments.format != "text":
            raise UsageError(f"coverage: --format {arguments.format} shows an assessment; name ASSESSMENT.json")
        return reach(framework, style)
    result = chapter(framework, stored.load(arguments.assessment))
    match arguments.format:
        case "json":
            return document(result)
        case "markdown":
            return markdown(result, style)
        case _:
            return text(result, style)
