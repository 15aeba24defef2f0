"""The flags of `maturity attest` and `maturity verify`."""

import argparse
from pathlib import Path

from maturity.commands.options import add_display


def add_attest(parser: argparse.ArgumentParser) -> None:
    """Add what is stated, and by whose key."""
    parser.add_argument("assessment", metavar="ASSESSMENT.json", type=Path, help="what scan --format json wrote")
    parser.add_argument("--key", type=Path, metavar="PEM", help="a private Ed25519 key: sign the statement with it")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to FILE, not to standard output")
    add_display(parser)


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Add what is checked, and what it has to speak of."""
    parser.add_argument("file", metavar="FILE", type=Path, help="what attest wrote")
    parser.add_argument("--key", type=Path, metavar="PEM", help="the public key that has to have signed it")
    parser.add_argument("--assessment", type=Path, metavar="ASSESSMENT.json", help="what it has to speak of")
    add_display(parser)
