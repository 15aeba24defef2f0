from pathlib import Path
from typing import Any

import pytest
import yaml

from churn.core.drift_scenarios import BadScenario, Drift, Scenario, parse

SCENARIOS = Path(__file__).parents[2] / "conf" / "scenarios"


@pytest.mark.parametrize(
    ("drift", "strengths"),
    [
        (Drift("prior", 2, 0.8), [0, 0, 0.8, 0.8, 0.8]),
        (Drift("outage", 1, 1.0, duration=2), [0, 1, 1, 0, 0]),
        (Drift("concept", 1, 0.6, "gradual"), [0, 0.1, 0.2, 0.3, 0.4]),
    ],
)
def test_strength_by_month(drift: Drift, strengths: list[float]) -> None:
    assert [drift.at(month) for month in range(5)] == pytest.approx(strengths)


def test_a_recurring_drift_comes_back_every_year() -> None:
    drift = Drift("covariate", 3, 0.5, "recurring")
    there = [month for month in range(30) if drift.at(month)]
    assert there == [*range(3, 9), *range(15, 21), *range(27, 30)]


def test_the_strongest_counts_and_growth_is_told_once() -> None:
    scenario = Scenario((Drift("prior", 1, 0.2), Drift("prior", 3, 0.7), Drift("concept", 0, 1.0)))
    assert [scenario.strength("prior", month) for month in range(5)] == [0, 0.2, 0.2, 0.7, 0.7]
    assert [round(scenario.begins("prior", month), 6) for month in range(5)] == [0, 0.2, 0, 0.5, 0]


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_scenarios_that_are_shipped(file: Path) -> None:
    scenario = parse(yaml.safe_load(file.read_text()))
    assert [drift.onset for drift in scenario.drifts] == ([] if file.stem == "steady" else [27])


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kind": "covariate"}, "entry 1: .*onset"),
        ({"kind": "magic", "onset": 1, "strength": 1}, "kind is one of"),
        ({"kind": "prior", "onset": 1, "strength": 2}, r"strength lies in \[0, 1\]"),
        ({"kind": "prior", "onset": -1, "strength": 1}, "not negative"),
    ],
)
def test_a_bad_entry_is_told(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(BadScenario, match=said):
        parse([entry])
