"""`maturity attest`: state in the in-toto format what an assessment found, signed when a key is given."""

import argparse

from maturity import stored
from maturity.commands import Outcome, Terminal
from maturity.render.intoto import statement
from maturity.render.json import encoded


def run(arguments: argparse.Namespace, _: Terminal) -> Outcome:
    """Return the statement on a stored assessment, or the envelope with its signature."""
    content = stored.read(arguments.assessment)
    told = encoded(statement(stored.parse(content, arguments.assessment), content))
    if arguments.key is None:
        return Outcome(told)
    from maturity.signing import sign  # only a signature needs the library

    return Outcome(encoded(sign(told.encode(), arguments.key)))
