"""Guards: each breaks for its own fault, and a good model breaks none; time is simulated."""

import numpy as np
import pytest

from churn.ops.release import Expected
from churn.serving.guards import GuardLimits, Recorder, Seen, breaches, stability

LIMITS = GuardLimits()


def seen(
    rows: int = 2000, *, seed: int = 0, failed: int = 0, slower: float = 1.0, odds: float = 1.0, mean: float = 0.08
) -> Seen:
    """Return traffic of a calibrated model: beta-distributed scores about the base rate, latencies about 2 ms."""
    rng = np.random.default_rng(seed)
    scores = rng.beta(2, 2 / mean - 2, rows)
    scores = odds * scores / (1 + (odds - 1) * scores)
    return Seen(seconds=slower * rng.gamma(4, 0.0005, rows), failed=failed, scores=scores)


def broken(trial: Seen, reference: Seen | None, expected: Expected | None = None) -> set[str]:
    return {breach.guard for breach in breaches(trial, reference, LIMITS, expected)}


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        (seen(seed=1), set()),
        (seen(seed=1, failed=60), {"errors"}),
        (seen(seed=1, slower=10), {"latency"}),
        (Seen(np.where(np.arange(2000) % 50 == 0, 0.1, 0.002), 0, seen(seed=1).scores), {"latency"}),
        (seen(seed=1, slower=1.5), set()),
        (seen(seed=1, odds=3), {"score_psi", "calibration"}),
        (seen(seed=1, odds=1 / 3), {"score_psi", "calibration"}),
        (seen(seed=1, odds=1.15), set()),
    ],
    ids=["equal", "raises", "slow", "slow at times", "a bit slower", "over", "under", "retrained"],
)
def test_each_fault_breaks_its_guard(trial: Seen, expected: set[str]) -> None:
    assert broken(trial, seen()) == expected


def test_a_good_canary_is_left_alone() -> None:
    """300 canaries of the champion's own distribution, 500 rows each: the least that guards judge."""
    alarms = sum(bool(broken(seen(500, seed=seed), seen(10_000, seed=-seed % 10_007))) for seed in range(1, 301))
    assert alarms == 0


@pytest.mark.parametrize("trial", [seen(100, seed=1, slower=10, odds=3), seen(100, seed=1, failed=4)])
def test_too_little_proves_nothing(trial: Seen) -> None:
    assert broken(trial, seen()) == set()


def test_without_a_champion_only_absolute_limits_hold() -> None:
    assert broken(seen(odds=3), None) == set()
    assert broken(seen(slower=400), None) == {"latency"}
    assert broken(seen(failed=100), None) == {"errors"}


def test_evidence_outranks_the_champion() -> None:
    """After a real change the champion is the one that is wrong, and the retrained model is held against the labels."""
    retrained, champion = seen(seed=1, mean=0.15), seen(mean=0.08)
    assert broken(retrained, champion) == {"score_psi", "calibration"}
    rng = np.random.default_rng(2)
    promoted_on = seen(5000, seed=3, mean=0.15).scores
    evidence = Expected.of(promoted_on, rng.random(5000) < promoted_on)
    assert sum(evidence.shares) == pytest.approx(1)
    assert broken(retrained, champion, evidence) == set()
    assert broken(seen(seed=1, mean=0.15, odds=3), champion, evidence) == {"score_psi", "calibration"}
    assert broken(seen(seed=1, mean=0.08), champion, evidence) == {"score_psi", "calibration"}


def test_psi_by_hand() -> None:
    reference = np.repeat([0.1, 0.3], 500)
    moved = np.repeat([0.1, 0.3], [200, 800])
    expected = (0.2 - 0.5) * np.log(0.2 / 0.5) + (0.8 - 0.5) * np.log(0.8 / 0.5)
    assert stability(reference, moved, bins=2) == pytest.approx(expected)
    assert stability(reference, reference) == 0
    assert np.isfinite(stability(reference, np.full(10, 0.9)))


def test_a_recorder_forgets() -> None:
    now = [0.0]
    recorder = Recorder(60, capacity=3, clock=lambda: now[0])
    recorder.add(0.1, np.array([0.5, 0.6]))
    now[0] = 59
    recorder.add(0.2, None)
    assert (recorder.seen().failed, recorder.seen().scores.tolist()) == (1, [0.5, 0.6])
    now[0] = 61
    assert recorder.seen().seconds.tolist() == [0.2]
    for seconds in (0.3, 0.4, 0.5):
        recorder.add(seconds, np.array([0.1]))
    assert recorder.seen().seconds.tolist() == [0.3, 0.4, 0.5]
