"""The flags of `maturity new`."""

import argparse
from pathlib import Path


def add_new(parser: argparse.ArgumentParser) -> None:
    """Add where the project goes, what it is called, and what it is made from."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")
    parser.add_argument("--package", metavar="NAME", default="churn", help="name of its package (default: churn)")
    parser.add_argument(
        "--template",
        metavar="PATH|GIT-URL",
        help="where the reference project is (default: the one of this installation)",
    )
    parser.add_argument("--revision", metavar="REF", help="a tag or branch of the template (default: the newest tag)")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
