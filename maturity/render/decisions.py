"""What a report asks those who decide to decide: derived from the findings, in words."""

from collections.abc import Iterator

from maturity.model.assessment import Assessment
from maturity.model.finding import Finding
from maturity.render.display import displayable
from maturity.render.report_words import ReportWords
from maturity.render.summary import HIGHEST, counts, selected
from maturity.render.words import Words

MOST_RISKS = 5


def risks(assessment: Assessment) -> tuple[Finding, ...]:
    """Return what weighs most: what keeps the next level away, then other required rules that fail."""
    blocking = selected(assessment, assessment.blockers)
    failing = tuple(finding for finding in selected(assessment, assessment.plan) if finding.required)
    return tuple(dict.fromkeys((*blocking, *failing)))[:MOST_RISKS]


def decisions(assessment: Assessment, said: Words, told: ReportWords) -> Iterator[str]:
    """Yield one sentence for each decision that is asked."""
    found = counts(assessment.findings)
    if assessment.blockers and assessment.level < HIGHEST:
        yield told.decide_work.format(count=len(assessment.blockers), level=assessment.level + 1)
    missing = [
        said.sources[source.kind] for source in assessment.sources if source.state in ("not-given", "unreadable")
    ]
    if missing:
        yield told.decide_sources.format(sources=said.between.join(missing))
    if found["unknown"]:
        yield told.decide_gaps.format(count=found["unknown"])
    if found["manual"]:
        yield told.decide_manual.format(count=found["manual"])
    ends = sorted(finding.waiver.expires for finding in assessment.findings if finding.waiver)
    if ends:
        yield told.decide_waivers.format(count=len(ends), expires=displayable(ends[0], 20))
