"""Real tracking servers for tests: `mlflow server` on a database, until the block ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

PATIENCE = 120.0
"""Seconds for a server to come up: it needs a fourth of it on a busy machine."""
QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "1", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


@contextmanager
def tracking_server(
    database: Path,
    artifacts: Path,
    *options: str,
    environment: dict[str, str] | None = None,
) -> Iterator[str]:
    """Serve a database of MLflow and its artifacts on a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    places = ["--backend-store-uri", f"sqlite:///{database}", "--artifacts-destination", str(artifacts)]
    with (database.parent / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *places, *options],
            stdout=log,
            stderr=log,
            env=os.environ | QUIET | (environment or {}),
            cwd=database.parent,
            start_new_session=True,
        )
        try:
            _wait(f"http://127.0.0.1:{port}", process, Path(log.name))
            yield f"http://127.0.0.1:{port}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert process.poll() is None, log.read_text()
        try:
            with requests.get(f"{url}/health", timeout=5) as answer:
                if answer.status_code == requests.codes.ok:
                    return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(f"no server after {PATIENCE} s: {log.read_text()}")


def seeded(program: Path, folder: Path, *arguments: str, **environment: str) -> str:
    """Run a program that fills a store through MLflow's own client, and return what it printed."""
    command = [sys.executable, "-W", "ignore", str(program), *arguments]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | QUIET | environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
