"""The micro-batcher: bounds, refusal, failure, and ten thousand requests without a lost or a crossed answer."""

import asyncio
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.service.builders import until

from churn.core.encode import Batch
from churn.core.spec import CATEGORICAL, NUMERIC
from churn.serving.batcher import Batcher, ModelFailed, QueueFull, Scores


def numbered(first: int, rows: int) -> Batch:
    """Return rows whose first number is theirs alone, so that their answer can be told from any other."""
    numeric = np.zeros((rows, len(NUMERIC)), dtype=np.float32)
    numeric[:, 0] = np.arange(first, first + rows)
    return Batch(numeric, np.zeros((rows, len(CATEGORICAL)), dtype=np.uint8))


def echo(batch: Batch) -> Scores:
    return batch.numeric[:, 0].astype(np.float64)


class Gate:
    """A model that answers when told to."""

    def __init__(self) -> None:
        self.open = Event()
        self.sizes: list[int] = []

    def predict(self, batch: Batch) -> Scores:
        self.sizes.append(len(batch))
        assert self.open.wait(5)
        return echo(batch)


def test_ten_thousand_requests_get_their_own_answers() -> None:
    sizes: list[int] = []

    async def run() -> None:
        rng = np.random.default_rng(0)
        batcher = Batcher(echo, max_rows=64, max_waiting_rows=10**6, on_batch=sizes.append)
        lengths = rng.integers(1, 9, 10_000).tolist()
        firsts = np.cumsum([0, *lengths[:-1]]).tolist()

        async def client(mine: list[tuple[int, int]]) -> None:
            for first, rows in mine:
                answer = await batcher.submit(numbered(first, rows))
                assert answer.tolist() == list(range(first, first + rows))

        requests = list(zip(firsts, lengths, strict=True))
        await asyncio.gather(*(client(requests[start::50]) for start in range(50)))
        await batcher.close()

    asyncio.run(run())
    assert max(sizes) <= 64
    assert len(sizes) < 10_000, "requests that wait together are scored together"


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 40), min_size=1, max_size=30),
    max_rows=st.integers(1, 32),
    gone=st.sets(st.integers(0, 29)),
    broken=st.sets(st.integers(0, 29)),
)
def test_answers_are_whole_whoever_leaves_or_fails(
    lengths: list[int], max_rows: int, gone: set[int], broken: set[int]
) -> None:
    """Callers that go away and batches that fail take nothing from the others; no batch passes its bound."""
    sizes: list[int] = []
    poison = {sum(lengths[:position]) for position in broken if position < len(lengths)}

    def score(batch: Batch) -> Scores:
        if poison & set(batch.numeric[:, 0].tolist()):
            raise RuntimeError("bad row")
        return echo(batch)

    async def run() -> None:
        batcher = Batcher(score, max_rows=max_rows, max_waiting_rows=10**6, on_batch=sizes.append)
        starts = [sum(lengths[:position]) for position in range(len(lengths))]
        tasks = [
            asyncio.create_task(batcher.submit(numbered(start, rows)))
            for start, rows in zip(starts, lengths, strict=True)
        ]
        await asyncio.sleep(0)
        for position in gone:
            if position < len(tasks):
                tasks[position].cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        for start, rows, answer in zip(starts, lengths, answers, strict=True):
            if isinstance(answer, np.ndarray):
                assert answer.tolist() == list(range(start, start + rows))
            else:
                assert isinstance(answer, (ModelFailed, asyncio.CancelledError))
        if not poison:
            assert all(isinstance(answer, np.ndarray) for i, answer in enumerate(answers) if i not in gone)
        await asyncio.wait_for(batcher.close(), 5)

    asyncio.run(run())
    assert all(size <= max_rows for size in sizes)


def test_an_idle_model_starts_at_once_and_a_busy_one_finds_a_batch() -> None:
    async def run() -> None:
        gate = Gate()
        batcher = Batcher(gate.predict, max_rows=100, max_waiting_rows=1000)
        first = asyncio.create_task(batcher.submit(numbered(0, 1)))
        await until(lambda: gate.sizes)
        others = [asyncio.create_task(batcher.submit(numbered(i, 1))) for i in range(1, 8)]
        await asyncio.sleep(0.01)
        gate.open.set()
        await asyncio.gather(first, *others)
        assert gate.sizes == [1, 7]

    asyncio.run(run())


def test_a_table_lets_others_in_between() -> None:
    """A request of ten batches does not keep one of a single row waiting for all of them."""

    async def run() -> None:
        batcher = Batcher(echo, max_rows=4, max_waiting_rows=8)
        table = asyncio.create_task(batcher.submit(numbered(0, 40)))
        await asyncio.sleep(0)
        assert (await batcher.submit(numbered(99, 1))).tolist() == [99]
        assert not table.done()
        assert (await table).tolist() == list(range(40))

    asyncio.run(run())


def test_a_full_queue_refuses_and_keeps_what_it_took() -> None:
    async def run() -> None:
        gate = Gate()
        batcher = Batcher(gate.predict, max_rows=4, max_waiting_rows=8)
        running = asyncio.create_task(batcher.submit(numbered(0, 4)))
        await until(lambda: gate.sizes)
        queued = [asyncio.create_task(batcher.submit(numbered(first, 4))) for first in (10, 14)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFull) as refused:
            await batcher.submit(numbered(20, 3))
        assert refused.value.retry_after >= 1
        gate.open.set()
        assert (await running).tolist() == [0, 1, 2, 3]
        assert np.concatenate(await asyncio.gather(*queued)).tolist() == list(range(10, 18))
        assert (await batcher.submit(numbered(20, 3))).tolist() == [20, 21, 22]

    asyncio.run(run())


@pytest.mark.parametrize(
    "wrong", [np.array([0.5]), np.array([0.1, np.nan, 0.2]), np.zeros((3, 1))], ids=["short", "nan", "shape"]
)
def test_a_wrong_answer_is_a_failure(wrong: Scores) -> None:
    async def run() -> None:
        with pytest.raises(ModelFailed, match="3 rows gave scores"):
            await Batcher(lambda _batch: wrong, max_rows=4, max_waiting_rows=8).submit(numbered(0, 3))

    asyncio.run(run())
