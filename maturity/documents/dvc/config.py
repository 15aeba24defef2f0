"""Remotes of a .dvc/config. Of what a repository sets there only names, URLs and how objects are kept are read."""

import configparser
import re
from dataclasses import dataclass

from maturity.errors import Unreadable

_SECTION = re.compile(r"'?remote \"([^\"]{1,200})\"'?\Z")


@dataclass(frozen=True, slots=True)
class Remote:
    """One remote as the repository names it."""

    name: str
    line: int
    url: str
    versioned: bool
    """It keeps versions of files under their own names, not objects."""
    default: bool


def read_remotes(source: str) -> list[Remote]:
    """Read the text of a .dvc/config.

    Raises:
        Unreadable: it is no configuration.
    """
    # DVC's reader drops the indentation that configparser would take for a continued line.
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string("\n".join(line.strip() for line in source.splitlines()))
    except configparser.Error as error:
        raise Unreadable(f"no valid configuration ({type(error).__name__})") from None
    default = parser.get("core", "remote", fallback="")
    rows = source.splitlines()
    found = []
    for section in parser.sections():
        if match := _SECTION.match(section.strip()):
            options = parser[section]
            found.append(
                Remote(
                    name=match.group(1),
                    line=next((n for n, row in enumerate(rows, 1) if section in row), 1),
                    url=options.get("url", "").strip("'\""),
                    versioned=any(options.get(key, "").lower() == "true" for key in ("version_aware", "worktree")),
                    default=match.group(1) == default,
                )
            )
    return found
