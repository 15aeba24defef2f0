"""No label that became available after now is read, and the truth is in no table that a model sees."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import yaml
from tests.data.world import PROJECT, features

from churn.core import spec
from churn.pipelines import params
from churn.pipelines.months import MonthFolder, write
from churn.pipelines.split import FEATURES, PARTS, split

KEYS = (spec.CUSTOMER, spec.MONTH)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leakage")
    features(folder)
    return folder


def parts(root: Path, now: date) -> dict[str, pa.Table]:
    split(params.Split(now=now, valid_months=1, test_months=1), root)
    return {name: pq.read_table(root / FEATURES / f"{name}.parquet") for name in (*PARTS, "open")}


@pytest.mark.parametrize("days", range(0, 75, 5))
def test_the_clock_bounds_every_label(root: Path, days: int) -> None:
    now = date(2024, 11, 1) + timedelta(days=days)
    tables = parts(root, now)
    for name in PARTS:
        assert pc.max(tables[name][spec.AVAILABLE]).as_py() <= now
    assert spec.TARGET not in tables["open"].column_names
    months = [set(tables[name][spec.MONTH].to_pylist()) for name in (*PARTS, "open")]
    assert all(max(one) < min(other) for one, other in pairwise(months) if one and other)


def test_changing_what_is_not_known_yet_changes_nothing(root: Path, tmp_path: Path) -> None:
    now = date(2024, 11, 20)
    before = parts(root, now)
    folder = MonthFolder(root / "data/raw/labels")
    for month in folder.months():
        table = folder.read(month)
        late = pc.greater(table[spec.AVAILABLE], pa.scalar(now))
        flipped = pc.if_else(late, pc.subtract(1, table[spec.TARGET]), table[spec.TARGET]).cast(pa.int8())
        write(table.set_column(table.schema.get_field_index(spec.TARGET), spec.TARGET, flipped), folder.file(month))
    after = parts(root, now)
    assert all(before[name].equals(after[name]) for name in before)


def test_features_use_no_later_month(root: Path) -> None:
    views = MonthFolder(root / "data/views")
    tables = parts(root, date(2025, 3, 1))
    for name in PARTS:
        for month in set(tables[name][spec.MONTH].to_pylist()):
            of_month = tables[name].filter(pc.equal(tables[name][spec.MONTH], month)).select(spec.FEATURES)
            view = views.read(month.strftime("%Y-%m"))
            labelled = view.filter(pc.is_in(view[spec.CUSTOMER], tables[name][spec.CUSTOMER])).num_rows
            assert 0 < of_month.num_rows <= labelled


def test_truth_is_in_no_table_of_features(root: Path) -> None:
    for table in parts(root, date(2025, 3, 1)).values():
        assert set(table.column_names) <= {*spec.FEATURES, spec.CUSTOMER, spec.MONTH, spec.TARGET, spec.AVAILABLE}
    stages = yaml.safe_load((PROJECT / "dvc.yaml").read_text())["stages"]
    assert [name for name, stage in stages.items() if "data/truth" in stage["deps"]] == ["evaluate"]


def test_train_and_test_share_no_row(root: Path) -> None:
    tables = parts(root, date(2025, 3, 1))
    train, valid, test = ({*zip(*(tables[name][key].to_pylist() for key in KEYS), strict=True)} for name in PARTS)
    assert train
    assert test
    assert train.isdisjoint(test)
    assert train.isdisjoint(valid)
