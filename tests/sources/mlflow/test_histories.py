"""Histories of metrics: the same from each kind of store, thinned to what a chart shows, and never a reason to fail."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.model.history import History
from maturity.model.version import RawVersionDetail
from maturity.sources.mlflow import Limits
from maturity.sources.mlflow.detail import read_version
from maturity.sources.mlflow.histories import arranged, thinned
from maturity.sources.mlflow.naming import Reference, parse
from maturity.sources.mlflow.store import Recorded
from tests.sources.mlflow.conftest import Store
from tests.sources.mlflow.fault_server import API, Handler, Mode, only, saying, serving

REFERENCE: Reference = parse("models:/churn/2")
PATIENT = Limits(seconds=120.0, request_seconds=60.0)


def detail(uri: str, limits: Limits = PATIENT) -> RawVersionDetail:
    return read_version(uri, REFERENCE, now=datetime.now(UTC), environment={}, limits=limits)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["server", "database", "file_store"])
def test_each_store_tells_the_same(kind: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(kind)
    read = detail(store.uri)
    (history,) = read.histories
    assert history == History(
        metric="train/loss", points=((0, 0.9), (2, 0.4), (4, 0.6)), recorded=3, not_numbers=2, more=False
    )
    assert read.lacks == ()
    cut = detail(store.uri, Limits(seconds=120.0, request_seconds=60.0, points=3))
    assert cut.histories[0].points == ((0, 0.9), (2, 0.4))
    assert cut.histories[0].more
    assert "the history of train/loss was not all read: it has more than 3" in cut.lacks
    few = detail(store.uri, Limits(seconds=120.0, request_seconds=60.0, histories=2))
    assert (few.histories, few.lacks[-1]) == ((), "histories of 1 more metrics were not asked for")


def recording(handler: Handler, _: str, question: dict[str, Any]) -> bool:
    number = int(question.get("page_token", "0"))
    entries = [{"key": "auc", "value": 0.5 + number / 8 + step / 64, "timestamp": 1, "step": step} for step in (0, 1)]
    handler.answer({"metrics": entries, "next_page_token": "1" if number == 0 else ""})
    return True


@pytest.mark.slow
def test_a_history_goes_over_pages() -> None:
    with serving(only("metrics/get-history", recording)) as server:
        read = detail(server.url)
    assert [history.points for history in read.histories] == [((0, 0.5), (0, 0.625), (1, 0.515625), (1, 0.640625))]
    assert all("histor" not in lack for lack in read.lacks)


FAULTS: dict[str, tuple[Mode, str]] = {
    "always 500": (saying("boom", 500), "is too busy, or fails, whenever it is asked"),
    "no such route": (saying("not here", 404), "answers HTTP 404"),
    "a page of HTML": (saying("<html>"), "does not answer as an MLflow server does: no JSON"),
    "no list": (saying({"metrics": "many"}), "lists metrics that are no list"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_server_that_fails_on_it_gives_a_version_that_says_so(mode: Mode, reason: str) -> None:
    with serving(only("metrics/get-history", mode)) as server:
        read = detail(server.url)
    assert read.run is not None
    assert read.run.metrics == {"auc": 0.91}
    assert read.histories == ()
    assert f"histories of metrics were not all read: for auc it {reason}" in read.lacks
    assert sum(path == f"{API}metrics/get-history" for path, _, _ in server.asked) <= 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "entries",
    [
        [],
        [{"value": 0.5, "step": 1, "timestamp": 1}],
        [{"value": "NaN", "step": 1}, {"value": "Infinity", "step": 2}, {"value": 1e999, "step": 3}],
        [{"value": [1]}, {"value": {}}],
    ],
)
def test_what_has_no_two_numbers_is_no_history(entries: list[Any]) -> None:
    with serving(only("metrics/get-history", saying({"metrics": entries}))) as server:
        assert detail(server.url).histories == ()


def test_where_nobody_counted_steps_the_times_tell_the_order() -> None:
    history = arranged("auc", [Recorded(2.0, 0, 0.7), Recorded(1.0, 0, 0.9), Recorded(3.0, 0, None)])
    assert history is not None
    assert (history.points, history.stepwise, history.not_numbers) == (((0, 0.9), (0, 0.7)), False, 1)


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=400),
    st.integers(min_value=4, max_value=60),
)
def test_what_is_thinned_keeps_its_ends_and_its_extremes(values: list[float], most: int) -> None:
    points = [(step, value) for step, value in enumerate(values)]
    kept = thinned(points, most)
    assert len(kept) <= most
    assert list(kept) == [point for point in points if point in set(kept)]
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    for extreme in (min, max):
        assert extreme(value for _, value in kept) == extreme(values)
    assert not any(math.isnan(value) for _, value in kept)
