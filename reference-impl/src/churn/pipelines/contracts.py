"""Data contracts: what a table has to look like, read from contracts/*.yaml.

The same contract serves twice: `clean` splits single bad rows off with it, and `validate` holds whole tables against it
with pandera, as a gate.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from churn.core.spec import CATEGORICAL

if TYPE_CHECKING:
    import pandera.pandas

FOLDER: Final = Path("contracts")
MOST_SHOWN: Final = 20
_TYPES: Final = {
    "int8": pa.int8(),
    "int16": pa.int16(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "date32": pa.date32(),
}


class BadContract(ValueError):
    """A contract, or a table that cannot even be read under it; the message says where and why."""


class Column(BaseModel):
    """The rule for one column."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["int8", "int16", "int64", "float64", "date32", "category"]
    low: float | None = None
    high: float | None = None
    nullable: bool = False

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type of clean values."""
        return _TYPES.get(self.type, pa.string())


class TableRules(BaseModel):
    """The rules for a table as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_rows: int
    max_quarantined: float
    max_missing: dict[str, float]


class Contract(BaseModel):
    """A contract: the key, the columns in order, and the rules for the table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: tuple[str, ...]
    columns: dict[str, Column]
    table: TableRules

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of a table under this contract."""
        return pa.schema([pa.field(name, column.arrow) for name, column in self.columns.items()])


@dataclass(frozen=True)
class Parts:
    """A table, split: rows that hold to the contract, and rows that do not, with the reason."""

    good: pa.Table
    bad: pa.Table


def load(name: str, folder: Path = FOLDER) -> Contract:
    """Read contracts/<name>.yaml."""
    file = folder / f"{name}.yaml"
    try:
        return Contract.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadContract(f"{file}: {error}") from error


def conform(table: pa.Table, contract: Contract) -> pa.Table:
    """Return the contract's columns in its order and types, words trimmed and in lower case.

    What cannot be turned into its column's type raises `BadContract`: that is no bad row, but another table.
    """
    absent = [name for name in contract.columns if name not in table.column_names]
    if absent:
        raise BadContract(f"columns are missing: {', '.join(absent)}")
    arrays = []
    for name, column in contract.columns.items():
        values = table[name]
        try:
            if column.type == "category":
                values = pc.utf8_lower(pc.utf8_trim_whitespace(values.cast(pa.string())))
            else:
                values = values.cast(column.arrow)
        except pa.ArrowInvalid as error:
            raise BadContract(f"column {name}: is not {column.type}: {error}") from error
        arrays.append(values)
    return pa.table(arrays, schema=contract.schema)


def split(table: pa.Table, contract: Contract) -> Parts:
    """Split a conforming table by the row rules; of rows with the same key, all but the first are bad."""
    reason = np.full(table.num_rows, "", dtype=object)
    for name, column in contract.columns.items():
        for what, mask in _faults(table[name], name, column):
            reason[mask & (reason == "")] = f"{name} {what}"
    reason[_again(table, contract.key) & (reason == "")] = "key is there twice"
    bad = reason != ""
    quarantined = table.filter(pa.array(bad)).append_column("reason", pa.array(reason[bad], pa.string()))
    return Parts(table.filter(pa.array(~bad)), quarantined)


def violations(table: pa.Table, contract: Contract) -> list[str]:
    """Hold a whole table against the contract with pandera; return a line for each fault, at most 20."""
    import pandera.errors

    lines = []
    if table.num_rows < contract.table.min_rows:
        lines.append(f"{table.num_rows} rows; at least {contract.table.min_rows} are needed")
    for name, most in contract.table.max_missing.items():
        share = table[name].null_count / max(table.num_rows, 1)
        if share > most:
            lines.append(f"{name}: {share:.1%} missing; at most {most:.0%} are allowed")
    try:
        pandera_schema(contract).validate(table.to_pandas(date_as_object=False), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.groupby(["column", "check"], dropna=False).size()
        lines += [f"{column}: {check} fails for {count} rows" for (column, check), count in cases.items()]
    return lines[:MOST_SHOWN]


def pandera_schema(contract: Contract) -> "pandera.pandas.DataFrameSchema":
    """Return the contract as a pandera schema."""
    import pandera.pandas as pandera

    columns: dict[str, Any] = {}
    for name, column in contract.columns.items():
        checks = []
        if column.type == "category":
            checks.append(pandera.Check.isin(list(CATEGORICAL[name])))
        if column.low is not None:
            checks.append(pandera.Check.ge(column.low))
        if column.high is not None:
            checks.append(pandera.Check.le(column.high))
        columns[name] = pandera.Column(None, checks, nullable=column.nullable)
    return pandera.DataFrameSchema(columns, strict=True, unique=list(contract.key))


def _faults(values: pa.ChunkedArray, name: str, column: Column) -> list[tuple[str, NDArray[np.bool_]]]:
    faults = []
    if not column.nullable:
        faults.append(("is missing", _mask(pc.is_null(values))))
    if column.type == "category":
        known = pc.is_in(values, value_set=pa.array(CATEGORICAL[name]))
        faults.append(("is no known word", ~_mask(known)))
    if column.low is not None:
        faults.append(("is too low", _mask(pc.less(values, column.low))))
    if column.high is not None:
        faults.append(("is too high", _mask(pc.greater(values, column.high))))
    return faults


def _mask(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = pc.fill_null(values, fill_value=False).to_numpy()
    return mask


def _again(table: pa.Table, key: tuple[str, ...]) -> NDArray[np.bool_]:
    """Mark the rows whose key came before."""
    numbered = table.select(list(key)).append_column("row", pa.array(np.arange(table.num_rows)))
    first = numbered.group_by(list(key), use_threads=False).aggregate([("row", "min")])["row_min"].to_numpy()
    again = np.ones(table.num_rows, np.bool_)
    again[first] = False
    return again
