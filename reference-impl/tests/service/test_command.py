"""The commands as a person types them, and the server as a process: started, asked, and ended by a signal."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.builders import body, composite, network, saved, table
from typer.testing import CliRunner

from churn.cli.main import app
from churn.core.spec import MONTH
from churn.features.online import OnlineStore
from churn.integrations import settings
from churn.ops.predictions import PredictionStore
from churn.serving.features import this_month

TOKEN = "s3cret-of-the-test"
SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHURN_ENV", "dev")
    (tmp_path / "conf" / "env").mkdir(parents=True)
    (tmp_path / "conf" / "env" / "dev.yaml").write_text(
        "env: dev\nmlflow_uri: sqlite:///mlflow.db\nexperiment: churn\nmodel_name: churn\ndvc_remote: local\n"
        "state: state\nserving: {max_body_bytes: 100000, poll_s: 0.1, steps: [0.5, 1.0]}\n"
    )
    saved(composite(), tmp_path / "models" / "composite")
    saved(network(), tmp_path / "models" / "mlp")
    return tmp_path


def churn(*arguments: str, fails: bool = False) -> str:
    """Run a command in this process; return what it printed, or the one line that it failed with."""
    settings.load.cache_clear()
    result = CliRunner().invoke(app, arguments)
    if fails:
        assert type(result.exception).__module__.startswith("churn."), "the command line tells these in one line"
        assert "\n" not in str(result.exception)
        return str(result.exception)
    assert result.exception is None, result.exception
    return result.output


@pytest.fixture
def address(project: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    churn("serve", "release", "models/composite", "--reason", "first", "--actor", "ada", "--version", "1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "churn.cli.main", "serve", "--env", "dev", "--port", str(port)],
        cwd=project, env={**os.environ, "PYTHONPATH": str(SOURCE), "CHURN_SERVE_TOKEN": TOKEN}, text=True,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.communicate()


def wait_for(url: str, process: "subprocess.Popen[str]") -> None:
    deadline = monotonic() + 30
    while monotonic() < deadline:
        assert process.poll() is None
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            sleep(0.1)
    raise AssertionError("the server does not become ready")


def test_a_server_process_from_start_to_graceful_end(
    project: Path, address: tuple[str, "subprocess.Popen[str]"]
) -> None:
    url, process = address
    known = pa.table({**{name: table(5)[name] for name in table(5).column_names}, MONTH: pa.array([this_month()] * 5)})
    OnlineStore(project / "state" / "online.db").load(known)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=url) as client:
        assert client.post("/predict", json=body(2)).status_code == 401
        assert client.post("/predict", json=body(2), headers={b"Authorization": b"Bearer \xfc"}).status_code == 401
        assert client.post("/predict", json=body(2), headers=bearer).status_code == 200
        asked = client.post("/predict", json={"rows": [{"customer_id": 3}]}, headers={**bearer, "X-Request-ID": "r-9"})
        assert asked.json()["predictions"][0]["model"] == "composite"
        churn("serve", "release", "models/mlp", "--reason", "retrained", "--actor", "ada", "--version", "2")
        deadline = monotonic() + 20
        while client.get("/readyz").json()["release"] != 2 and monotonic() < deadline:
            sleep(0.05)
        rows = client.post("/predict", json=body(50), headers=bearer).json()["predictions"]
        assert {row["route"] for row in rows} == {"champion", "canary"}, "half of the customers, as dev says"
        assert client.post("/predict", content=b" " * 100_001, headers=bearer).status_code == 413
    process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=20)
    assert process.returncode in {0, -signal.SIGTERM}
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [line["status"] for line in lines if line.get("request_id") == "r-9"] == [200]
    assert "s3cret" not in logged
    assert PredictionStore(project / "state" / "predictions.db").count() == 53
    traced = json.loads(churn("serve", "trace", "r-9"))
    assert traced.items() >= {"customer_id": 3, "version": "1", "release": 1, "folder": "models/composite"}.items()


def test_releases_are_decided_on_the_command_line(project: Path) -> None:
    assert "no release yet" in churn("serve", "advance", "--reason", "x", fails=True)
    why = ("--reason", "because", "--actor", "ada")
    churn("serve", "release", "models/composite", "--version", "1", *why)
    churn("serve", "release", "models/mlp", "--version", "2", "--run-id", "r2", *why)
    assert "champion mlp 2 100%" in churn("serve", "advance", *why)
    assert "rollback (as 1): champion composite 1 100%" in churn("serve", "rollback", *why)
    assert "was rolled back" in churn("serve", "release", "models/mlp", "--version", "2", *why, fails=True)
    actions = [line.split()[3].rstrip(":") for line in churn("serve", "history").splitlines()[::2]]
    assert actions == ["rollback", "advance", "canary", "first"]


def test_batch_on_the_command_line(project: Path) -> None:
    (project / "in").mkdir()
    pq.write_table(table(100).append_column(MONTH, pa.array([this_month()] * 100)), project / "in" / "a.parquet")
    arguments = ("batch", "score", "--in", "in", "--out", "out", "--model", "models/composite")
    assert "a.parquet: 100 rows" in churn(*arguments)
    assert "a.parquet: as before" in churn(*arguments)
    assert pq.read_metadata(project / "out" / "a.parquet").num_rows == 100
    assert PredictionStore(project / "state" / "predictions.db").count() == 100
    assert "no release yet" in churn(*arguments[:-1], "@champion", fails=True)


@pytest.mark.parametrize(
    ("serving", "fault"),
    [("{max_batch_rows: 0}", "serving.max_batch_rows: "), ("{guards: {psi: x}}", "serving.guards.psi: ")],
)
def test_wrong_limits_are_told_by_their_place(project: Path, serving: str, fault: str) -> None:
    file = project / "conf" / "env" / "dev.yaml"
    file.write_text(file.read_text().partition("serving:")[0] + f"serving: {serving}\n")
    assert churn("serve", fails=True).startswith(fault)
