"""Options that several verbs share."""

import argparse
from pathlib import Path

from maturity.render.style import LANGUAGES


def add_project(parser: "argparse._ActionsContainer") -> None:
    """Add the part of a target that is a project of its own."""
    parser.add_argument(
        "--project", default="", metavar="DIR", help="a folder inside the target, taken as a project of its own"
    )


def add_configuration(parser: argparse.ArgumentParser) -> None:
    """Add what a verb takes of the operator's configuration."""
    add_rule_folder(parser)
    add_technology_folder(parser)
    add_plugins(parser)
    parser.add_argument("--profile", metavar="P", help="a profile of the configuration: levels and needs of rules")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a configuration of yours; all of it holds")


def add_rule_folder(parser: argparse.ArgumentParser, *, repeated: bool = False) -> None:
    """Add the folder of rules; repeated behind an action, it leaves what stands before it as it is."""
    default = argparse.SUPPRESS if repeated else None
    parser.add_argument(
        "--rules", type=Path, default=default, metavar="DIR", help="a folder of rules of your own, beside ours"
    )


def add_technology_folder(parser: argparse.ArgumentParser) -> None:
    """Add the folder of technologies."""
    parser.add_argument(
        "--technologies", type=Path, metavar="DIR", help="a folder of technologies of your own, beside ours"
    )


def add_plugins(parser: argparse.ArgumentParser) -> None:
    """Add the packages of others that are asked."""
    parser.add_argument(
        "--plugin",
        action="append",
        dest="plugins",
        metavar="PACKAGE",
        help="an installed package: ask its extractors and sources (it runs with your rights)",
    )


def add_framework_folder(parser: argparse.ArgumentParser) -> None:
    """Add the folder of frameworks."""
    parser.add_argument("--frameworks", type=Path, metavar="DIR", help="a folder of frameworks of yours, beside ours")


def add_display(parser: argparse.ArgumentParser, *, repeated: bool = False) -> None:
    """Add the options of display; repeated behind an action, they leave what stands before it as it is."""
    lang, color = (argparse.SUPPRESS, argparse.SUPPRESS) if repeated else ("en", "auto")
    parser.add_argument("--lang", choices=LANGUAGES, default=lang, metavar="L", help=" | ".join(LANGUAGES))
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default=color, metavar="WHEN", help="auto | always | never"
    )
