"""The flags of `maturity promote`."""

import argparse
import re
from pathlib import Path

from maturity.commands.gate_arguments import level
from maturity.commands.live_arguments import add_live

REQUIREMENTS = ("lineage", "card", "signature", "tests")
FORMS = ("text", "json")
_ALIAS = re.compile(r"(?!latest\Z|[vV][0-9]+\Z)[A-Za-z0-9_-]{1,255}")
"""MLflow keeps `latest` and `v1` for itself."""
_LONGEST = 1_000


def add_promote(parser: argparse.ArgumentParser) -> None:
    """Add what is promoted to what, what it has to have, and who answers for it."""
    parser.add_argument("model", metavar="MODEL", help="models:/NAME/VERSION or models:/NAME@ALIAS")
    parser.add_argument("target", metavar="PATH|GIT-URL", nargs="?", default=".", help="its repository (default: .)")
    parser.add_argument("--alias", type=_alias, required=True, metavar="A", help="the alias it shall get, as champion")
    parser.add_argument(
        "--require",
        type=_requirements,
        default=REQUIREMENTS,
        metavar="R,R",
        help=f"what it has to have (default: {','.join(REQUIREMENTS)})",
    )
    parser.add_argument("--level", type=level, metavar="N", help="its commit is at level N, by the repository's rules")
    parser.add_argument("--actor", type=_said, required=True, metavar="WHO", help="who promotes it")
    parser.add_argument("--reason", type=_said, required=True, metavar="WHY", help="why it is promoted")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument("--format", choices=FORMS, default="text", metavar="F", help=" | ".join(FORMS))
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the answer to FILE, not to standard output")
    parser.add_argument("--export", type=Path, metavar="FILE", help="also write the assessment that the tags name")
    parser.add_argument("--no-cache", action="store_true", help="read everything anew and keep nothing")
    add_live(parser)


def _alias(word: str) -> str:
    if _ALIAS.fullmatch(word):
        return word
    raise argparse.ArgumentTypeError(
        f"{word!r} is no alias; it has letters, digits, '-' and '_', and is not 'latest' or 'v1'"
    )


def _requirements(word: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(one.strip() for one in word.split(",")))
    for one in named:
        if one not in REQUIREMENTS:
            raise argparse.ArgumentTypeError(f"{one!r} cannot be required; choose from {', '.join(REQUIREMENTS)}")
    return named


def _said(word: str) -> str:
    if word.strip() and word.isprintable() and len(word) <= _LONGEST:
        return word.strip()
    raise argparse.ArgumentTypeError(f"one line of text is expected, of {_LONGEST} characters at most")
