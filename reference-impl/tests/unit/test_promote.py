"""Promotion: on proof, and only on proof."""

import sys

import numpy as np
import pytest

from churn.ops.promote import PromotionLimits, Verdict, gated, judge

ROWS = 8000


def judged(
    quality: float, *, champion: float = 1.0, latency_ms: float = 1.0, spoiled: str = "", bias: float = 0.0
) -> Verdict:
    """Judge a challenger that knows the truth up to noise; a low `quality` is much noise."""
    rng = np.random.default_rng(0)
    truth = rng.normal(-2.5, 1.2, ROWS)
    labels = (rng.random(ROWS) < 1 / (1 + np.exp(-truth))).astype(np.int8)
    groups = rng.choice(["female", "male"], ROWS)
    noise = rng.normal(size=(2, ROWS))

    def scores(known: float, which: int) -> np.ndarray:
        # The mean of the truth, given what is known of it: calibrated, whatever the noise.
        return np.asarray(
            1 / (1 + np.exp(-(-2.5 + known * (truth + 2.5) + np.sqrt(known * (1 - known)) * 1.2 * noise[which])))
        )

    new = scores(quality, 1)
    if spoiled:
        new[groups == spoiled] = rng.permutation(new[groups == spoiled])
    new = new / (new + (1 - new) * np.exp(-bias))
    return judge(labels, scores(champion, 0), new, {"gender": list(groups)}, latency_ms=latency_ms)


def test_a_better_model_wins_with_its_evidence() -> None:
    verdict = judged(0.9, champion=0.3)
    assert verdict.promoted
    assert verdict.auc_delta_low > 0
    assert verdict.challenger_log_loss < verdict.champion_log_loss
    assert set(verdict.slices) == {"gender=female", "gender=male"}
    assert (verdict.rows, verdict.promoted) == (ROWS, True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"quality": 0.3, "champion": 0.9}, "lower bound"),
        ({"quality": 0.9, "champion": 0.9, "bias": 1.0}, "log loss"),
        ({"quality": 0.95, "champion": 0.2, "spoiled": "male"}, "gender=male loses"),
        ({"quality": 0.9, "champion": 0.3, "latency_ms": 51.0}, "latency 51.0 ms"),
    ],
)
def test_each_condition_can_refuse(change: dict, why: str) -> None:  # type: ignore[type-arg]
    verdict = judged(**change)
    assert not verdict.promoted
    assert any(why in line for line in verdict.against), verdict.against


def test_the_same_model_is_not_promoted() -> None:
    rng = np.random.default_rng(1)
    scores = rng.uniform(0.01, 0.3, 3000)
    labels = (rng.random(3000) < scores).astype(np.int8)
    verdict = judge(labels, scores, scores, {}, latency_ms=1.0)
    assert [line.split()[0:2] for line in verdict.against] == [["log", "loss"]]


@pytest.mark.parametrize(
    ("code", "why"),
    [("import sys; print('level 1, not 2'); sys.exit(1)", "exit 1: level 1, not 2"), ("pass", "")],
)
def test_an_external_gate_may_refuse(code: str, why: str) -> None:
    verdict = gated(judged(0.9, champion=0.3), PromotionLimits(gate=(sys.executable, "-c", code)))
    assert verdict.promoted == (not why)
    assert any(why in line for line in verdict.against) or not why


def test_a_gate_that_is_not_there_refuses() -> None:
    verdict = gated(judged(0.9, champion=0.3), PromotionLimits(gate=("no-such-program",)))
    assert "did not run" in verdict.against[0]
