"""The record of a re-run: what was run, with which data and environment, and how its metrics compare."""

import hashlib
import json
from typing import Literal

from maturity.model.value import Value

KIND = "application/vnd.maturity.reproduction+json"
"""What is signed, when a record is."""


class ComparedMetric(Value):
    """One metric of the recorded run and of the re-run."""

    name: str
    recorded: float
    rerun: float | None
    """None when the re-run gave no such metric."""
    within: bool


class InputDigests(Value):
    """What went into a re-run, each as a SHA-256; empty where there was nothing."""

    lock: str
    """Of the DVC files of the commit: their paths and contents."""
    data: str
    """Of the outputs that they record: their paths and hashes."""
    environment: str
    """Of the interpreter's version and the installed distributions."""


class Isolation(Value):
    """What the command that was run again could not do."""

    tool: str
    """What held it: bubblewrap or unshare; empty where neither works."""
    network: Literal["cut", "open"]
    files: Literal["read-only", "open"]
    """Those outside the folder of the re-run."""


class Seal(Value):
    """What shows that a record was not changed, and who made it."""

    sha256: str
    """Of the record's content."""
    keyid: str = ""
    signature: str = ""
    """Ed25519 over the content, as DSSE binds it, in base64; empty for a record that nobody signed."""


class Record(Value):
    """One re-run of a registered version."""

    schema_version: Literal["1.0"] = "1.0"
    tool: str
    """Version of ours that made it."""
    model: str
    version: str
    run: str
    commit: str
    command: str
    inputs: InputDigests
    python: str
    started: str
    """ISO 8601, UTC."""
    ended: str
    isolation: Isolation | None = None
    """None in a record from before there was any."""
    tolerance: float
    """Relative or absolute, whichever allows more."""
    metrics: tuple[ComparedMetric, ...]
    reproduced: bool
    """Metrics were compared, and every one lies within the tolerance."""
    seal: Seal | None = None


def content(record: Record) -> bytes:
    """Return the bytes that are digested and signed: the record without its seal, as JSON, its keys in order."""
    fields = record.model_dump(mode="json", exclude={"seal"} if record.isolation else {"seal", "isolation"})
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def digest(record: Record) -> str:
    """Return the digest of a record's content."""
    return hashlib.sha256(content(record)).hexdigest()
