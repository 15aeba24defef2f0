"""What a repository showed the last time: the same files, history and tool show the same again."""

import hashlib
import os
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from maturity.cache import Cache
from maturity.model.collected import Collected
from maturity.resources import PACKAGE, folder

KIND = "collected"


def recall(key: str, digests: Cache) -> Collected | None:
    """Return what was collected from exactly this target; None when it is not known."""
    if not digests.kept:
        return None
    payload = digests.get(KIND, version(PACKAGE, folder("checks") / "technologies"), (key,)).get(key)
    try:
        return Collected.model_validate_json(payload) if payload else None
    except ValidationError:
        return None


def remember(key: str, digests: Cache, collected: Collected) -> Collected:
    """Keep what was collected, and return it."""
    if digests.kept:
        payload = collected.model_dump_json().encode()
        digests.put(KIND, version(PACKAGE, folder("checks") / "technologies"), {key: payload})
    return collected


@cache
def version(*folders: Path) -> str:
    """Name this way of collecting: it changes with every letter of our source and of what it recognises.

    Contents are compared, not times: those of an unpacked package may all be the same.
    """
    digest = hashlib.sha256()
    for place in folders:
        for path in sorted(_sources(str(place))):
            with open(path, "rb") as file:
                content = file.read()
            digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            digest.update(content)
    return digest.hexdigest()[:32]


def _sources(place: str) -> list[str]:
    found: list[str] = []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".yaml")):
                found.append(entry.path)
            elif entry.is_dir() and entry.name != "__pycache__":
                found += _sources(entry.path)
    return found
