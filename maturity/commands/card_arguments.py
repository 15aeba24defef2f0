"""The flags of `maturity card`."""

import argparse
from pathlib import Path

from maturity.commands.gate_arguments import level
from maturity.render.cards import CARD_FORMATS
from maturity.render.style import LANGUAGES, VARIANTS

WORDS = "[init|check|data] MODEL [PATH]"


def add_card(parser: argparse.ArgumentParser) -> None:
    """Add which version is meant, what is made of it, and where it goes."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="MODEL [PATH]: the card of models:/NAME@ALIAS or models:/NAME/VERSION, with its repository; "
        "check MODEL [PATH]: is it complete, and still true; data OUTPUT [PATH]: the card of what DVC tracks; "
        "init [PATH]: write model-card.yaml with its questions",
    )
    parser.add_argument(
        "--mlflow", metavar="URI", help="the tracking server: http(s)://HOST, sqlite:///FILE or a folder"
    )
    parser.add_argument("--format", choices=CARD_FORMATS, default="text", metavar="F", help=" | ".join(CARD_FORMATS))
    parser.add_argument(
        "--variant", choices=VARIANTS, default=VARIANTS[0], metavar="V", help="pdf: " + " | ".join(VARIANTS)
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to FILE, not to standard output")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the card (default: en)")
    parser.add_argument(
        "--model",
        metavar="MODEL",
        help="init: ask about models:/NAME@ALIAS alone what is neither known nor answered yet",
    )
    parser.add_argument("--data", action="store_true", help="init: write data-card.yaml, for cards of data")
    parser.add_argument(
        "--dvc-remote", metavar="NAME|FOLDER", help="data: a remote that is a folder, where the cache has no content"
    )
    parser.add_argument(
        "--assessment",
        type=Path,
        metavar="FILE",
        help="a stored assessment that the card names: level, date, commit, digest",
    )
    parser.add_argument(
        "--statement", type=Path, metavar="FILE", help="what 'maturity attest' wrote about --assessment: is it genuine"
    )
    parser.add_argument("--key", type=Path, metavar="FILE", help="the public key that --statement is signed with")
    parser.add_argument("--level", type=level, metavar="N", help="check: the fields due at level N (default: 2)")
    parser.add_argument(
        "--card", type=Path, metavar="FILE", help="check: a card that was written: Markdown, HTML, PDF or JSON"
    )
    parser.add_argument("--publish", action="store_true", help="write the card to the version's run and its tags")
    parser.add_argument("--dry-run", action="store_true", help="say what --publish would write, and write nothing")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
