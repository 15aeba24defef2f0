"""A stored assessment beside a card: which level it found, of which commit, and what says that it is genuine."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from maturity import stored
from maturity.errors import UsageError
from maturity.model.assessment import Assessment
from maturity.verification import Check, Part, verify

PROMOTION = "promotion_assessment"
"""The tag in which a promotion names the assessment that it rests on."""
_PARTS: dict[Part, str] = {
    "form": "statement",
    "signature": "signed by the given key",
    "digest": "statement about this file, byte for byte",
    "results": "statement says what it says",
}


class Assessed(NamedTuple):
    """An assessment, and what was checked of it."""

    assessment: Assessment
    digest: str
    """SHA-256 of the file."""
    checks: tuple[Check, ...] = ()
    """Of the statement about it; none where nobody gave one."""


class Versioned(NamedTuple):
    """The version that a card is of, as far as an assessment can be held against it."""

    model: str
    version: str
    commit: str
    """Of its run; empty where it names none."""
    tags: Mapping[str, str]


def load(file: Path | None, statement: Path | None, key: Path | None) -> Assessed | None:
    """Read an assessment, and hold the statement about it against it.

    Raises:
        UsageError: a file cannot be read, is no assessment, contradicts itself, or stands without what it is about.
    """
    if file is None:
        if statement or key:
            raise UsageError("card: --statement and --key are about an assessment: name it with --assessment FILE")
        return None
    if statement is None and key:
        raise UsageError("card: --key checks a statement: name what 'maturity attest' wrote with --statement FILE")
    content = stored.read(file)
    checks = verify(statement, key, file) if statement else ()
    return Assessed(stored.parse(content, file), hashlib.sha256(content).hexdigest(), checks)


def rows(assessed: Assessed, of: Versioned) -> Iterator[tuple[str, str]]:
    """Yield what an assessment says, whether it is about a version, and what vouches for it."""
    told, target = assessed.assessment, assessed.assessment.target
    yield "assessment", f"sha256:{assessed.digest}"
    yield "assessed", told.started
    yield "level", str(told.level)
    if told.level_with_waivers != told.level:
        yield "level with waivers", str(told.level_with_waivers)
    yield "assessed commit", (target.commit or "none") + (", with uncommitted changes" if target.dirty else "")
    if target.project:
        yield "assessed project", target.project
    yield "commit of this version", _same(assessed, of)
    for lineage in told.evidence.lineage:
        if (lineage.model, lineage.version) == (of.model, of.version):
            yield "lineage", ", ".join(f"{link.link}: {link.state}" for link in lineage.links)
    yield "rules", told.tool.catalog_digest
    yield "made by", f"{told.tool.name} {told.tool.version}"
    yield from _vouched(assessed, of)


def remarks(assessed: Assessed, of: Versioned) -> Iterator[str]:
    """Yield why an assessment is not to be taken for one of this version, or not for genuine."""
    if (said := _same(assessed, of)) != "yes":
        yield f"the assessment is of this version's commit: {said}"
    for what, said in _vouched(assessed, of):
        if said.partition(":")[0] == "no":
            yield f"the assessment: {what}: {said}"


def _same(assessed: Assessed, of: Versioned) -> str:
    target = assessed.assessment.target
    if not of.commit:
        return "not told: the run names none"
    if target.commit is None:
        return "not told: the assessment names none"
    if target.commit != of.commit:
        return f"no: the run names {of.commit}"
    return "yes, with uncommitted changes" if target.dirty else "yes"


def _vouched(assessed: Assessed, of: Versioned) -> Iterator[tuple[str, str]]:
    """Yield what says that the file is what was assessed: the promotion of the version, or a statement."""
    named = of.tags.get(PROMOTION, "")
    if named:
        same = named == f"sha256:{assessed.digest}"
        yield "named by the promotion", "yes" if same else f"no: it names {named}"
    for check in assessed.checks:
        detail = f": {check.detail}" if check.detail else ""
        yield (
            _PARTS[check.part],
            {True: "yes", False: f"no{detail}", None: "was not checked: no key was given"}[check.holds],
        )
    if not named and not assessed.checks:
        yield "genuine", "not told: give what 'maturity attest' wrote with --statement FILE --key KEY"
