"""What a whole report (HTML, PDF) is made of: findings by principle, with numbered and hashed evidence."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from maturity.model.assessment import Assessment, PrincipleResult
from maturity.model.finding import Evidence, Finding, Status
from maturity.render.json import document
from maturity.render.summary import counts

PROBLEMS: tuple[Status, ...] = ("fail", "unknown", "manual")
"""Outcomes that ask somebody to do something."""
_ORDER: tuple[Status, ...] = (*PROBLEMS, "pass", "not-applicable", "not-assessed")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One evidence, by the name under which a reader can cite it."""

    label: str
    evidence: Evidence
    digest: str
    """SHA-256 of its record in canonical JSON: keys sorted, no blanks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding with its number in the report."""

    number: int
    finding: Finding
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The findings of one principle: those that ask for something first."""

    result: PrincipleResult
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """An assessment, ready for a template."""

    assessment: Assessment
    chapters: tuple[Chapter, ...]
    counts: dict[Status, int]
    document: str
    """The assessment as JSON."""
    digest: str
    """SHA-256 of it."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every finding, in the order of the report."""
        return tuple(entry for chapter in self.chapters for entry in chapter.entries)

    @property
    def problems(self) -> tuple[Entry, ...]:
        """Findings that ask somebody to do something."""
        return tuple(entry for entry in self.entries if entry.finding.status in PROBLEMS)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every evidence."""
        return tuple(exhibit for entry in self.entries for exhibit in entry.exhibits)

    @property
    def waived(self) -> tuple[Entry, ...]:
        """Findings with a waiver."""
        return tuple(entry for entry in self.entries if entry.finding.waiver)


def report(assessment: Assessment) -> Report:
    """Arrange an assessment for reading."""
    text = document(assessment)
    return Report(
        assessment=assessment,
        chapters=tuple(_chapters(assessment)),
        counts=counts(assessment.findings),
        document=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _chapters(assessment: Assessment) -> Iterator[Chapter]:
    numbers, labels = count(1), count(1)
    for result in assessment.principles:
        findings = [finding for finding in assessment.findings if finding.principle == result.id]
        findings.sort(key=lambda finding: (_ORDER.index(finding.status), not finding.required, finding.level))
        entries = tuple(
            Entry(
                next(numbers),
                finding,
                tuple(Exhibit(f"E{next(labels)}", one, _digest(one)) for one in finding.evidence),
            )
            for finding in findings
        )
        yield Chapter(result, entries)


def _digest(evidence: Evidence) -> str:
    record = json.dumps(evidence.model_dump(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(record.encode()).hexdigest()
