"""Adding a month reads no earlier month and changes no earlier file; the same parameters give the same bytes."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.data.world import HISTORY, WORLD, features, prepare

from churn.pipelines import params
from churn.pipelines.acquire import acquire
from churn.pipelines.clean import clean, report
from churn.pipelines.featurise import featurise
from churn.pipelines.months import MonthFolder
from churn.pipelines.split import split
from churn.pipelines.validate import validate


def hashes(root: Path) -> dict[str, str]:
    files = sorted((root / "data").rglob("*.parquet"))
    return {str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        features(tmp_path / name)
        split(params.Split(now=date(2025, 1, 1), valid_months=1, test_months=1), tmp_path / name)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert len(hashes(tmp_path / "one")) == 5 * 12 + 7 + 4


def test_a_new_month_reads_no_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = prepare(tmp_path)
    features(tmp_path)
    validate(tmp_path)
    before = hashes(tmp_path)
    read: list[str] = []
    plain = MonthFolder.read

    def watched(self: MonthFolder, month: str, columns: object = None) -> object:
        read.append(month)
        return plain(self, month, columns)  # type: ignore[arg-type]

    monkeypatch.setattr(MonthFolder, "read", watched)
    acquire(replace(WORLD, months=13), tmp_path)
    assert clean(contract, tmp_path) == ["2025-01"]
    assert validate(tmp_path) == {}
    assert set(read) == {"2025-01"}
    assert featurise(HISTORY, tmp_path) == ["2025-01"]
    after = hashes(tmp_path)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 6


def test_a_month_that_is_lost_is_made_again(tmp_path: Path) -> None:
    contract = prepare(tmp_path)
    features(tmp_path)
    before = hashes(tmp_path)
    for path in ("data/raw/labels/2024-03.parquet", "data/quarantine/2024-05.parquet"):
        (tmp_path / path).unlink()
    assert acquire(WORLD, tmp_path) == ["2024-03"]
    assert clean(contract, tmp_path) == ["2024-05"]
    assert hashes(tmp_path) == before


def test_months_that_are_not_wanted_go(tmp_path: Path) -> None:
    acquire(WORLD, tmp_path)
    acquire(replace(WORLD, months=4), tmp_path)
    assert MonthFolder(tmp_path / "data/raw/months").months() == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert not (tmp_path / "data/raw/months/2024-05.parquet").exists()


def test_quarantine_is_counted_with_reasons(tmp_path: Path) -> None:
    features(tmp_path)
    counts = report(tmp_path)
    reasons = counts["reasons"]
    assert isinstance(reasons, dict)
    assert sum(reasons.values()) == counts["quarantined"]
    assert set(reasons) == {"monthly_charges is too low", "key is there twice"}
    assert 0.004 * 4800 < int(str(counts["quarantined"])) < 0.012 * 4800
