"""Batch scoring: every row once, the same as online, and whole after whatever happened."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.builders import Faulty, batch, composite, network, release, saved, table

from churn.core import artifact
from churn.core.spec import CATEGORICAL, CUSTOMER, MONTH
from churn.ops import batch as batch_module
from churn.ops.batch import BatchError, Done, Scorer, resolve, score_folder
from churn.ops.predictions import PredictionStore, trace
from churn.ops.release import ReleaseError, ReleaseLog


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a folder of two months, 150 and 70 customers."""
    folder = tmp_path / "in"
    folder.mkdir()
    for seed, (rows, month) in enumerate([(150, date(2026, 1, 1)), (70, date(2026, 2, 1))]):
        write(folder / f"{month:%Y-%m}.parquet", rows, seed, month)
    return folder


def write(path: Path, rows: int, seed: int, month: date = date(2026, 1, 1)) -> None:
    pq.write_table(table(rows, seed).append_column(MONTH, pa.array([month] * rows)), path)


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    log = ReleaseLog(tmp_path / "releases")
    release(log, "canary", saved(composite(), tmp_path / "composite"), "1")
    return log


@pytest.fixture
def store(tmp_path: Path) -> PredictionStore:
    return PredictionStore(tmp_path / "predictions.db")


def run(source: Path, target: Path, scorer: Scorer, store: PredictionStore | None = None) -> list[Done]:
    return list(score_folder(source, target, scorer, store=store, workers=2))


def test_scores_are_the_models_row_for_row(source: Path, tmp_path: Path, log: ReleaseLog) -> None:
    done = run(source, tmp_path / "out", resolve("@champion", log, artifact.load))
    assert done == [Done("2026-01.parquet", 150, skipped=False), Done("2026-02.parquet", 70, skipped=False)]
    for seed, (name, rows) in enumerate([("2026-01.parquet", 150), ("2026-02.parquet", 70)]):
        found = pq.read_table(tmp_path / "out" / name)
        np.testing.assert_allclose(found["score"], composite().predict(batch(rows, seed)), atol=1e-6)
        assert found[CUSTOMER].to_pylist() == list(range(rows))
        assert set(found[MONTH].to_pylist()) == {date(2026, 1 + seed, 1)}


def test_a_second_run_scores_only_what_changed(
    source: Path, tmp_path: Path, log: ReleaseLog, store: PredictionStore
) -> None:
    scorer, out = resolve("@champion", log, artifact.load), tmp_path / "out"
    run(source, out, scorer, store)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert all(one.skipped for one in run(source, out, scorer, store))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert store.count() == 220
    write(source / "2026-02.parquet", 80, 5)
    assert [one.skipped for one in run(source, out, scorer, store)] == [True, False]
    other = resolve(str(saved(network(), tmp_path / "mlp")), log, artifact.load)
    assert [one.skipped for one in run(source, out, other, store)] == [False, False]


def test_a_broken_off_run_goes_on_without_double_rows(
    source: Path, tmp_path: Path, log: ReleaseLog, store: PredictionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_module, "CHUNK_ROWS", 50)
    good = resolve("@champion", log, artifact.load)
    calls: list[int] = []

    def lights_out(rows: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    broken = Scorer(Faulty(good.model, before=lights_out), good.deployment, good.release)
    with pytest.raises(KeyboardInterrupt):
        list(score_folder(source, tmp_path / "out", broken, store=store))
    assert not (tmp_path / "out" / "2026-01.parquet").exists()
    assert 0 < store.count() < 220, "a part of the first file is logged"
    assert [one.rows for one in run(source, tmp_path / "out", good, store)] == [150, 70]
    assert store.count() == 220
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2026-01.parquet", "2026-02.parquet"]


def test_rows_are_logged_and_traced(source: Path, tmp_path: Path, log: ReleaseLog, store: PredictionStore) -> None:
    run(source, tmp_path / "out", resolve("@champion", log, artifact.load), store)
    window = store.window(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC), route="batch")
    assert window.num_rows == 220
    assert window["disagreement"].null_count == 0, "the members of a composite differ, in a batch as online"
    found = trace(store, log, window["request_id"][0].as_py())
    assert found[0].deployment is not None
    assert found[0].deployment.run_id == "run-1"


def test_lost_rows_are_noticed(source: Path, tmp_path: Path, log: ReleaseLog, monkeypatch: pytest.MonkeyPatch) -> None:
    real = batch_module._score_piece

    def forgetful(piece: pa.Table, *others: object) -> None:
        real(piece.slice(1), *others)  # type: ignore[arg-type]

    monkeypatch.setattr(batch_module, "_score_piece", forgetful)
    with pytest.raises(BatchError, match=r"2026-01\.parquet: 150 rows gave 149 scores"):
        run(source, tmp_path / "out", resolve("@champion", log, artifact.load))
    assert not (tmp_path / "out" / "2026-01.parquet").exists()


def test_wrong_input_is_told_by_its_place(source: Path, tmp_path: Path, log: ReleaseLog) -> None:
    scorer, out = resolve("@champion", log, artifact.load), tmp_path / "out"
    out.mkdir()
    with pytest.raises(BatchError, match=r"out: no \*\.parquet there"):
        run(out, tmp_path / "more", scorer)
    with pytest.raises(BatchError, match="is the input folder"):
        run(source, source, scorer)
    (source / "2026-01.parquet").write_bytes(b"PAR1")
    with pytest.raises(BatchError, match=r"2026-01\.parquet: "):
        run(source, out, scorer)
    pq.write_table(table(3).drop_columns([next(iter(CATEGORICAL))]), source / "2026-01.parquet")
    with pytest.raises(BatchError, match=r"2026-01\.parquet: .*gender"):
        run(source, out, scorer)
    with pytest.raises(ReleaseError, match=r"release 1: serves no shadow; it has @champion"):
        resolve("@shadow", log, artifact.load)
    (tmp_path / "composite" / "model.json").write_text("{}")
    with pytest.raises(ReleaseError, match="composite: changed since release 1"):
        resolve("@champion", log, artifact.load)
