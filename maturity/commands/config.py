"""`maturity config show`: what is in force for a target, and who set it."""

import argparse
from dataclasses import replace

from maturity.commands import Outcome, Terminal
from maturity.commands.asking import request_of
from maturity.configuration.written import table
from maturity.policy_files import terms
from maturity.sources.git.target import open_target


def run(arguments: argparse.Namespace, _: Terminal) -> Outcome:
    """Read the configuration of the target and of the operator."""
    request = replace(request_of(arguments), policy_needed=True)
    with open_target(request.target) as snapshot:
        return Outcome(table(terms(snapshot, request).configured))
