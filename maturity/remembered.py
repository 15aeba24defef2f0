"""What a repository showed the last time: the same files, history and tool show the same again."""

import hashlib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from maturity import evidence
from maturity.cache import Cache
from maturity.evidence.collect import Collected
from maturity.model.raw import RawRepository
from maturity.model.technology import Technology

KIND = "collected"


def recall(raw: RawRepository, technologies: tuple[Technology, ...], digests: Cache) -> Collected | None:
    """Return what was collected from exactly these files; None when it is not known."""
    key = _key(raw)
    payload = digests.get(KIND, _version(technologies), (key,)).get(key)
    try:
        return Collected.model_validate_json(payload) if payload else None
    except ValidationError:
        return None


def remember(
    raw: RawRepository, technologies: tuple[Technology, ...], digests: Cache, collected: Collected
) -> Collected:
    """Keep what was collected, and return it."""
    digests.put(KIND, _version(technologies), {_key(raw): collected.model_dump_json().encode()})
    return collected


def _key(raw: RawRepository) -> str:
    digest = hashlib.sha256()
    for entry in raw.files:
        digest.update(f"{entry.path}\0{entry.blob}\0{entry.size}\0{entry.kind}\n".encode("utf-8", "surrogateescape"))
    digest.update(raw.model_copy(update={"files": ()}).model_dump_json().encode())
    return digest.hexdigest()


@cache
def _version(technologies: tuple[Technology, ...]) -> str:
    """Name this way of collecting: it changes with the source of the evidence room and with what it recognises."""
    digest = hashlib.sha256(repr(technologies).encode())
    for path in sorted(Path(evidence.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
