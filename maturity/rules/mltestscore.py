"""The ML Test Score, by the formula of its authors.

Breck, Cai, Nielsen, Salib, Sculley: "The ML Test Score: A Rubric for ML Production Readiness and Technical Debt
Reduction", IEEE Big Data 2017, section VI. Each of 28 tests earns half a point when it is done by hand and its results
are documented, and a full point when a system does it by itself, again and again. The points are added up per section,
and the weakest of the four sections is the score.

We give the full point to a test whose item is met by evidence, and half a point to one that is partly met or attested.
"""

from collections.abc import Mapping, Sequence

from maturity.model.framework import Framework, ItemResult, ItemState, Score, SectionPoints
from maturity.model.rule import Text

_POINTS: dict[ItemState, float] = {"met": 1.0, "partly-met": 0.5, "attested": 0.5}

_MEANINGS: tuple[tuple[float, Text], ...] = (
    (0, Text(en="more of a research project than a system in production", zh="更像研究项目，而非生产系统")),
    (1, Text(en="not untested, but serious holes are possible", zh="并非完全没有测试，但可能存在严重漏洞")),
    (2, Text(en="a first pass at basic production readiness", zh="初步具备基本的生产就绪能力")),
    (3, Text(en="reasonably tested", zh="测试较为充分")),
    (5, Text(en="strong automated testing and monitoring", zh="具备较强的自动化测试与监控")),
    (7, Text(en="exceptional automated testing and monitoring", zh="自动化测试与监控水平卓越")),
)
"""Up to how many points a score is called what."""


def score(framework: Framework, results: Mapping[str, ItemResult]) -> Score | None:
    """Return the score; None for a framework without sections."""
    sections = tuple(
        _section(entry.id, [results[item.id] for item in framework.items if item.section == entry.id])
        for entry in framework.items
        if entry.verify == "group"
    )
    if not sections:
        return None
    points = min(section.points for section in sections)
    return Score(points=points, sections=sections, meaning=meaning(points))


def meaning(points: float) -> Text:
    """Return what the authors call a score."""
    return next((text for most, text in _MEANINGS if points <= most), _MEANINGS[-1][1])


def _section(section: str, items: Sequence[ItemResult]) -> SectionPoints:
    return SectionPoints(
        section=section,
        points=sum(_POINTS.get(item.state, 0.0) for item in items),
        open=sum(item.state == "not-assessable" for item in items),
    )
