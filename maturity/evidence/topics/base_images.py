"""The images of others that the stages of a Dockerfile start from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from maturity.evidence.graph.dockerfile import Instruction

MAX_STAGES = 100
_FROM = re.compile(r"(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*\Z", re.IGNORECASE)


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


def bases(steps: Iterable[Instruction]) -> list[Base]:
    """Return the external images of all stages; the last stage's own, through its aliases, comes last."""
    stages: dict[str, Base] = {}
    found: dict[str, Base] = {}
    final: Base | None = None
    for step in steps:
        match = _FROM.match(step.value[:2_000]) if step.word == "FROM" else None
        if match is None:
            continue
        image, alias = match.groups()
        final = stages.get(image.lower()) or Base(image, step.line)
        if alias:
            stages[alias.lower()] = final
        if image != "scratch" and len(found) < MAX_STAGES:
            found.setdefault(final.image, final)
    last = found.pop(final.image, None) if final else None
    return [*found.values(), *((last,) if last else ())]
