"""The API as a caller meets it: answers, refusals, ids, limits, metrics."""

import asyncio
import json
import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.service.builders import (
    Site,
    batch,
    body,
    composite,
    network,
    raising,
    release,
    running,
    saved,
    slow,
    table,
    until,
)
from tests.service.test_contract import stream

from churn.core.encode import encode
from churn.core.spec import CUSTOMER, FEATURES, MONTH, feature_schema
from churn.features.online import OnlineStore
from churn.ops.predictions import trace, unpack
from churn.serving.features import this_month
from churn.serving.tracing import JsonLines


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    release(site.log, "canary", saved(composite(), tmp_path / "composite"), "1")
    return site


def test_json_and_arrow_answer_what_the_offline_composite_says(site: Site) -> None:
    """Three models run for one request, in one process, and are combined as offline."""

    async def run() -> None:
        async with running(site.server(max_batch_rows=64)) as client:
            answer = await client.post("/predict", json=body(200, first=1000))
            assert answer.status_code == 200
            rows = answer.json()["predictions"]
            expected = composite().predict(batch(200))
            assert [row["customer_id"] for row in rows] == list(range(1000, 1200))
            np.testing.assert_allclose([row["score"] for row in rows], expected, atol=1e-5)
            charges = batch(200).numeric[:, FEATURES.index("monthly_charges")]
            np.testing.assert_allclose([row["value"] for row in rows], 12 * charges, rtol=1e-6)
            np.testing.assert_allclose([row["priority"] for row in rows], 12 * charges * expected, rtol=1e-4)
            assert {(row["route"], row["model"], row["version"]) for row in rows} == {("champion", "composite", "1")}

            answer = await client.post("/predict/arrow", content=stream(table(200)))
            answered = pa.ipc.open_stream(answer.content).read_all()
            np.testing.assert_allclose(answered["score"], expected, atol=1e-5)
            assert answered[CUSTOMER].to_pylist() == list(range(200))
            assert answered.schema.metadata[b"release"] == b"1"

    asyncio.run(run())


def test_an_answer_is_traced_from_its_id_to_its_run(site: Site) -> None:
    async def run() -> None:
        async with running(site.server()) as client:
            answer = await client.post("/predict", json=body(2), headers={"X-Request-ID": "order-7"})
            assert answer.headers["X-Request-ID"] == answer.json()["request_id"] == "order-7"
            scores[:] = [row["score"] for row in answer.json()["predictions"]]

    scores: list[float] = []
    asyncio.run(run())
    found = trace(site.store, site.log, "order-7")
    assert [one.prediction.score for one in found] == scores
    assert [one.prediction.customer_id for one in found] == [0, 1]
    assert {one.deployment.run_id for one in found if one.deployment} == {"run-1"}
    assert all(one.prediction.disagreement is not None for one in found), "members of a composite differ"
    window = site.store.window(datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC), features=True)
    np.testing.assert_array_equal(encode(window).numeric, batch(2).numeric)


@pytest.mark.parametrize("wanted", ["x" * 65, "a b", "a\tb", "a/b"])
def test_an_id_that_is_none_is_replaced(site: Site, wanted: str) -> None:
    async def run() -> None:
        async with running(site.server()) as client:
            answer = await client.get("/healthz", headers={"X-Request-ID": wanted})
            assert len(answer.headers["X-Request-ID"]) == 32

    asyncio.run(run())


def test_features_come_from_the_online_store_when_left_out(site: Site, tmp_path: Path) -> None:
    """A thousand customers without features get exactly the scores of their offline features."""
    rows, month = 1000, this_month()
    columns = {
        CUSTOMER: pa.array(range(rows)),
        MONTH: pa.array([month] * rows),
        **{n: table(rows)[n] for n in FEATURES},
    }
    offline = pa.table(columns).cast(feature_schema(labelled=False))
    online = OnlineStore(tmp_path / "online.db")
    online.load(offline)

    async def run() -> None:
        server = site.server()
        server.features._online = online.get
        async with running(server) as client:
            asked = [{"customer_id": i} for i in reversed(range(rows))]
            answer = await client.post("/predict", json={"rows": asked})
            scores = [row["score"] for row in answer.json()["predictions"]]
            np.testing.assert_array_equal(scores[::-1], composite().predict(encode(offline)))

            mixed = body(3)
            del mixed["rows"][1]["features"]
            mixed["rows"][1]["customer_id"] = 500
            answer = await client.post("/predict", json=mixed)
            scores = [row["score"] for row in answer.json()["predictions"]]
            expected = composite().predict(encode(offline).take(np.array([500])))[0]
            others = composite().predict(batch(3))
            np.testing.assert_allclose(scores, [others[0], expected, others[2]], atol=1e-6)

            mixed["rows"][1]["customer_id"] = 9999
            answer = await client.post("/predict", json=mixed)
            assert (answer.status_code, answer.json()["error"][:6]) == (422, "rows.1")

    asyncio.run(run())
    logged = site.store.find(
        site.store.window(datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC))["request_id"][0].as_py()
    )
    assert {row.month for row in logged} == {month.isoformat()}
    seen = unpack(b"".join(row.features for row in reversed(logged)))
    np.testing.assert_array_equal(seen.numeric, encode(offline).numeric)
    np.testing.assert_array_equal(seen.categorical, encode(offline).categorical)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({}, "rows"),
        ({"rows": [{"customer_id": -1}]}, "rows.0.customer_id"),
        ({"rows": [{"customer_id": 1, "features": {"age": "<script>"}}]}, "rows.0.features.age"),
    ],
)
def test_a_wrong_body_is_answered_with_its_place_and_not_repeated(site: Site, content: Any, place: str) -> None:
    async def run() -> None:
        async with running(site.server()) as client:
            answer = await client.post("/predict", json=content)
            assert answer.status_code == 422
            assert place in [fault["at"] for fault in answer.json()["faults"]]
            assert "<script>" not in answer.text

    asyncio.run(run())


def test_a_body_is_bounded_whatever_its_header_says(site: Site) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 1000

    async def run() -> None:
        async with running(site.server(max_body_bytes=20_000)) as client:
            for content in (b" " * 20_001, chunks()):
                for path in ("/predict", "/predict/arrow"):
                    answer = await client.post(path, content=content, headers={"Content-Type": "application/json"})
                    assert answer.status_code == 413
            assert (await client.post("/predict", json=body(2))).status_code == 200

    asyncio.run(run())


def test_a_full_queue_answers_429_and_keeps_its_promises(site: Site) -> None:
    site.faults["mlp"] = slow(0.05)
    release(site.log, "canary", saved(network(), site.root / "mlp"), "2")
    site.log.append(
        "champion",
        [site.log.current().deployments[-1].model_copy(update={"route": "champion", "weight": 1.0})],
        actor="test",
        reason="only the slow one",
    )

    async def run() -> None:
        async with running(site.server(max_batch_rows=8, max_waiting_rows=16)) as client:
            answers = await asyncio.gather(
                *(client.post("/predict", json=body(4, seed, 10 * seed)) for seed in range(30))
            )
            codes = [answer.status_code for answer in answers]
            assert set(codes) == {200, 429}
            for seed, answer in enumerate(answers):
                if answer.status_code == 200:
                    assert [row["customer_id"] for row in answer.json()["predictions"]] == [
                        10 * seed + i for i in range(4)
                    ]
                    found = [row["score"] for row in answer.json()["predictions"]]
                    np.testing.assert_allclose(found, network().predict(batch(4, seed)), atol=1e-6)
                else:
                    assert answer.headers["Retry-After"] == "1"
            metrics = (await client.get("/metrics")).text
            assert f"churn_refused_total {codes.count(429)}.0" in metrics

    asyncio.run(run())


def test_a_champion_that_fails_is_an_error_without_inner_details(site: Site) -> None:
    site.faults["composite"] = raising

    async def run() -> None:
        async with running(site.server()) as client:
            answer = await client.post("/predict", json=body(2))
            assert answer.status_code == 500
            assert "kernel" not in answer.text
            assert answer.json()["request_id"] == answer.headers["X-Request-ID"]

    asyncio.run(run())


def test_a_server_without_a_release_lives_and_becomes_ready(tmp_path: Path) -> None:
    site = Site(tmp_path)

    async def run() -> None:
        async with running(site.server()) as client:
            assert (await client.get("/healthz")).status_code == 200
            answer = await client.get("/readyz")
            assert (answer.status_code, "no release yet" in answer.json()["problem"]) == (503, True)
            assert (await client.post("/predict", json=body(1))).status_code == 503
            release(site.log, "canary", saved(network(), tmp_path / "mlp"), "1")
            server = client._transport.app.state.server  # type: ignore[attr-defined]
            await until(lambda: server.service.live)
            answer = await client.get("/readyz")
            assert (answer.status_code, answer.json()) == (200, {"release": 1, "problem": None})

    asyncio.run(run())


def test_pages_and_metrics(site: Site) -> None:
    async def run() -> None:
        async with running(site.server()) as client:
            await client.post("/predict", json=body(3))
            await client.get("/no/such/page")
            metrics = (await client.get("/metrics")).text
            for line in (
                'churn_requests_total{path="/predict",status="200"} 1.0',
                'churn_requests_total{path="other",status="404"} 1.0',
                'churn_predictions_total{model="composite",route="champion",version="1"} 3.0',
                'churn_queue_rows{model="composite/ftt",version="1"} 0.0',
                "churn_release_number 1.0",
            ):
                assert line in metrics
            demo = await client.get("/demo")
            assert "default-src 'none'" in demo.headers["Content-Security-Policy"]
            schemas = (await client.get("/openapi.json")).json()["components"]["schemas"]
            assert list(schemas["Features"]["properties"]) == list(FEATURES)
            assert {"Request", "Response", "Answer"} <= set(schemas)

    asyncio.run(run())


def test_logs_are_json_with_both_ids_and_no_features(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLines().format(record))

    async def run() -> None:
        logger = logging.getLogger("churn.access")
        logger.addHandler(handler := Lines())
        logger.setLevel("INFO")
        try:
            async with running(site.server()) as client:
                await client.post(
                    "/predict",
                    json=body(1, first=424242),
                    headers={"X-Request-ID": "r-1", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"},
                )
        finally:
            logger.removeHandler(handler)

    asyncio.run(run())
    entry = json.loads(lines[0])
    assert (entry["request_id"], entry["trace_id"], entry["path"], entry["status"]) == (
        "r-1",
        "a" * 32,
        "/predict",
        200,
    )
    assert "424242" not in lines[0]
    assert date.fromisoformat(entry["at"][:10])
