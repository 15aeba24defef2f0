"""Batch scoring: a folder of Parquet files in, one of scores out; broken off and run again, it goes on where it was.

What a result was made from stands in its own metadata: digest of the input, digest of the model, number of rows. A file
whose result says so is not scored again, one that changed is. Results appear whole or not at all.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from churn.core.encode import Batch, encode
from churn.core.models.composite import Composite, customer_value, retention_priority
from churn.core.predict import Model, Scores
from churn.core.spec import CUSTOMER, FEATURES, MONTH
from churn.ops.predictions import Prediction, PredictionStore, confidence, instant, pack
from churn.ops.release import Deployment, ReleaseError, ReleaseLog, deployment, digest

CHUNK_ROWS = 1 << 16
_SCHEMA = pa.schema([
    (CUSTOMER, pa.int64()), (MONTH, pa.date32()), ("score", pa.float64()), ("confidence", pa.float64()),
    ("value", pa.float64()), ("priority", pa.float64()),
])  # fmt: skip


class BatchError(Exception):
    """A folder, file or model that cannot be scored; the message says which, why, and what to do."""


@dataclass(frozen=True)
class Scorer:
    """A loaded model, what names it, and the release it was taken from, if it was."""

    model: Model
    deployment: Deployment
    release: int | None = None


@dataclass(frozen=True)
class Done:
    """What became of one file."""

    name: str
    rows: int
    skipped: bool


def resolve(name: str, log: ReleaseLog, load: Callable[[Path], Model]) -> Scorer:
    """Return the model of a folder, or of a role in the newest release: @champion, @canary, @challenger, @shadow."""
    if not name.startswith("@"):
        folder = Path(name)
        return Scorer(load(folder), deployment("champion", folder, version="unreleased", weight=1.0))
    release = log.current()
    found = next((one for one in release.deployments if one.route == name[1:]), None)
    if found is None:
        raise ReleaseError(f"release {release.number}: serves no {name[1:]}; it has {_roles(release.deployments)}")
    if digest(Path(found.folder)) != found.digest:
        raise ReleaseError(f"{found.folder}: changed since release {release.number}; release it again")
    return Scorer(load(Path(found.folder)), found, release.number)


def score_folder(
    source: Path, target: Path, scorer: Scorer, *, store: PredictionStore | None = None, workers: int = 1
) -> Iterator[Done]:
    """Score every `*.parquet` of a folder into a file of the same name; yield each when it is there.

    The rows are logged to `store` under one request id per input and model, which a repetition replaces.
    Raises BatchError at the first file that cannot be scored; results of the others stay.
    """
    files = sorted(source.glob("*.parquet"))
    if not files:
        raise BatchError(f"{source}: no *.parquet there; name a folder of feature tables")
    if source.resolve() == target.resolve():
        raise BatchError(f"{target}: is the input folder; name another for the scores")
    target.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(lambda file: _score_file(file, target / file.name, scorer, store), files)


def _score_file(source: Path, target: Path, scorer: Scorer, store: PredictionStore | None) -> Done:
    with source.open("rb") as file:
        inputs = file_digest(file, "sha256").hexdigest()
    origin = {"input": inputs, "model": scorer.deployment.digest}
    try:
        with pq.ParquetFile(source) as table:
            rows: int = table.metadata.num_rows
            if _made_from(target, origin):
                return Done(source.name, rows, skipped=True)
            request_id = f"batch-{scorer.deployment.digest[:12]}-{inputs[:12]}"
            if store is not None:
                store.delete(request_id=request_id)
            part = target.with_name(f".{target.name}.part")
            with pq.ParquetWriter(part, _SCHEMA.with_metadata(origin), compression="zstd") as writer:
                for piece in table.iter_batches(CHUNK_ROWS, columns=[CUSTOMER, MONTH, *FEATURES]):
                    _score_piece(pa.table(piece), scorer, writer, store, request_id)
    except (pa.ArrowException, ValueError) as error:
        raise BatchError(f"{source}: {str(error).splitlines()[0]}; mend the file and run again") from error
    written = pq.read_metadata(part).num_rows
    if written != rows:
        raise BatchError(f"{source}: {rows} rows gave {written} scores; run again, and keep the file {part.name}")
    part.replace(target)
    return Done(source.name, rows, skipped=False)


def _score_piece(
    table: pa.Table, scorer: Scorer, writer: pq.ParquetWriter, store: PredictionStore | None, request_id: str
) -> None:
    batch = encode(table)
    scores, disagreement = _scored(scorer.model, batch)
    values = customer_value(batch)
    columns = [scores, np.maximum(scores, 1 - scores), values, retention_priority(scores, values)]
    writer.write_table(pa.table([table[CUSTOMER], table[MONTH], *map(pa.array, columns)], schema=_SCHEMA))
    if store is not None:
        store.log(_predictions(table, batch, (scores, disagreement), scorer, request_id))


def _predictions(
    table: pa.Table, batch: Batch, scored: tuple[Scores, Scores | None], scorer: Scorer, request_id: str
) -> Iterator[Prediction]:
    by, at = scorer.deployment, instant(datetime.now(UTC))
    spread = [None] * len(batch) if scored[1] is None else scored[1].tolist()
    keys = (table[CUSTOMER].to_pylist(), table[MONTH].to_pylist())
    columns: Any = zip(*keys, scored[0].tolist(), spread, pack(batch), strict=True)
    for customer, month, score, disagreement, (features_digest, features) in columns:
        yield Prediction(
            request_id, customer, month.isoformat(), at, by.name, by.version, scorer.release, "batch",
            features_digest, score, confidence(score), disagreement, features,
        )  # fmt: skip


def _scored(model: Model, batch: Batch) -> tuple[Scores, Scores | None]:
    """Return scores, and how far a composite's members are apart, as online."""
    if not isinstance(model, Composite):
        return model.predict(batch), None
    parts = {name: member.predict(batch) for name, member in model.members.items()}
    return model.combine(parts), np.std(list(parts.values()), axis=0)


def _made_from(target: Path, origin: dict[str, str]) -> bool:
    """Tell whether a result is there that was made from this input by this model."""
    try:
        schema = pq.read_schema(target)
    except (OSError, pa.ArrowException):
        return False
    stored = {key.decode(): value.decode() for key, value in (schema.metadata or {}).items()}
    return origin.items() <= stored.items()


def _roles(deployments: tuple[Deployment, ...]) -> str:
    return ", ".join(f"@{one.route}" for one in deployments)
