"""The labelling queue: what is drawn, never twice, and what people answer."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from churn.ops.labelling import NotQueued, Queue, Scored, draw

AT = datetime(2026, 4, 2, 12, tzinfo=UTC)


def rows(count: int, seed: int = 0, *, single: bool = False) -> Scored:
    rng = np.random.default_rng(seed)
    disagreement = np.full(count, np.nan) if single else rng.gamma(2, 0.02, count)
    return Scored(
        rng.integers(0, max(count // 2, 1), count), ["2026-03-01"] * count, rng.beta(1, 8, count), disagreement
    )


@given(st.integers(0, 300), st.integers(1, 60), st.integers(0, 5), st.booleans())
def test_a_tenth_is_random_and_nothing_is_there_twice(count: int, size: int, seed: int, single: bool) -> None:
    scored = rows(count, seed, single=single)
    keys = sorted(set(zip(scored.customers.tolist(), scored.months, strict=True)))
    taken = set(keys[::3])
    tasks = draw(scored, size, threshold=0.2, taken=taken, seed=seed)
    drawn = [(task.customer_id, task.month) for task in tasks]
    assert len(drawn) == len(set(drawn)) == min(size, len(keys) - len(taken))
    assert not set(drawn) & taken
    assert sum(task.why == "random" for task in tasks) >= 0.1 * len(tasks)
    if single:
        assert not any(task.why == "disagreement" for task in tasks)


def test_near_the_threshold_and_disagreeing_come_first() -> None:
    scored = rows(2000)
    tasks = draw(scored, 100, threshold=0.2, taken=set())
    near = [abs(task.score - 0.2) for task in tasks if task.why == "threshold"]
    assert max(near) < np.quantile(np.abs(scored.scores - 0.2), 0.2)
    assert [sum(task.why == why for task in tasks) for why in ("random", "disagreement", "threshold")] == [10, 30, 60]


def test_a_label_is_given_once_and_known_from_that_day(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "labelling.db")
    tasks = draw(rows(100), 5, threshold=0.2, taken=queue.taken())
    assert queue.add(tasks) == 5
    assert queue.add(tasks) == 0
    first, second = queue.next(2)
    queue.submit(first.customer_id, first.month, churned=True, actor="ann", at=AT)
    assert queue.next(1) == [second]
    assert queue.labels().to_pylist() == [
        {"customer_id": first.customer_id, "month": date(2026, 3, 1), "churned": 1, "available_at": date(2026, 4, 2)}
    ]
    with pytest.raises(NotQueued, match="no open task"):
        queue.submit(first.customer_id, first.month, churned=False, actor="ann", at=AT)
    assert len(queue.taken()) == 5
