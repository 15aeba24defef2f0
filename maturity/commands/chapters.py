"""The frameworks that a report is asked to hold its assessment against."""

import argparse

from maturity.errors import UsageError
from maturity.model.framework import Framework
from maturity.render import CHAPTERS
from maturity.resources import folder
from maturity.rules.frameworks import load_framework
from maturity.rules.load import load_catalog


def wanted(arguments: argparse.Namespace) -> tuple[Framework, ...]:
    """Return the framework of each `--framework`; asked before the work, not after it.

    Raises:
        UsageError: there is no such framework, or the format has no chapters.
    """
    if not arguments.framework:
        return ()
    if arguments.format not in CHAPTERS:
        raise UsageError(
            f"--framework: {arguments.format} has no chapters; see maturity frameworks coverage NAME ASSESSMENT.json"
        )
    checks = folder("checks")
    rules = {rule.id for rule in load_catalog(checks, getattr(arguments, "rules", None)).rules}
    names = dict.fromkeys(arguments.framework)
    return tuple(load_framework(name, checks, rules, arguments.frameworks) for name in names)
