"""Check a statement about an assessment: is it one, who signed it, and does it speak of this assessment."""

import base64
import hashlib
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from maturity import signing, stored
from maturity.model.statement import Envelope, Statement
from maturity.plain import read_plain
from maturity.render.intoto import statement

LIMIT = 8 << 20

Part = Literal["form", "signature", "digest", "results"]


class Check(NamedTuple):
    """One thing that was checked."""

    part: Part
    holds: bool | None
    """None: there was nothing to check it with."""
    detail: str = ""
    """What is wrong, in technical words."""


class _Head(BaseModel):
    """What tells an envelope from a statement."""

    payload_type: str | None = Field(default=None, alias="payloadType")


def verify(file: Path, key: Path | None, assessment: Path | None) -> tuple[Check, ...]:
    """Return what holds of a statement, or of the envelope around one.

    Raises:
        UsageError: A file cannot be read, the key cannot be used, or the assessment is none.
    """
    content = read_plain(file, LIMIT, "name what 'maturity attest' wrote")
    try:
        envelope, payload = _opened(content)
        told = Statement.model_validate_json(payload)
    except ValidationError as error:
        return (Check("form", holds=False, detail=_fault(error)),)
    except ValueError:
        return (Check("form", holds=False, detail="payload: is no base64"),)
    checks = (Check("form", holds=True), _signature(envelope, payload, key))
    return checks + (_subject(told, assessment) if assessment else (Check("digest", None), Check("results", None)))


def _opened(content: bytes) -> tuple[Envelope | None, bytes]:
    """Return the envelope, where there is one, and the statement in it."""
    if _Head.model_validate_json(content).payload_type is None:
        return None, content
    envelope = Envelope.model_validate_json(content)
    return envelope, base64.b64decode(envelope.payload, validate=True)


def _signature(envelope: Envelope | None, payload: bytes, key: Path | None) -> Check:
    if key is None:
        return Check("signature", None)
    if envelope is None:
        return Check("signature", holds=False, detail="the statement is not signed")
    return Check("signature", signing.signed_by(envelope.signatures, payload, key))


def _subject(told: Statement, file: Path) -> tuple[Check, Check]:
    """Hold the statement against the assessment: its bytes, then what it says."""
    content = stored.read(file)
    digest = hashlib.sha256(content).hexdigest()
    known = any(subject.digest.get("sha256") == digest for subject in told.subject)
    ours = Statement.model_validate(statement(stored.parse(content, file), content), strict=False)
    commits = {subject.digest.get("gitCommit") for subject in ours.subject}
    same = told.predicate == ours.predicate and commits == {one.digest.get("gitCommit") for one in told.subject}
    return Check("digest", known), Check("results", same)


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
