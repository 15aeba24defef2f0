"""The gates of a model fail for the reasons that they are there for, and only for these."""

from typing import Any

import pytest

from churn.core.slices import SliceMetrics
from churn.pipelines.evaluate import _at_least, _at_most, failures
from churn.pipelines.params import Gates

GATES = Gates(
    min_auc=0.78, max_ece=0.03, max_slice_auc_gap=0.03, min_selection_ratio=0.8,
    max_behaviour_violations=0.02,
)  # fmt: skip
GROUPS: dict[str, Any] = {
    name: {"auc_gap_at_least": 0.0, "selection_ratio_at_most": 1.0} for name in ("gender", "age_band", "plan")
}


def group(name: str, auc: float, error: float, selected: float, n: int) -> SliceMetrics:
    return SliceMetrics(name, n, n // 10, auc, error, 0.1, 0.1, selected)


def test_a_good_model_passes() -> None:
    assert failures({"auc": 0.8, "ece": 0.01}, GROUPS, GATES) == []


def test_each_gate_fails_alone() -> None:
    assert failures({"auc": 0.7, "ece": 0.01}, GROUPS, GATES) == ["AUC 0.7000 is below 0.78"]
    assert failures({"auc": 0.8, "ece": 0.05}, GROUPS, GATES) == ["calibration error 0.0500 is above 0.03"]
    gap = {**GROUPS, "gender": {"auc_gap_at_least": 0.04, "selection_ratio_at_most": 1.0}}
    assert len(failures({"auc": 0.8, "ece": 0.01}, gap, GATES)) == 1
    ratio = {**GROUPS, "age_band": {"auc_gap_at_least": 0.0, "selection_ratio_at_most": 0.7}}
    assert failures({"auc": 0.8, "ece": 0.01}, ratio, GATES)[0].startswith("age_band: selection rates")


def test_groups_that_are_not_protected_do_not_fail_it() -> None:
    plan = {**GROUPS, "plan": {"auc_gap_at_least": 0.5, "selection_ratio_at_most": 0.1}}
    assert failures({"auc": 0.8, "ece": 0.01}, plan, GATES) == []


def test_a_gap_counts_beyond_chance_only() -> None:
    large = [group("a", 0.85, 0.005, 0.1, 10_000), group("b", 0.78, 0.005, 0.1, 10_000)]
    small = [group("a", 0.85, 0.04, 0.1, 200), group("b", 0.78, 0.04, 0.1, 200)]
    assert _at_least(large) == pytest.approx(0.07 - 1.645 * 0.005 * 2**0.5)
    assert _at_least(small) == 0.0
    assert _at_least(large[:1]) == 0.0


def test_a_ratio_counts_beyond_chance_only() -> None:
    large = [group("a", 0.8, 0.01, 0.12, 20_000), group("b", 0.8, 0.01, 0.08, 20_000)]
    small = [group("a", 0.8, 0.01, 0.12, 150), group("b", 0.8, 0.01, 0.08, 150)]
    assert 2 / 3 < _at_most(large) < 0.8
    assert _at_most(small) > 0.8
    assert _at_most(large[:1]) == 1.0
