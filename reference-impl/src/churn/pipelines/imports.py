"""Take a team's own table into the inbox: the contracts are the same as for the simulator."""

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from churn.pipelines import contracts
from churn.pipelines.acquire import INBOX
from churn.pipelines.months import MonthFolder, sha256

READERS: Final = (".csv", ".parquet")


class BadImport(ValueError):
    """A file that does not hold to its contract; the message has a line for each fault."""


def take(file: Path, name: str, root: Path = Path()) -> list[str]:
    """Check a file against contracts/<name>.yaml and write its months to the inbox; months there are replaced.

    All or nothing: if one month breaks the contract, none is taken.
    """
    contract = contracts.load(name, root / contracts.FOLDER)
    try:
        table = contracts.conform(_read(file, contract), contract)
    except contracts.BadContract as error:
        raise BadImport(f"{file}: {error}") from error
    faults = contracts.violations(table, contract)
    if faults:
        raise BadImport("\n".join(f"{file}: {line}" for line in faults))
    months = pc.strftime(table["month"], format="%Y-%m")
    folder, made_from = MonthFolder(root / INBOX / name), sha256(file)
    found = sorted(set(months.to_pylist()))
    for month in found:
        folder.put(month, table.filter(pc.equal(months, month)), made_from)
    return found


def _read(file: Path, contract: contracts.Contract) -> pa.Table:
    """Read CSV with the contract's types, or Parquet with its own."""
    if file.suffix not in READERS:
        raise BadImport(f"{file}: is neither .csv nor .parquet; convert it")
    try:
        if file.suffix == ".parquet":
            return pq.read_table(file, partitioning=None)
        options = pyarrow.csv.ConvertOptions(column_types=contract.schema, strings_can_be_null=True)
        return pyarrow.csv.read_csv(file, convert_options=options)
    except (OSError, pa.ArrowInvalid) as error:
        reason = str(error).splitlines()[0]
        raise BadImport(f"{file}: cannot be read: {reason}") from error
