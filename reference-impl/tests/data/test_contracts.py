"""Contracts are a gate: seeded faults fail it, single bad rows go to quarantine, and a team's own table passes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.data.world import PROJECT, WORLD, prepare

from churn.core import spec
from churn.core.drift_scenarios import Drift, Scenario
from churn.core.simulate import simulate
from churn.pipelines import contracts, imports
from churn.pipelines.acquire import acquire, collect
from churn.pipelines.clean import clean
from churn.pipelines.months import MonthFolder, write
from churn.pipelines.validate import validate

OWN = Path(__file__).with_name("own_customers.csv")
OWN_LABELS = Path(__file__).with_name("own_labels.csv")


def snapshots(**columns: Any) -> pa.Table:
    """Return a month of a clean world, with some columns replaced."""
    contract = contracts.load("snapshots", PROJECT / "contracts")
    table = contracts.conform(next(simulate(replace(WORLD, dirt=0.0))).snapshots, contract)
    for name, value in columns.items():
        values = [value, *table[name].to_pylist()[1:]]
        table = table.set_column(
            table.schema.get_field_index(name), name, pa.array(values, table.schema.field(name).type)
        )
    return table


def test_contracts_name_what_the_specification_names() -> None:
    contract = contracts.load("snapshots", PROJECT / "contracts")
    words = {name for name, column in contract.columns.items() if column.type == "category"}
    assert words == set(spec.CATEGORICAL)
    limits = {number.name: (number.low, number.high, number.nullable) for number in spec.NUMBERS}
    for name in contract.columns.keys() & limits:
        column = contract.columns[name]
        assert (column.low, column.high, column.nullable) == limits[name]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("age", 17, "age: greater_than_or_equal_to(18"),
        ("monthly_charges", 2599.0, "monthly_charges: less_than_or_equal_to(500"),
        ("plan", "gold", "plan: isin"),
        ("usage_level", None, "usage_level: not_nullable"),
    ],
)
def test_a_bad_value_fails_the_gate_and_goes_to_quarantine(column: str, value: Any, said: str) -> None:
    contract = contracts.load("snapshots", PROJECT / "contracts")
    table = snapshots(**{column: value})
    lines = contracts.violations(table, contract)
    assert len(lines) == 1
    assert lines[0].startswith(said)
    parts = contracts.split(table, contract)
    assert (parts.good.num_rows, parts.bad.num_rows) == (399, 1)
    assert parts.bad["reason"][0].as_py().startswith(column)
    assert contracts.violations(parts.good, contract) == []


def test_a_key_that_is_there_twice_fails_the_gate() -> None:
    contract = contracts.load("snapshots", PROJECT / "contracts")
    table = snapshots()
    assert contracts.violations(pa.concat_tables([table, table.slice(3, 1)]), contract) != []


def test_too_much_missing_fails_the_gate() -> None:
    contract = contracts.load("snapshots", PROJECT / "contracts")
    table = snapshots()
    empty = table.set_column(table.schema.get_field_index("nps"), "nps", pa.nulls(table.num_rows, pa.float64()))
    assert contracts.violations(empty, contract) == ["nps: 100.0% missing; at most 75% are allowed"]


def test_charges_in_cents_stop_the_pipeline(tmp_path: Path) -> None:
    contract = prepare(tmp_path)
    acquire(replace(WORLD, months=3, scenario=Scenario((Drift("schema_break", 2, 0.5),))), tmp_path)
    clean(contract, tmp_path)
    faults = validate(tmp_path)
    assert list(faults) == ["snapshots 2024-03"]
    assert "of the rows are in quarantine" in faults["snapshots 2024-03"][0]


def test_a_damaged_label_stops_the_pipeline(tmp_path: Path) -> None:
    contract = prepare(tmp_path)
    acquire(replace(WORLD, months=2), tmp_path)
    clean(contract, tmp_path)
    assert validate(tmp_path) == {}
    folder = MonthFolder(tmp_path / "data/raw/labels")
    table = folder.read("2024-01")
    column = pa.array([7, *table["churned"].to_pylist()[1:]], pa.int8())
    folder.put("2024-01", table.set_column(2, "churned", column), "damaged")
    assert list(validate(tmp_path)) == ["labels 2024-01"]


def test_own_tables_pass_the_same_contracts(tmp_path: Path) -> None:
    contract = prepare(tmp_path)
    assert imports.take(OWN, "snapshots", tmp_path) == ["2025-01", "2025-02"]
    assert imports.take(OWN_LABELS, "labels", tmp_path) == ["2025-01", "2025-02"]
    assert collect(tmp_path) == ["2025-01", "2025-02"]
    assert clean(contract, tmp_path) == ["2025-01", "2025-02"]
    assert validate(tmp_path) == {}
    row = MonthFolder(tmp_path / "data/clean").read("2025-02").to_pylist()[1]
    assert (row["customer_id"], row["channel"], row["nps"]) == (102, "app", None)


def test_parquet_is_imported_like_csv(tmp_path: Path) -> None:
    prepare(tmp_path)
    write(snapshots(), tmp_path / "own.parquet")
    assert imports.take(tmp_path / "own.parquet", "snapshots", tmp_path) == ["2024-01"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("plan", "price_plan"), "columns are missing: plan"),
        (("34,2", "x,2"), "cannot be read"),
        (("standard", "gold"), "plan: isin"),
        (("102,", "101,"), "unique"),
    ],
)
def test_another_table_is_refused_with_a_reason(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    prepare(tmp_path)
    file = tmp_path / "own.csv"
    file.write_text(OWN.read_text().replace(*change))
    with pytest.raises(imports.BadImport, match=said):
        imports.take(file, "snapshots", tmp_path)
    assert not (tmp_path / "inbox").exists()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(imports.BadImport, match="neither"):
        imports.take(tmp_path / "own.xlsx", "snapshots", PROJECT)
