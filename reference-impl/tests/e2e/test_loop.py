"""Months of the loop in simulated time, with real models: what it sees, what it does, and what it leaves alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.e2e.world import ONSET, Simulated, World, days, fitted, labelled, site, world

from churn.core import artifact, simulate, spec
from churn.core.drift_scenarios import Drift
from churn.core.encode import encode
from churn.core.evaluate import auc
from churn.ops import release
from churn.ops.loop import Loop
from churn.ops.policy import Policy
from churn.ops.retrain import RetrainPolicy, Signal
from churn.ops.state import Event

BEGIN = datetime(2025, 12, 15, tzinfo=UTC)
ONSET_MONTH = simulate.month_at(date(2024, 1, 1), ONSET).strftime("%Y-%m")
MIXED = np.random.default_rng(1).permutation(400)
CONCEPT = Drift("concept", ONSET, 1.0)


def run(world: World, root: Path, until: date, policy: Policy = Policy()) -> tuple[Loop, Simulated]:  # noqa: B008
    """Let the loop tick every week."""
    loop, project = site(world, root, BEGIN, policy)
    for at in days(BEGIN.date() + timedelta(1), until, 7):
        loop.tick(at)
    return loop, project


def begun(loop: Loop, *triggers: str) -> list[Event]:
    return [event for event in loop.state.events("retraining") if event.content["trigger"] in triggers or not triggers]


def measured(world: World, model_folder: str, month: str) -> float:
    table = labelled(world, [month], date.max)
    return auc(table[spec.TARGET].to_numpy(), artifact.load(Path(model_folder)).predict(encode(table)))


def test_a_canary_that_nobody_compared_is_not_made_the_champion_by_waiting(tmp_path: Path) -> None:
    still = world((), months=26)
    loop, project = site(still, tmp_path, BEGIN)
    champion = loop.log.current().champion
    few = labelled(still, project.ripe(BEGIN.date())[-1:], BEGIN.date()).slice(0, 400)
    worse = fitted(few.set_column(few.schema.get_field_index(spec.TARGET), spec.TARGET, few[spec.TARGET].take(MIXED)))
    artifact.save(worse, tmp_path / "worse", created=BEGIN.isoformat())
    candidate = release.deployment("canary", tmp_path / "worse", version="by-hand")
    loop.log.append("canary", release.start(loop.log.history(), candidate), actor="somebody", reason="try", at=BEGIN)
    for at in days(BEGIN.date() + timedelta(1), BEGIN.date() + timedelta(15), 2):
        loop.tick(at)
    actions = [one.action for one in loop.log.history()]
    assert actions[:4] == ["first", "canary", "advance", "rollback"]
    assert loop.log.current().champion.digest == champion.digest
    assert not any(one.version == "by-hand" for one in project.promotions)


def test_the_loop_sees_a_turned_world_and_wins_most_of_it_back(tmp_path: Path) -> None:
    turned = world((CONCEPT,), months=32)
    loop, project = run(turned, tmp_path, date(2026, 6, 5))
    first = begun(loop)[0]
    assert first.content["trigger"] == "performance"
    # The first day on which nine tenths of the first changed month's labels were known.
    known = sorted(turned.labels[ONSET_MONTH][spec.AVAILABLE].to_pylist())
    enough = known[int(0.9 * len(known))]
    assert timedelta(0) <= first.at.date() - enough <= timedelta(days=7)
    assert loop.state.events("trained")[0].content["since"] == ONSET_MONTH

    releases = loop.log.history()
    assert [one.action for one in releases[:4]] == ["first", "canary", "advance", "advance"]
    assert [one.champion.version for one in releases[:4]] == ["1", "1", "1", "2"]
    assert project.promotions[0].version == "2"

    later = "2026-06"  # no model was trained on it
    old, new = (measured(turned, one.champion.folder, later) for one in (releases[0], releases[-1]))
    after = [month for month in turned.features if month >= ONSET_MONTH and month != later]
    retrained = fitted(labelled(turned, after, date.max))
    table = labelled(turned, [later], date.max)
    best = auc(table[spec.TARGET].to_numpy(), retrained.predict(encode(table)))
    assert best - old > 0.1
    assert (new - old) / (best - old) >= 0.8


@pytest.mark.slow
def test_nothing_changes_for_a_year_and_nothing_is_retrained_for_performance(tmp_path: Path) -> None:
    loop, _ = run(world(), tmp_path, date(2027, 1, 15))
    assert len(loop.state.events("performance")) >= 12
    assert begun(loop, "performance", "drift") == []
    assert len(begun(loop, "schedule")) >= 3
    promoted = [event for event in loop.state.events("promotion") if event.content["promoted"]]
    assert len(loop.log.history()) == 1 + 3 * len(promoted), "the champion changes on proof only"


@pytest.mark.slow
def test_a_transient_outage_does_not_retrain(tmp_path: Path) -> None:
    loop, _ = run(world((Drift("outage", ONSET, 0.8, duration=2),)), tmp_path, date(2026, 8, 25))
    windows = [event.content for event in loop.state.events("window")]
    assert any(one["incident"] and one["alarms"] for one in windows)
    assert begun(loop) == []


@pytest.mark.slow
def test_a_broken_feed_does_not_retrain(tmp_path: Path) -> None:
    loop, _ = run(world((Drift("schema_break", ONSET, 0.5),)), tmp_path, date(2026, 6, 1))
    windows = [event.content for event in loop.state.events("window")]
    assert all(one["faults"] and one["alarms"] for one in windows if one["month"] >= ONSET_MONTH)
    assert begun(loop) == []


@pytest.mark.slow
def test_a_covariate_drift_retrains_once_per_cooldown(tmp_path: Path) -> None:
    loop, _ = run(world((Drift("covariate", ONSET, 0.5),)), tmp_path, date(2026, 6, 20))
    moments = [event.at for event in begun(loop)]
    assert begun(loop)[0].content["trigger"] == "drift"
    assert moments[0].date() < date(2026, 4, 1)
    assert all(after - before >= timedelta(days=21) for before, after in pairwise(moments))


def test_by_hand_within_the_cooldown_with_name_and_reason(tmp_path: Path) -> None:
    policy = Policy(loop=RetrainPolicy(min_new_labels=0))
    loop, project = site(world(months=32), tmp_path, BEGIN, policy)
    at = BEGIN + timedelta(days=1)
    for asked in range(3):
        loop.tick(at, [Signal("manual", "prices changed", "ann")])
        while loop.log.current().get("canary"):
            assert loop.tick(at).release is None, "a step takes its time"
            assert "trial" in loop.tick(at, [Signal("manual", "again", "ann")]).decision.refused
            at += timedelta(days=1)
            assert loop.tick(at).release
        assert project.trained == 1 + min(asked + 1, policy.loop.monthly_budget)
    assert [event.content["actor"] for event in begun(loop)] == ["ann", "ann"]
    assert "budget" in loop.state.events("decision")[-1].content["refused"]


def test_a_training_that_fails_is_on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loop, project = site(world(months=32), tmp_path, BEGIN)

    def fail(*_: object) -> None:
        raise RuntimeError("no space left on device")

    monkeypatch.setattr(project, "train", fail)
    with pytest.raises(RuntimeError, match="no space"):
        loop.tick(BEGIN + timedelta(days=1), [Signal("manual", "try", "ann")])
    assert loop.state.events("failed")[0].content == {"error": "no space left on device"}
    assert loop.log.number() == 1
