"""A tokenizer of Dockerfiles: instructions with their lines, stages, here-documents and build arguments."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_LINES = 5_000
MAX_VALUE = 500
MAX_FILLED = 50
_HEREDOC = re.compile(r"<<-?[\"']?(\w+)[\"']?")
_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
_ESCAPE = re.compile(r"^#\s*escape\s*=\s*`", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction."""

    word: str
    """In capitals."""
    value: str
    line: int
    stage: int
    """Number of the build stage from 0; -1 before the first FROM."""
    heredoc: str = ""

    @property
    def vector(self) -> tuple[str, ...] | None:
        """The argument vector of the exec form, None in the shell form."""
        if not self.value.lstrip().startswith("["):
            return None
        try:
            words = json.loads(self.value)
        except (ValueError, RecursionError):
            return None
        return tuple(map(str, words)) if isinstance(words, list) else None


def instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions of a Dockerfile, build arguments put in where their defaults are known."""
    stage = -1
    arguments: dict[str, str] = {}
    for line, whole, heredoc in _logical(text):
        word, _, value = whole.strip().partition(" ")
        word, value = word.upper(), value.strip()
        if word == "ONBUILD":
            continue
        if word == "FROM":
            stage += 1
            value = fill(value, arguments)
        elif word in ("ARG", "ENV"):
            arguments.update(_pairs(value, arguments))
        elif word == "WORKDIR":
            value = fill(value, arguments)
        yield Instruction(word, value, line, stage, heredoc)


def defaults(steps: Iterable[Instruction]) -> dict[str, str]:
    """Return the build arguments and variables of the environment with the values that a Dockerfile gives them."""
    known: dict[str, str] = {}
    for step in steps:
        if step.word in ("ARG", "ENV"):
            known.update(_pairs(step.value, known))
    return known


def fill(value: str, arguments: dict[str, str]) -> str:
    """Put in the variables whose values are known, or the defaults written with them."""

    def one(found: re.Match[str]) -> str:
        name = found.group(1) or found.group(3)
        return (arguments.get(name) or found.group(2) or found.group())[:MAX_VALUE]

    return _VARIABLE.sub(one, value, MAX_FILLED)


def _pairs(value: str, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    words = value.split()
    if words and "=" not in words[0] and len(words) > 1:
        yield words[0], " ".join(words[1:])
        return
    for word in words:
        name, separator, given = word.partition("=")
        if separator:
            yield name, fill(given.strip("\"'"), known)


def _logical(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, instruction, here-document): comment lines between continued lines are left out."""
    lines = text.splitlines()[:MAX_LINES]
    escape = "`" if any(_ESCAPE.match(line) for line in lines[:2]) else "\\"
    position = 0
    while position < len(lines):
        start = position
        parts: list[str] = []
        while position < len(lines):
            line = lines[position]
            position += 1
            if line.lstrip().startswith("#") or (parts and not line.strip()):
                continue
            parts.append(line.rstrip().removesuffix(escape))
            if not line.rstrip().endswith(escape):
                break
            # A newline keeps the lines of a continued command where they stand.
        whole = " ".join(part.strip() for part in parts)
        body: list[str] = []
        for name in _HEREDOC.findall(whole) if whole[:4].upper() in ("RUN ", "COPY") else ():
            while position < len(lines) and lines[position].strip() != name:
                body.append(lines[position])
                position += 1
            position += 1
        if whole.strip():
            first = next(
                (n for n in range(start, position) if lines[n].strip() and not lines[n].lstrip().startswith("#")), start
            )
            yield first + 1, whole, "\n".join(body)
