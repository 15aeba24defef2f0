"""Measure how a large tracking server is inspected: time, memory, and the number of requests.

    python benchmarks/tracking.py [--runs 20000] [--models 100] [--versions 5] [--serving 50] [--experiments 20]

It fills a database of MLflow's own schema, starts `mlflow server` on it and prints Markdown tables: of a scan,
and of the card of one version; it judges nothing.
"""

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from maturity.cards.build import build
from maturity.evidence.live import tracking
from maturity.model.settings import Settings
from maturity.sources.mlflow import Limits, naming, read
from maturity.sources.mlflow.detail import read_version
from tests.tracking_server import QUIET, tracking_server

PARAMETERS, METRICS, TAGS = 15, 10, 6
DAYS = 120
"""The runs began within so many days: a quarter of them before the window of the sample."""
MLMODEL = """artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
  sklearn:
    pickled_model: model.pkl
signature:
  inputs: '[{"type": "double", "name": "age", "required": true}]'
  outputs: '[{"type": "long"}]'
"""


def seed(database: Path, artifacts: Path, options: argparse.Namespace) -> None:
    """Make a database of MLflow's schema and fill it."""
    command = [sys.executable, "-m", "mlflow", "db", "upgrade", f"sqlite:///{database}"]
    subprocess.run(command, check=True, env=os.environ | QUIET, capture_output=True)
    artifacts.mkdir()
    (database.parent / "beside" / "plots").mkdir(parents=True)
    for name, content in (("MLmodel", MLMODEL), ("requirements.txt", "scikit-learn==1.9.1\n"), ("model.pkl", "-")):
        (artifacts / name).write_text(content)
    connection = sqlite3.connect(database)
    runs = _runs(connection, database.parent / "beside", options)
    _models(connection, runs, artifacts, options)
    connection.commit()
    connection.close()


def _fill(connection: sqlite3.Connection, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    marks = ",".join("?" * len(columns.split(",")))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _runs(connection: sqlite3.Connection, beside: Path, options: argparse.Namespace) -> list[str]:
    draw, now = random.Random(7), int(time.time() * 1000)
    experiments = range(1, options.experiments + 1)
    columns = "experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time"
    _fill(
        connection,
        "experiments",
        columns,
        [(number, f"experiment-{number}", f"mlflow-artifacts:/{number}", "active", now, now) for number in experiments],
    )
    runs = [f"{number:032x}" for number in range(options.runs)]
    starts = [now - draw.randrange(DAYS * 86_400_000) for _ in runs]
    times = "status, start_time, end_time"
    columns = f"run_uuid, name, source_type, {times}, lifecycle_stage, experiment_id, user_id, artifact_uri"
    _fill(
        connection,
        "runs",
        columns,
        [
            (
                run,
                f"run-{run[-6:]}",
                "LOCAL",
                "FINISHED",
                start,
                start + 60_000,
                "active",
                at % options.experiments + 1,
                "ada",
                beside.as_uri(),
            )
            for at, (run, start) in enumerate(zip(runs, starts, strict=True))
        ],
    )
    _fill(
        connection,
        "params",
        "key, value, run_uuid",
        [(f"parameter_{at}", str(draw.random()), run) for run in runs for at in range(PARAMETERS)],
    )
    _fill(
        connection,
        "latest_metrics",
        "key, value, timestamp, step, is_nan, run_uuid",
        [(f"metric_{at}", draw.random(), now, 0, 0, run) for run in runs for at in range(METRICS)],
    )
    tags = [(f"tag_{at}", f"value {at}") for at in range(TAGS)]
    tags.append(("mlflow.source.git.commit", "3f1c2a9be07d4c55a1f0e6d2b7c8901234567890"))
    _fill(connection, "tags", "key, value, run_uuid", [(*tag, run) for run in runs for tag in tags])
    columns = "dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source"
    _fill(
        connection,
        "datasets",
        columns,
        [(f"d-{number}", number, "train", f"{number:08x}", "local", '{"uri": "train.csv"}') for number in experiments],
    )
    columns = "input_uuid, source_type, source_id, destination_type, destination_id"
    _fill(
        connection,
        "inputs",
        columns,
        [(f"i-{run}", "DATASET", f"d-{at % options.experiments + 1}", "RUN", run) for at, run in enumerate(runs)],
    )
    return runs


def _models(connection: sqlite3.Connection, runs: list[str], artifacts: Path, options: argparse.Namespace) -> None:
    now = int(time.time() * 1000)
    names = [f"model-{number}" for number in range(options.models)]
    _fill(
        connection, "registered_models", "name, creation_time, last_updated_time", [(name, now, now) for name in names]
    )
    versions = [(name, number) for name in names for number in range(1, options.versions + 1)]
    logged = [f"m-{at:032x}" for at in range(len(versions))]
    columns = (
        "model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms, status"
    )
    _fill(
        connection,
        "logged_models",
        f"{columns}, lifecycle_stage",
        [(model, 1, "model", artifacts.as_uri(), now, now, 2, "active") for model in logged],
    )
    columns = "name, version, creation_time, last_updated_time, current_stage, source, run_id, status, storage_location"
    _fill(
        connection,
        "model_versions",
        columns,
        [
            (name, number, now, now, "None", f"models:/{model}", runs[at], "READY", artifacts.as_uri())
            for at, ((name, number), model) in enumerate(zip(versions, logged, strict=True))
        ],
    )
    aliases = [("champion", options.versions, name) for name in names[: options.serving]]
    _fill(connection, "registered_model_aliases", "alias, version, name", aliases)


def measure(uri: str) -> dict[str, float]:
    """Read a store as a scan does, and say what it took."""
    began = time.perf_counter()
    raw = read(uri, Settings(), now=datetime.now(UTC), environment={}, limits=Limits(seconds=300.0))
    wall = time.perf_counter() - began
    observed = tracking.collect(raw, Settings())
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall": wall,
        "cpu": own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime,
        "peak": max(own.ru_maxrss, child.ru_maxrss) / 1024,
        "requests": raw.requests,
        "runs": len(raw.runs),
        "versions": observed.evidence.versions,
        "serving": len(observed.evidence.serving),
        "gaps": len(observed.gaps),
    }


def card(uri: str) -> dict[str, float]:
    """Make the card of one serving version, and say what that took."""
    began = time.perf_counter()
    detail = read_version(uri, naming.parse("models:/model-0@champion"), now=datetime.now(UTC), environment={})
    filled = sum(entry.filled for entry in build(detail, None, {}).entries)
    return {"wall": time.perf_counter() - began, "fields": filled}


def main() -> None:
    """Fill, serve, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("runs", 20_000), ("models", 100), ("versions", 5), ("serving", 50), ("experiments", 20)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--read", metavar="URI", help="measure one store that is there, and print JSON")
    parser.add_argument("--card", metavar="URI", help="measure one card of a store that is there, and print JSON")
    options = parser.parse_args()
    if options.card:
        print(json.dumps(card(options.card)))
        return
    if options.read:
        print(json.dumps(measure(options.read)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seed(folder / "mlflow.db", folder / "files", options)
        print(f"{options.runs:,} runs, {options.models * options.versions} versions of {options.models} models\n")
        print("| store | wall s | our CPU s | its CPU s | peak MB | requests | runs read | serving versions | gaps |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        with tracking_server(folder / "mlflow.db", folder / "art") as url:
            for store, uri in (("server", url), ("database", f"sqlite:///{folder}/mlflow.db")):
                command = [sys.executable, __file__, "--read", uri]
                before = _at_work()
                found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                cells = (
                    f"{found['wall']:.1f}",
                    f"{found['cpu']:.1f}",
                    f"{_at_work() - before:.1f}",
                    f"{found['peak']:.0f}",
                )
                counts = (found[name] for name in ("requests", "runs", "serving", "gaps"))
                print(f"| {' | '.join((store, *cells, *map(str, counts)))} |")
            print("\n| card of one version | wall s, five times | fields filled |\n|---|---:|---:|")
            for store, uri in (("server", url), ("database", f"sqlite:///{folder}/mlflow.db")):
                command = [sys.executable, __file__, "--card", uri]
                answers = [subprocess.run(command, check=True, capture_output=True).stdout for _ in range(5)]
                made = [json.loads(answer) for answer in answers]
                walls = ", ".join(f"{one['wall']:.2f}" for one in made)
                print(f"| {store} | {walls} | {made[0]['fields']} |")


def _at_work() -> float:
    """Return the CPU seconds that the server has taken so far: it shares the machine with whoever measures."""
    return sum(sum(process.cpu_times()[:2]) for process in psutil.Process().children(recursive=True))


if __name__ == "__main__":
    main()
