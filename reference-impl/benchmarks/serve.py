"""Measure the server on this machine, as `python benchmarks/serve.py [SECONDS]`.

Each column is one server process, and clients in another one that ask without a pause over open connections. `echo` is
the ceiling: the same web stack reads the same bodies and answers bytes that it has at hand; it parses nothing, and has
no model. Both share the machine with the clients, so the share of the ceiling tells more than the rates.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter, sleep

import numpy as np
import pyarrow as pa
import torch
import uvicorn

from churn.core import artifact
from churn.core.predict import NeuralModel
from churn.core.spec import CATEGORICAL, CUSTOMER, NUMBERS
from churn.ops.predictions import PredictionStore
from churn.ops.release import ReleaseLog, deployment, release
from churn.serving.app import create_app
from churn.serving.server import Server

SHAPE = {"embedding": 16, "width": 512, "depth": 3}  # the MLP of the full profile


def serve(kind: str, port: int, root: Path) -> None:
    """Run one server until it is ended."""
    from fastapi import FastAPI, Request, Response

    torch.set_num_threads(1)
    if kind == "echo":
        app = FastAPI()
        canned = b"." * 300

        @app.post("/{path:path}")
        async def echo(request: Request) -> Response:
            await request.body()
            return Response(canned)
    else:
        store = PredictionStore(root / "predictions.db")
        app = create_app(Server(ReleaseLog(root / "releases"), store, artifact.load))
    uvicorn.run(app, port=port, log_config=None, access_log=False)


def columns(rows: int) -> dict[str, list[object]]:
    """Return features within the specification's ranges."""
    rng = np.random.default_rng(rows)
    numbers = {one.name: rng.uniform(one.low, one.high, rows).round(3).tolist() for one in NUMBERS}
    return numbers | {name: rng.choice(values, rows).tolist() for name, values in CATEGORICAL.items()}


def request(path: str, rows: int) -> bytes:
    """Return a whole HTTP request for this many customers."""
    table = columns(rows)
    if path == "/predict":
        features = [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]
        asked = [{"customer_id": number, "features": row} for number, row in enumerate(features)]
        body, kind = json.dumps({"rows": asked}).encode(), "application/json"
    else:
        content, sink = pa.table({CUSTOMER: pa.array(range(rows)), **table}), pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, content.schema) as writer:
            writer.write_table(content)
        body, kind = sink.getvalue().to_pybytes(), "application/octet-stream"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def ask(port: int, message: bytes, until: float, seconds: list[float]) -> None:
    """Ask over one connection until the time is over; an answer other than 200 ends the measurement."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (started := perf_counter()) < until:
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode())
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        seconds.append(perf_counter() - started)
    writer.close()


def measure(port: int, path: str, clients: int, rows: int, duration: float) -> tuple[float, float]:
    """Return rows/s and the median milliseconds of a request, after a second of warm-up."""
    message = request(path, rows)

    async def run(for_s: float) -> list[float]:
        seconds: list[float] = []
        await asyncio.gather(*(ask(port, message, perf_counter() + for_s, seconds) for _ in range(clients)))
        return seconds

    asyncio.run(run(1.0))
    seconds = asyncio.run(run(duration))
    return rows * len(seconds) / duration, 1000 * float(np.median(seconds))


@contextmanager
def server(kind: str, root: Path) -> Iterator[int]:
    """Start a server process, wait until it listens, and end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, __file__, "--serve", kind, str(port), str(root)], env=os.environ)
    try:
        deadline = monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if monotonic() > deadline:
                raise SystemExit(f"{kind}: does not listen")
            sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def main(duration: float) -> None:
    """Print the table."""
    root = Path(tempfile.mkdtemp())
    torch.manual_seed(0)
    artifact.save(NeuralModel("mlp", artifact.build("mlp", SHAPE).eval(), SHAPE), root / "mlp")
    log = ReleaseLog(root / "releases")
    release(log, deployment("canary", root / "mlp", version="1"), actor="benchmark", reason="benchmark")
    loads = (("/predict", 32, 1), ("/predict", 8, 256), ("/predict", 1, 1), ("/predict/arrow", 2, 20_000))
    found: dict[str, list[tuple[float, float]]] = {}
    for kind in ("echo", "mlp"):
        with server(kind, root) as port:
            found[kind] = [measure(port, path, clients, rows, duration) for path, clients, rows in loads]
    print(f"MLP {SHAPE}, {os.cpu_count()} cores shared by server and clients, load {os.getloadavg()[0]:.1f}")
    print(f"{'':>34}{'echo rows/s':>14}{'mlp rows/s':>14}{'of echo':>9}{'echo p50 ms':>13}{'mlp p50 ms':>12}")
    for (path, clients, rows), echo, mlp in zip(loads, found["echo"], found["mlp"], strict=True):
        name = f"{clients} x {rows} rows, {path}"
        print(f"{name:>34}{echo[0]:>14,.0f}{mlp[0]:>14,.0f}{mlp[0] / echo[0]:>9.0%}{echo[1]:>13.2f}{mlp[1]:>12.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)
