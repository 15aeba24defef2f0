"""The simulated world is the one that the data card describes."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import roc_auc_score
from tests.data.world import WORLD

from churn.core.drift_scenarios import Drift, Scenario
from churn.core.simulate import Month, Settings, simulate

LARGE = replace(WORLD, customers=4000, dirt=0.0)


def column(months: list[Month], kind: str, name: str) -> np.ndarray:
    values: np.ndarray = pa.concat_tables([getattr(month, kind) for month in months])[name].to_numpy()
    return values


@pytest.fixture(scope="module")
def steady() -> list[Month]:
    return list(simulate(LARGE))


def changed(kind: str, strength: float = 1.0, **more: object) -> list[Month]:
    return list(simulate(replace(LARGE, scenario=Scenario((Drift(kind, 6, strength, **more),)))))  # type: ignore[arg-type]


def test_rate_and_ceiling(steady: list[Month]) -> None:
    churned, truth = column(steady, "labels", "churned"), column(steady, "truth", "probability")
    assert churned.mean() == pytest.approx(0.08, abs=0.01)
    assert roc_auc_score(churned, truth) == pytest.approx(0.83, abs=0.015)
    # The truth is calibrated: it is what labels were drawn from.
    assert churned.mean() == pytest.approx(truth.mean(), abs=0.004)


def test_unsatisfied_customers_answer_the_survey_less_often(steady: list[Month]) -> None:
    nps = np.isnan(column(steady, "snapshots", "nps"))
    assert 0.35 <= nps.mean() <= 0.5
    tickets = column(steady, "snapshots", "tickets")
    assert nps[tickets >= 2].mean() > nps[tickets == 0].mean() + 0.05


def test_who_leaves_is_not_there_in_the_next_month(steady: list[Month]) -> None:
    for before, after in pairwise(steady):
        gone = set(before.labels.filter(before.labels["churned"].cast(pa.bool_()))["customer_id"].to_pylist())
        there = set(after.snapshots["customer_id"].to_pylist())
        assert not gone & there
        assert len(there & set(before.snapshots["customer_id"].to_pylist())) == LARGE.customers - len(gone)


def test_the_same_seed_gives_the_same_months_and_another_seed_others() -> None:
    first, again = list(simulate(WORLD)), list(simulate(WORLD))
    assert all(a.snapshots.equals(b.snapshots) and a.labels.equals(b.labels) for a, b in zip(first, again, strict=True))
    assert not first[0].snapshots.equals(next(simulate(replace(WORLD, seed=6))).snapshots)


def test_a_later_month_and_a_later_drift_change_no_earlier_month() -> None:
    scenario = Scenario((Drift("concept", 6, 1.0), Drift("covariate", 7, 0.5)))
    longer = list(simulate(replace(WORLD, months=9, scenario=scenario)))
    for short, long in zip(simulate(replace(WORLD, months=6)), longer, strict=False):
        assert short == long


def test_starting_later_gives_the_same_months() -> None:
    assert list(simulate(WORLD, first=9)) == list(simulate(WORLD))[9:]


@pytest.mark.parametrize("kind", ["covariate", "concept", "prior", "outage", "schema_break", "label_delay"])
def test_no_drift_is_there_before_its_onset(kind: str, steady: list[Month]) -> None:
    assert changed(kind)[:6] == steady[:6]


def test_covariate_drift_moves_the_customers(steady: list[Month]) -> None:
    after = column(changed("covariate", 0.5)[6:7], "snapshots", "age")
    assert after.mean() < column(steady[6:7], "snapshots", "age").mean() - 3


def test_concept_drift_turns_contracts_round(steady: list[Month]) -> None:
    def rate(months: list[Month]) -> float:
        table = months[-1].labels.append_column("contract", months[-1].snapshots["contract"])
        monthly = table["contract"].to_numpy() == "monthly"
        churned = table["churned"].to_numpy()
        return float(churned[monthly].mean() - churned[~monthly].mean())

    assert rate(steady) > 0.03
    assert rate(changed("concept")) < rate(steady) - 0.03


def test_prior_drift_raises_the_rate(steady: list[Month]) -> None:
    assert (
        column(changed("prior")[6:], "labels", "churned").mean() > 1.3 * column(steady[6:], "labels", "churned").mean()
    )


def test_an_outage_ends() -> None:
    outages = [column([month], "snapshots", "outages").mean() for month in changed("outage", duration=2)]
    assert min(outages[6:8]) > 4 > max(outages[:6] + outages[8:])


def test_labels_are_known_a_month_and_a_lag_later(steady: list[Month]) -> None:
    days = (column(steady, "labels", "available_at") - column(steady, "labels", "month")).astype(int)
    assert days.min() > 30
    assert days.mean() == pytest.approx(38.5, abs=0.5)
    later = changed("label_delay")[6:]
    assert (column(later, "labels", "available_at") - column(later, "labels", "month")).astype(int).mean() > 60


def test_a_broken_schema_sends_cents() -> None:
    charges = column(changed("schema_break", 0.5)[6:7], "snapshots", "monthly_charges")
    assert 0.4 < (charges > 500).mean() < 0.6


def test_bias_raises_the_rate_of_one_gender_only(steady: list[Month]) -> None:
    month = next(simulate(replace(LARGE, bias=0.3)))
    truth, gender = month.truth["probability"].to_numpy(), month.snapshots["gender"].to_numpy()
    fair = steady[0].truth["probability"].to_numpy()
    assert truth[gender == "female"].mean() > 1.3 * fair[gender == "female"].mean()
    assert truth[gender == "male"].mean() == pytest.approx(fair[gender == "male"].mean(), rel=0.1)


def test_a_year_of_steady_months_keeps_its_mix(steady: list[Month]) -> None:
    """Detectors raise an alarm at 0.1. Half of what is here is the season: more new customers in some months."""
    for name in ("tenure_months", "monthly_charges", "usage_level", "outages", "tickets", "days_since_login"):
        first, last = (column(months, "snapshots", name) for months in (steady[:3], steady[-3:]))
        edges = np.quantile(first, np.linspace(0, 1, 11))[1:-1]
        old, new = (np.bincount(np.digitize(values, edges), minlength=10) / len(values) for values in (first, last))
        keep = (old > 0) & (new > 0)
        assert np.sum((new - old)[keep] * np.log(new[keep] / old[keep])) < 0.06


def test_shards_divide_the_customers() -> None:
    month = next(simulate(Settings(seed=1, start=WORLD.start, months=1, customers=10, shards=3)))
    assert len(set(month.snapshots["customer_id"].to_pylist())) == 10
