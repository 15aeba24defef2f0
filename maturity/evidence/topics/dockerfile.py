"""Dockerfiles as data: instructions, stages and the images they start from."""

import re
from dataclasses import dataclass

MAX_LINES = 5_000
MAX_STAGES = 100
_FROM = re.compile(r"(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*\Z", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w{0,80})(?::?-([^}]{0,200}))?\}|\$([A-Za-z_]\w{0,80})")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction with its continuation lines joined."""

    word: str
    """In upper case."""
    rest: str
    line: int


@dataclass(frozen=True, slots=True)
class Base:
    """An image of somebody else that a stage starts from."""

    image: str
    line: int

    @property
    def pinned(self) -> bool:
        """Tell whether it carries a digest or a tag other than latest."""
        if "@sha256:" in self.image:
            return True
        tag = self.image.rpartition("/")[2].partition(":")[2]
        return bool(tag) and tag != "latest" and not tag.startswith("$")


def instructions(text: str) -> list[Instruction]:
    """Return the instructions of a Dockerfile, comments left out."""
    found: list[Instruction] = []
    parts: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        stripped = line.strip()
        if stripped.startswith("#") or (not stripped and parts):
            continue
        start = number if not parts else start
        parts.append(stripped.rstrip("\\`").rstrip())
        if stripped.endswith(("\\", "`")):
            continue
        word, _, rest = " ".join(parts).partition(" ")
        if word:
            found.append(Instruction(word.upper(), rest.strip(), start))
        parts = []
    return found


def bases(steps: list[Instruction]) -> list[Base]:
    """Return the external images of all stages; the last stage's own, through its aliases, comes last."""
    values: dict[str, str] = {}
    stages: dict[str, Base] = {}
    found: dict[str, Base] = {}
    final: Base | None = None
    for step in steps:
        if step.word in ("ARG", "ENV") and "=" in step.rest:
            key, _, value = step.rest.partition("=")
            values.setdefault(key.strip(), value.strip().strip("\"'"))
        match = _FROM.match(step.rest[:2_000]) if step.word == "FROM" else None
        if match is None:
            continue
        image = _substituted(match.group(1), values)
        final = stages.get(image.lower()) or Base(image, step.line)
        if match.group(2):
            stages[match.group(2).lower()] = final
        if image != "scratch" and len(found) < MAX_STAGES:
            found.setdefault(final.image, final)
    last = found.pop(final.image, None) if final else None
    return [*found.values(), *((last,) if last else ())]


def _substituted(image: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(3)
        return values.get(name) or match.group(2) or match.group(0)

    return _VARIABLE.sub(value, image)
