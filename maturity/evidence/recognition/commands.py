"""Command lines against the beginnings of known commands."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

IDLE = frozenset(("--help", "--dry-run", "--dry"))
"""Options with which a command does nothing; `--version` is one only where a program's sub-command would stand."""


def normal(words: Sequence[str]) -> tuple[str, ...]:
    """Return an argument vector without environment, folder of the program, or `python -m`."""
    start = 0
    while start < len(words) and "=" in words[start] and words[start].split("=", 1)[0].isidentifier():
        start += 1
    rest = list(words[start:])
    if not rest:
        return ()
    rest[0] = rest[0].rpartition("/")[2].removesuffix(".exe")
    if rest[0].startswith("python"):
        options = list(takewhile(lambda word: word.startswith("-"), rest[1:]))
        if "-m" in options:
            return normal(rest[options.index("-m") + 2 :])
    if rest[0] == "gcloud" and rest[1:2] in (["alpha"], ["beta"]):
        del rest[1]
    return tuple(rest)


def follows(pattern: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether the words begin with the pattern, when options, with or without a value, may stand between."""
    if not pattern:
        return True
    for position, word in enumerate(words):
        if word == pattern[0] or pattern[0] == "*":
            return follows(pattern[1:], words[position + 1 :])
        before = words[position - 1] if position else ""
        value = before.startswith("-") and "=" not in before
        if not word.startswith("-") and not value:
            return False
    return False


def carries(option: str, words: Sequence[str]) -> bool:
    """Tell whether an option is given, alone or with a value (`--flag=value`), and not as `--flag=false`."""
    return any(
        word == option or (word.startswith(option + "=") and word.rpartition("=")[2].lower() != "false")
        for word in words
    )


class CommandIndex(Generic[Entry]):
    """Known commands by their first word."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], Entry]]] = {}

    def add(self, pattern: str, without: Sequence[str], entry: Entry) -> None:
        """Put an entry under the beginning of a command."""
        first, *rest = pattern.split()
        plain = tuple(word for word in rest if not word.startswith("-"))
        options = tuple(word for word in rest if word.startswith("-"))
        self._entries.setdefault(first, []).append((plain, options, tuple(without), entry))

    def find(self, words: Sequence[str]) -> list[tuple[int, Entry]]:
        """Return the entries whose command this is, each with the number of plain words that fit."""
        line = normal(words)
        candidates = self._entries.get(line[0], ()) if line else ()
        if not candidates or not IDLE.isdisjoint(line) or line[1:2] == ("--version",):
            return []
        return [
            (len(plain), entry)
            for plain, options, without, entry in candidates
            if follows(plain, line[1:])
            and all(carries(option, line) for option in options)
            and not any(carries(word, line) for word in without)
        ]
