"""What happens while customers are served: new versions, shadows, canaries that go wrong, and the way back."""

import asyncio
import gc
import json
import weakref
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from httpx import AsyncClient
from tests.service.builders import (
    Faulty,
    Site,
    body,
    evidence,
    miscalibrated,
    network,
    raising,
    release,
    running,
    saved,
    slow,
    until,
)

from churn.core.predict import Model
from churn.ops.release import advance
from churn.serving.server import Server

# A machine shared with others is at times three times slower for one of two equal models: only its own drill asks.
PATIENT = {"median_ratio": 1000.0, "p99_ratio": 1000.0, "latest_ms": 60_000.0}


pytestmark = pytest.mark.slow  # latencies are judged: on a machine that is busy with other tests they mislead


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site whose champion is `good`; `next` is the same network, for tests to break."""
    site = Site(tmp_path)
    saved(network(1), tmp_path / "next")
    release(site.log, "canary", saved(network(1), tmp_path / "good"), "1")
    return site


@dataclass
class Load:
    """What the clients saw."""

    answers: list[tuple[int, float, dict[str, Any]]] = field(default_factory=list)

    @property
    def failed(self) -> list[int]:
        return [status for status, _, _ in self.answers if status != 200]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row for _, _, answer in self.answers for row in answer.get("predictions", ())]

    def p99(self, route: str) -> float:
        seconds = [s for _, s, answer in self.answers if answer.get("predictions", [{}])[0].get("route") == route]
        return float(np.quantile(seconds, 0.99))


@asynccontextmanager
async def under_load(client: AsyncClient, clients: int = 4) -> AsyncIterator[Load]:
    """Let clients ask without a pause, a few customers at a time."""
    load, going = Load(), True

    async def ask(number: int) -> None:
        bodies = [json.dumps(body(5, seed, 5 * seed)) for seed in range(number, 400, clients)]
        turn = 0
        while going:
            started = perf_counter()
            content = bodies[turn % len(bodies)]
            answer = await client.post("/predict", content=content, headers={"Content-Type": "application/json"})
            load.answers.append((answer.status_code, perf_counter() - started, answer.json()))
            turn += 1

    tasks = [asyncio.create_task(ask(number)) for number in range(clients)]
    try:
        yield load
    finally:
        going = False
        await asyncio.gather(*tasks)


def number(server: Server) -> int:
    return server.service.live.release.number if server.service.live else 0


def test_a_new_version_is_picked_up_without_a_failed_request(site: Site) -> None:
    async def run() -> None:
        server = site.server(guards=PATIENT)
        async with running(server) as client, under_load(client) as load:
            await until(lambda: len(load.answers) > 50)
            for version in ("2", "3"):
                folder = saved(network(int(version)), site.root / f"v{version}")
                release(site.log, "canary", folder, version, expected=evidence(network(int(version))))
                for step in range(3):
                    started = perf_counter()
                    await until(lambda: number(server) == site.log.number())
                    assert perf_counter() - started < 1 + server.limits.poll_s
                    await asyncio.sleep(0.1)
                    if step < 2:
                        site.log.append("advance", advance(site.log.current()), actor="test", reason="quiet")
            seen = len(load.answers)
            await until(lambda: len(load.answers) > seen + 50)
        assert load.failed == []
        assert {row["version"] for row in load.rows[-100:]} == {"3"}
        assert {row["version"] for row in load.rows} == {"1", "2", "3"}

    asyncio.run(run())
    assert site.log.number() == 7


def test_every_answer_is_that_of_the_model_it_names(site: Site) -> None:
    """Requests whose customers fall on both models get their rows back in order, each from its own model."""
    release(site.log, "challenger", saved(network(2), site.root / "other"), "2", weight=0.5)

    async def run() -> None:
        async with running(site.server()) as client:
            answer = (await client.post("/predict", json=body(100, seed=5))).json()["predictions"]
            from tests.service.builders import batch

            expected = {"1": network(1).predict(batch(100, 5)), "2": network(2).predict(batch(100, 5))}
            assert {row["version"] for row in answer} == {"1", "2"}
            for position, row in enumerate(answer):
                assert row["customer_id"] == position
                assert row["score"] == pytest.approx(expected[row["version"]][position], abs=1e-6)
            again = (await client.post("/predict", json=body(100, seed=6))).json()["predictions"]
            assert [row["version"] for row in again] == [row["version"] for row in answer], "routes are sticky"

    asyncio.run(run())


@pytest.mark.parametrize("fault", [raising, slow(0.5), miscalibrated], ids=["raises", "slow", "miscalibrated"])
def test_a_shadow_reaches_no_caller(site: Site, fault: Callable[[Model], Model]) -> None:
    site.faults["next"] = fault
    alone: list[float] = []

    async def run(answers: list[float]) -> float:
        server = site.server(max_waiting_rows=200)
        async with running(server) as client:
            seconds = []
            for seed in range(60):
                started = perf_counter()
                answer = await client.post("/predict", json=body(5, seed))
                seconds.append(perf_counter() - started)
                answers.extend(row["score"] for row in answer.json()["predictions"])
                assert {row["route"] for row in answer.json()["predictions"]} == {"champion"}
            await asyncio.sleep(0.2)
        assert site.log.number() == number(server)
        return float(np.median(seconds))

    usual = asyncio.run(run(alone))
    release(site.log, "shadow", site.root / "next", "2")
    shaded: list[float] = []
    assert asyncio.run(run(shaded)) < max(0.05, 5 * usual), "the slow shadow takes half a second"
    assert shaded == alone
    if fault is miscalibrated:
        rows = site.store.find(site.store.window(*_ever(), route="shadow")["request_id"][0].as_py())
        assert {row.route for row in rows} == {"champion", "shadow"}


def _ever() -> tuple[Any, Any]:
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fault", "guard"),
    [
        (raising, "errors"),
        (lambda model: Faulty(model, before=_ten_times_slower), "latency"),
        (miscalibrated, "score_psi"),
    ],
    ids=["raises", "slow", "miscalibrated"],
)
def test_drill_a_bad_canary_is_rolled_back_and_no_caller_fails(
    site: Site, fault: Callable[[Model], Model], guard: str
) -> None:
    site.faults |= {"next": fault, "good": lambda model: Faulty(model, before=_usual)}
    release(site.log, "canary", site.root / "next", "2")
    site.log.append("advance", advance(site.log.current()), actor="test", reason="quiet")

    async def run() -> None:
        server = site.server(guards={} if guard == "latency" else PATIENT)
        async with running(server) as client, under_load(client, 8) as load:
            started = perf_counter()
            await until(lambda: number(server) == 4, 30)
            assert perf_counter() - started < 30
            seen = len(load.answers)
            await until(lambda: len(load.answers) > seen + 50)
            assert f'churn_guard_breaches_total{{guard="{guard}"}} 1.0' in (await client.get("/metrics")).text
        assert load.failed == []
        assert {row["version"] for row in load.rows[-100:]} == {"1"}

    asyncio.run(run())
    last = site.log.current()
    assert (last.action, last.restores, last.actor) == ("rollback", 1, "guard")
    assert guard in last.reason
    assert [event["event"] for event in site.log.events()[-2:]] == ["guard-breach", "rollback"]


def _usual(_: object) -> None:
    from time import sleep

    sleep(0.005)


def _ten_times_slower(_: object) -> None:
    from time import sleep

    sleep(0.05)


def test_drill_a_canary_that_hangs_is_rolled_back_and_blocks_nothing(site: Site) -> None:
    """Its callers get the champion's answer after the timeout, and the next release is served as ever."""
    free, warm = Event(), iter([True, True])

    def hang(_: object) -> None:
        if not next(warm, False):
            free.wait(30)

    site.faults["next"] = lambda model: Faulty(model, before=hang)
    release(site.log, "canary", site.root / "next", "2")

    async def run() -> None:
        server = site.server(guards=PATIENT, timeout_s=0.5)
        async with running(server) as client, under_load(client) as load:
            await until(lambda: number(server) == 3, 30)
            third = saved(network(1), site.root / "third")
            release(site.log, "canary", third, "3", expected=evidence(network(1)))
            await until(lambda: number(server) == 4, 30)
            seen = len(load.answers)
            await until(lambda: len(load.answers) > seen + 50)
        assert load.failed == []

    try:
        asyncio.run(run())
    finally:
        free.set()


def test_drill_a_champion_on_probation_is_compared_with_the_one_before(site: Site) -> None:
    """A model that goes wrong after its last step: the former champion's scores are remembered."""
    wrong: list[bool] = []
    site.faults["next"] = lambda model: Faulty(model, after=lambda s: 3 * s / (1 + 2 * s) if wrong else s)

    async def run() -> None:
        server = site.server(guards=PATIENT)
        async with running(server) as client, under_load(client) as load:
            await until(lambda: len(load.answers) > 200)
            release(site.log, "canary", site.root / "next", "2")
            for _ in range(2):
                await until(lambda: number(server) == site.log.number())
                site.log.append("advance", advance(site.log.current()), actor="test", reason="quiet")
            await until(lambda: number(server) == 4)
            seen = len(load.answers)
            await until(lambda: len(load.answers) > seen + 300)
            assert number(server) == 4, "a good champion stays"
            wrong.append(True)
            await until(lambda: number(server) == 5, 30)
            seen = len(load.answers)
            await until(lambda: len(load.answers) > seen + 50)
        assert load.failed == []
        assert load.rows[-1]["version"] == "1"

    asyncio.run(run())


def corrupt(folder: Path) -> None:
    content = bytearray((folder / "weights.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "weights.npz").write_bytes(content)


@pytest.mark.parametrize("fault", ["changed", "gone", "raises at once", "too large"])
def test_a_release_that_cannot_serve_is_rolled_back_before_it_answers(site: Site, fault: str) -> None:
    limits: dict[str, Any] = {}

    def never(_: object) -> None:
        raise RuntimeError("no kernel image is available")

    async def run() -> None:
        server = site.server(**limits)
        async with running(server) as client:
            release(site.log, "canary", site.root / "next", "2")
            match fault:
                case "changed":
                    corrupt(site.root / "next")
                case "gone":
                    (site.root / "next" / "model.json").unlink()
                case _:
                    pass
            await until(lambda: number(server) == 3)
            answer = await client.post("/predict", json=body(20))
            assert {row["version"] for row in answer.json()["predictions"]} == {"1"}

    if fault == "raises at once":
        site.faults["next"] = lambda model: Faulty(model, before=never)
    if fault == "too large":
        limits["max_model_bytes"] = sum(path.stat().st_size for path in (site.root / "good").iterdir()) * 3 // 2
    asyncio.run(run())
    assert [event["event"] for event in site.log.events()] == ["first", "canary", "cannot-serve", "rollback"]
    assert "next: " in site.log.current().reason


def test_answers_given_before_the_end_are_in_the_store(site: Site) -> None:
    async def run() -> int:
        async with running(site.server()) as client, under_load(client) as load:
            await until(lambda: len(load.answers) > 100)
        return len(load.rows)

    assert asyncio.run(run()) == site.store.count()


def test_an_unloaded_model_is_let_go(site: Site) -> None:
    """Neither a metric nor a thread keeps a model that no longer serves in memory."""
    loaded: list[weakref.ref[Model]] = []

    def watched(model: Model) -> Model:
        faulty = Faulty(model)
        loaded.append(weakref.ref(faulty))
        return faulty

    site.faults["good"] = watched
    saved(network(2), site.root / "next")

    async def run() -> None:
        server = site.server(guards=PATIENT)
        async with running(server) as client:
            await client.post("/predict", json=body(5))
            release(site.log, "canary", site.root / "next", "2")
            for _ in range(2):
                site.log.append("advance", advance(site.log.current()), actor="test", reason="quiet")
            await until(lambda: number(server) == 4)
            assert 'version="1"' not in _queues((await client.get("/metrics")).text)

            def gone() -> bool:
                gc.collect()
                return loaded[0]() is None

            await until(gone)

    asyncio.run(run())


def _queues(metrics: str) -> str:
    return "\n".join(line for line in metrics.splitlines() if line.startswith("churn_queue_rows"))
