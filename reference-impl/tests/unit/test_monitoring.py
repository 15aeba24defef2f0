"""Drift, quality and performance, on tables whose truth is known."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from churn.core import simulate, spec
from churn.core.drift_scenarios import Drift, Scenario
from churn.core.evaluate import NotMeasurable, auc
from churn.features.views import customer_month
from churn.monitoring import drift, performance, quality, stability
from churn.monitoring.estimate import expected_auc

ONSET = 18


def months(seed: int, *drifts: Drift, count: int = ONSET + 1, customers: int = 5000) -> list[pa.Table]:
    """Return the features of each month from the seventh on."""
    settings = simulate.Settings(seed, date(2024, 1, 1), count, customers, scenario=Scenario(drifts))
    clean = pa.concat_tables([one.snapshots for one in simulate.simulate(settings)])
    table = customer_month(clean, simulate.month_at(settings.start, 6))
    days = table[spec.MONTH].to_numpy()
    return [table.filter(pa.array(days == day)) for day in np.unique(days)]


def alarms(seed: int, *drifts: Drift, count: int = ONSET + 1) -> list[dict[str, float]]:
    """Return the alarms of each month after six months of reference."""
    tables = months(seed, *drifts, count=count)
    reference = pa.concat_tables(tables[:6])
    return [drift.compare(reference, table).alarms for table in tables[6:]]


def test_clean_windows_raise_no_alarm() -> None:
    windows = alarms(0, count=40)
    assert len(windows) >= 28
    assert sum(bool(window) for window in windows) <= 0.01 * len(windows)


@pytest.mark.slow
def test_of_many_clean_windows_at_most_one_in_a_hundred_raises_an_alarm() -> None:
    windows = [window for seed in range(10, 15) for window in alarms(seed, count=40)]
    assert len(windows) >= 135
    assert sum(bool(window) for window in windows) <= 0.01 * len(windows)


@pytest.mark.slow
def test_a_covariate_drift_is_seen_in_the_window_in_which_it_begins() -> None:
    first = [alarms(seed, Drift("covariate", ONSET, 0.5)) for seed in range(20, 40)]
    assert all(not any(windows[:-1]) for windows in first)
    assert np.mean([bool(windows[-1]) for windows in first]) >= 0.95


def test_a_covariate_drift_names_what_changed() -> None:
    before, after = alarms(7, Drift("covariate", ONSET, 0.5))[-2:]
    assert before == {}
    assert "price_change" in after


def test_score_drift_counts_among_the_features_but_its_level_is_the_season() -> None:
    tables = months(3, count=14)
    scores = np.random.default_rng(0).beta(2, 20, tables[0].num_rows)

    def alarmed(changed: np.ndarray) -> list[str]:
        old, new = (tables[0].append_column("score", pa.array(one)) for one in (scores, changed))
        return list(drift.compare(old, new).alarms)

    assert alarmed(scores) == []
    assert alarmed(scores * 0.6) == []
    assert alarmed(np.full(len(scores), 0.1)) == ["score"]
    assert alarmed(0.05 + 0.5 * scores) == ["score"]


def test_an_outage_is_an_incident_and_clean_months_are_none() -> None:
    tables = months(7, Drift("outage", ONSET, 0.8, duration=2))
    reference = pa.concat_tables(tables[:6])
    assert [drift.compare(reference, table).incident for table in tables[6:]] == [False] * 6 + [True]


def test_too_few_rows_are_not_judged() -> None:
    table = months(3, count=7, customers=500)[0]
    with pytest.raises(NotMeasurable, match="longer window"):
        drift.compare(table, table)


def test_stability_is_zero_for_the_same_and_grows_with_the_shift() -> None:
    rng = np.random.default_rng(1)
    base = rng.normal(size=20_000)
    indices = [stability.of_numbers(base, rng.normal(shift, size=20_000)) for shift in (0.0, 0.2, 0.5, 1.0)]
    assert indices == sorted(indices)
    assert indices[0] < 0.005
    # For two normal distributions of variance 1 the symmetric divergence is the squared shift; bins lose a little.
    assert indices[2] == pytest.approx(0.25, rel=0.1)
    assert np.isfinite(stability.of_codes(np.zeros(10, int), np.ones(10, int), 3))


def test_charges_in_cents_are_a_fault() -> None:
    tables = months(3, Drift("schema_break", ONSET, 0.5))
    reference = pa.concat_tables(tables[:6])
    assert quality.faults(reference, tables[-2]) == ()
    found = {(fault.feature, fault.kind) for fault in quality.faults(reference, tables[-1])}
    assert {("monthly_charges", "range"), ("monthly_charges", "scale")} <= found


def test_missing_unknown_and_absent_values_are_faults() -> None:
    table = months(3, count=7)[0]
    rows = table.num_rows
    bad = table.set_column(table.schema.get_field_index("nps"), "nps", pa.nulls(rows, pa.float32()))
    bad = bad.set_column(bad.schema.get_field_index("plan"), "plan", pa.array(["gold"] * rows)).drop_columns(
        ["device", "age"]
    )
    found = {(fault.feature, fault.kind) for fault in quality.faults(table, bad)}
    assert found == {("nps", "missing"), ("plan", "unknown"), ("device", "absent"), ("age", "absent")}


def scored(rows: int = 6000, seed: int = 0) -> tuple[pa.Table, np.ndarray]:
    """Return customers with calibrated scores, and their labels."""
    rng = np.random.default_rng(seed)
    scores = 1 / (1 + np.exp(-rng.normal(-2.8, 1.0, rows)))
    table = pa.table({spec.CUSTOMER: np.arange(rows), spec.MONTH: pa.array([date(2026, 1, 1)] * rows), "score": scores})
    return table, (rng.random(rows) < scores).astype(np.int8)


def known(table: pa.Table, labels: np.ndarray, on: date = date(2026, 2, 8)) -> pa.Table:
    days = pa.array([on] * len(labels), pa.date32())
    return pa.table(
        {
            spec.CUSTOMER: table[spec.CUSTOMER],
            spec.MONTH: table[spec.MONTH].cast(pa.date32()),
            spec.TARGET: labels,
            spec.AVAILABLE: days,
        }
    )


NOW = date(2026, 2, 9)


def breaches(table: pa.Table, labels: np.ndarray, reference_auc: float) -> set[str]:
    found = performance.measure(table, known(table, labels), NOW, reference_auc=reference_auc)
    return {breach.measure for breach in found.breaches}


def test_a_calibrated_model_breaks_no_limit() -> None:
    for seed in range(20):
        table, labels = scored(seed=seed)
        assert breaches(table, labels, auc(labels, table["score"].to_numpy())) == set()


def test_calibration_triggers_where_the_auc_sees_nothing() -> None:
    table, labels = scored()
    scores = table["score"].to_numpy()
    wrong = table.set_column(2, "score", pa.array(3 * scores / (1 + 2 * scores)))
    assert auc(labels, wrong["score"].to_numpy()) == pytest.approx(auc(labels, scores))
    assert "auc" not in breaches(wrong, labels, auc(labels, scores))
    assert breaches(wrong, labels, auc(labels, scores)) >= {"calibration"}


def test_a_lost_order_triggers_by_auc_and_log_loss() -> None:
    table, labels = scored()
    scores = table["score"].to_numpy()
    shuffled = table.set_column(2, "score", pa.array(np.random.default_rng(1).permutation(scores)))
    assert {"auc", "log_loss"} <= breaches(shuffled, labels, auc(labels, scores))


def test_no_label_is_read_before_it_was_known() -> None:
    table, labels = scored()
    with pytest.raises(NotMeasurable, match="0 labels"):
        performance.measure(table, known(table, labels), date(2026, 2, 7), reference_auc=0.7)
    assert performance.measure(table, known(table, labels), date(2026, 2, 8), reference_auc=0.7).known == 1.0


def test_of_several_scores_the_last_counts() -> None:
    table, labels = scored()
    early = table.set_column(2, "score", pa.array(np.full(table.num_rows, 0.9)))
    both = performance.measure(pa.concat_tables([early, table]), known(table, labels), NOW, reference_auc=0.7)
    once = performance.measure(table, known(table, labels), NOW, reference_auc=0.7)
    assert both == once


def test_the_estimate_is_right_if_scores_are_calibrated_and_blind_if_not() -> None:
    table, labels = scored(100_000)
    scores = table["score"].to_numpy()
    assert expected_auc(scores) == pytest.approx(auc(labels, scores), abs=0.01)
    drifted = np.random.default_rng(3).permutation(labels)
    assert auc(drifted, scores) == pytest.approx(0.5, abs=0.02)
    assert expected_auc(scores) > 0.7
    assert np.isnan(expected_auc(np.zeros(5)))
