"""Load tests by one's own means, and what only looks like one."""

import pytest

from tests.evidence.python.linking import target

CLIENTS = """
    import asyncio
    from time import perf_counter
    import httpx
    async def ask(client, seconds):
        began = perf_counter()
        await client.post("/predict", json={{}})
        seconds.append(perf_counter() - began)
    async def run(clients):
        seconds = []
        async with httpx.AsyncClient() as client:
            await {at_once}
        return seconds
"""
AT_ONCE = "asyncio.gather(*(ask(client, seconds) for _ in range(clients)))"


def test_many_clients_and_a_watch_are_a_load_test() -> None:
    found = target({"benchmarks/serve.py": CLIENTS.format(at_once=AT_ONCE)})
    assert found.proved("test-load") == ["benchmarks/serve.py:12"]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("jobs/serve.py", CLIENTS.format(at_once=AT_ONCE)),
        ("benchmarks/serve.py", CLIENTS.format(at_once="ask(client, seconds)")),
        ("benchmarks/serve.py", CLIENTS.format(at_once=AT_ONCE).replace("perf_counter()", "0.0")),
        ("benchmarks/serve.py", CLIENTS.format(at_once=AT_ONCE).replace("httpx.AsyncClient()", "open('a')")),
    ],
)
def test_one_client_no_watch_and_other_work_are_none(path: str, source: str) -> None:
    assert target({path: source}).proved("test-load") == []
