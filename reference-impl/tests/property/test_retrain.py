"""The decision to retrain, driven by signals in any order: what must never happen does not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from churn.ops.retrain import (
    Decision,
    History,
    RetrainPolicy,
    Signal,
    Window,
    decide,
    drift_signal,
    schedule_signal,
)
from churn.ops.state import LoopState

NOW = datetime(2026, 3, 1, tzinfo=UTC)
POLICY = RetrainPolicy(cooldown_days=21, monthly_budget=2, min_new_labels=100, schedule_days=60)


class Retraining(RuleBasedStateMachine):
    """Time passes, signals come from everywhere, labels arrive or not; the store remembers."""

    @initialize(cooldown=st.integers(0, 40), budget=st.integers(1, 4))
    def begin(self, cooldown: int, budget: int) -> None:
        self.folder = TemporaryDirectory()
        self.state = LoopState(Path(self.folder.name) / "loop.db")
        self.policy = RetrainPolicy(cooldown_days=cooldown, monthly_budget=budget, min_new_labels=100)
        self.now = NOW
        self.begun: list[tuple[datetime, Signal]] = []
        self.paused = NOW

    def ask(self, signals: list[Signal], labels: int) -> Decision:
        decision = self.state.claim(signals, labels, self.policy, self.now)
        if decision.retrain:
            assert decision.signal is not None
            self.begun.append((self.now, decision.signal))
            if decision.signal.trigger != "manual":
                assert labels >= 100
                assert self.now >= self.paused
        else:
            assert decision.refused
        return decision

    @rule(hours=st.integers(0, 24 * 20))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        triggers=st.lists(st.sampled_from(["drift", "performance", "schedule"]), max_size=3), labels=st.integers(0, 500)
    )
    def signal(self, triggers: list[str], labels: int) -> None:
        self.ask([Signal(trigger, "seen") for trigger in triggers], labels)  # type: ignore[arg-type]

    @rule(labels=st.integers(0, 500))
    def by_hand(self, labels: int) -> None:
        spent = sum((at.year, at.month) == (self.now.year, self.now.month) for at, _ in self.begun)
        decision = self.ask([Signal("drift", "seen"), Signal("manual", "prices", "ann")], labels)
        assert decision.retrain == (spent < self.policy.monthly_budget), "nothing but the budget stops a person"

    @rule(days=st.integers(1, 60))
    def pause(self, days: int) -> None:
        self.paused = self.now + timedelta(days=days)
        content = {"until": self.paused.isoformat(), "actor": "ann", "reason": "freeze"}
        self.state.record("pause", self.now, content)

    @precondition(lambda self: len(self.begun) > 1)
    @invariant()
    def only_people_pass_over_the_cooldown(self) -> None:
        for (before, _), (after, signal) in zip(self.begun, self.begun[1:], strict=False):
            if signal.trigger == "manual":
                assert signal.actor
                assert signal.reason
            else:
                assert after - before >= timedelta(days=self.policy.cooldown_days)

    @precondition(lambda self: hasattr(self, "policy"))
    @invariant()
    def the_budget_holds(self) -> None:
        months = [(at.year, at.month) for at, _ in self.begun]
        assert all(months.count(month) <= self.policy.monthly_budget for month in months)

    @precondition(lambda self: hasattr(self, "policy"))
    @invariant()
    def all_is_on_record(self) -> None:
        recorded = [(event.at, Signal(**event.content)) for event in self.state.events("retraining")]
        assert recorded == self.begun

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestRetraining = Retraining.TestCase
TestRetraining.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_the_most_important_signal_is_answered() -> None:
    signals = [Signal("schedule", "c"), Signal("performance", "a"), Signal("drift", "b")]
    decision = decide(signals, History(new_labels=500), POLICY, NOW)
    assert decision == Decision(retrain=True, signal=signals[1])
    assert not decide([], History(), POLICY, NOW).retrain


@pytest.mark.parametrize("signal", [Signal("manual", "prices"), Signal("manual", " ", "ann")])
def test_a_person_says_who_and_why(signal: Signal) -> None:
    with pytest.raises(ValueError, match="--actor and --reason"):
        decide([signal], History(), POLICY, NOW)


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (History((NOW - timedelta(days=20),), 500), "cooldown: 20 of 21 days"),
        (History((), 99), "labels: 99 new ones"),
        (History((NOW, NOW), 500), "budget: 2 retrainings"),
        (History((), 500, NOW + timedelta(days=1)), "paused until 2026-03-02"),
    ],
)
def test_what_speaks_against_is_named(history: History, why: str) -> None:
    decision = decide([Signal("drift", "x")], history, POLICY, NOW)
    assert not decision.retrain
    assert why in decision.refused


def windows(*alarms: float, incidents: tuple[int, ...] = (), faults: tuple[int, ...] = ()) -> list[Window]:
    return [
        Window(
            f"2026-{place:02}",
            {"age": psi} if psi else {},
            place in incidents,
            ("age: range",) if place in faults else (),
        )
        for place, psi in enumerate(alarms, start=1)
    ]


def test_a_drift_has_to_last() -> None:
    assert drift_signal(windows(0, 0.3), POLICY) is None
    assert drift_signal(windows(0.3, 0, 0.3), POLICY) is None
    signal = drift_signal(windows(0, 0.3, 0.3), POLICY)
    assert signal is not None
    assert "age" in signal.reason


def test_a_drift_that_recedes_is_not_learnt() -> None:
    assert drift_signal(windows(0.5, 0.44, 0.4), POLICY) is None
    assert drift_signal(windows(0.3, 0.4, 0.5), POLICY) is not None


def test_neither_incidents_nor_broken_feeds_are_learnt() -> None:
    assert drift_signal(windows(0.3, 0.4, 0.5, incidents=(1, 2, 3)), POLICY) is None
    assert drift_signal(windows(0.5, 0.5, 0.5, 0.5, 0.5, incidents=(1,)), POLICY) is None
    assert drift_signal(windows(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, incidents=(1,)), POLICY) is not None
    assert drift_signal(windows(0.5, 0.5, 0.5, faults=(3,)), POLICY) is None


def test_the_calendar_counts_from_the_last_training() -> None:
    first = NOW - timedelta(days=59)
    assert schedule_signal(History(), 60, NOW, first) is None
    assert schedule_signal(History(), 60, NOW + timedelta(days=1), first) is not None
    assert schedule_signal(History((NOW,)), 60, NOW + timedelta(days=1), first) is None


def test_a_moment_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        LoopState(tmp_path / "loop.db").record("pause", datetime(2026, 1, 1), {})  # noqa: DTZ001
