"""Read an assessment that was stored as JSON. Its writer is not trusted: size, shape and version are checked."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from maturity.errors import UsageError
from maturity.model.assessment import SCHEMA_VERSION, Assessment
from maturity.plain import read_plain
from maturity.rules.levels import counts

LIMIT = 64 << 20
"""Bytes of one stored assessment."""

_REMEDY = "write one with 'maturity scan --format json --output FILE'"


class _Head(BaseModel):
    """What tells an assessment, and its version, before the rest is looked at."""

    schema_version: str


def load(file: Path) -> Assessment:
    """Return the assessment in a file.

    Raises:
        UsageError: The file cannot be read, is no assessment, or is of a version that is not known here.
    """
    return parse(read(file), file)


def read(file: Path) -> bytes:
    """Return what is stored in a file, as it stands. Raises as `load`."""
    return read_plain(file, LIMIT, _REMEDY)


def parse(document: bytes, file: Path) -> Assessment:
    """Return the assessment in what was read from a file. Raises as `load`."""
    try:
        version = _Head.model_validate_json(document).schema_version
    except ValidationError as error:
        raise UsageError(f"{file}: is no assessment: {_fault(error)}; {_REMEDY}") from None
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise UsageError(
            f"{file}: has schema version {version}, and this program reads {SCHEMA_VERSION}: scan again, or use the "
            "version of maturity that wrote it"
        )
    try:
        assessment = Assessment.model_validate_json(document)
    except ValidationError as error:
        newer = "" if version == SCHEMA_VERSION else f" (schema version {version}, this program knows {SCHEMA_VERSION})"
        raise UsageError(f"{file}: is no valid assessment{newer}: {_fault(error)}; {_REMEDY}") from None
    if fault := _contradiction(assessment):
        raise UsageError(f"{file}: contradicts itself: {fault}; {_REMEDY}")
    return assessment


def _contradiction(assessment: Assessment) -> str:
    """Name a principle whose counts are not those of its findings: somebody changed one of the two."""
    told = {result.id: result.counts for result in assessment.principles}
    for name in dict.fromkeys((*told, *(finding.principle for finding in assessment.findings))):
        found = counts(finding for finding in assessment.findings if finding.principle == name)
        if told.get(name) != found:
            return f"the counts of principle {name} are not those of its findings"
    return ""


def _fault(error: ValidationError) -> str:
    """Say where the first fault is and what it is."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
