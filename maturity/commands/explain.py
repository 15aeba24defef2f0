"""`maturity explain`: say why a rule says of a target what it says, and export it to report a wrong answer."""

import argparse
from datetime import UTC, datetime

from maturity import __version__
from maturity.assess import examine
from maturity.commands import Outcome, Terminal
from maturity.commands.asking import request_of
from maturity.commands.rules import find
from maturity.render.explanation import explanation_text
from maturity.render.json import document
from maturity.render.style import Style
from maturity.resources import folder
from maturity.rules.explain import Origin, explain
from maturity.rules.load import load_catalog


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Examine the target and explain one rule; the rule is looked for first, as a slip costs nothing then."""
    request = request_of(arguments)
    rule = find(load_catalog(folder("checks"), request.rules).rules, arguments.id)
    examined = examine(request, now=datetime.now(UTC), progress=terminal.progress)
    history = examined.raw.history
    origin = Origin(__version__, examined.raw.name, history.head if history else None)
    explained = explain(rule, examined.facts, examined.gaps, origin, examined.given)
    style = Style(language=arguments.lang, colour=terminal.colour)
    text = (
        document(explained.explanation)
        if arguments.format == "json"
        else explanation_text(explained.explanation, style)
    )
    if arguments.export is None:
        return Outcome(text)
    from maturity.rules.reproduction import written  # only an export pays for writing YAML

    return Outcome(text, files=((arguments.export, written(explained.reproduction)),))
