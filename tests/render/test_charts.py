"""Geometry of the radar."""

from maturity.model.assessment import Counts, PrincipleResult
from maturity.model.rule import PrincipleId, Text
from maturity.render.charts import radar


def principle(name: PrincipleId, level: int) -> PrincipleResult:
    return PrincipleResult(id=name, title=Text(en=name, zh=name), level=level, score=None, counts=Counts())


def test_the_radar_starts_at_the_top_and_goes_clockwise() -> None:
    drawn = radar((principle("automation", 3), principle("continuity", 0), principle("versioning", 3)))
    assert drawn.shape == "0.0,-100.0 0.0,0.0 -86.6,50.0"
    assert drawn.rings[-1] == "0.0,-100.0 86.6,50.0 -86.6,50.0"
    assert [spoke.anchor for spoke in drawn.spokes] == ["middle", "start", "end"]


def test_no_principle_makes_an_empty_radar() -> None:
    assert radar(()).shape == ""
