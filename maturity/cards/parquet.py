"""What the footer of a Parquet file says of its columns, read in a child that has limits. No page is decoded.

The numbers are those that the writer of the file put there: they are told as the footer's, and nothing is counted.
"""

import json
import os
from typing import Any, NamedTuple

from maturity.children import alone
from maturity.errors import Unreadable

SECONDS, MEMORY = 20.0, 1 << 30
MOST_COLUMNS, MOST_GROUPS, LONGEST = 200, 5_000, 200
MISSING = "needs a library that is not installed: pip install 'maturity[parquet]'"


class Column(NamedTuple):
    """One column; a number that the footer does not hold is None."""

    name: str
    type: str
    missing: int | None
    distinct: int | None


class Footer(NamedTuple):
    """What is told of a whole file."""

    rows: int
    groups: int
    written_by: str
    columns: tuple[Column, ...]
    left_out: int
    """Columns that are not among them."""


def footer(content: bytes) -> Footer:
    """Return what the footer of a Parquet file says.

    Raises:
        Unreadable: it is no Parquet file, its footer is damaged or too large, or pyarrow is not installed.
    """
    told = json.loads(alone(_read, content, seconds=SECONDS, memory=MEMORY))
    return Footer(**told | {"columns": tuple(Column(*one) for one in told["columns"])})


def _read(content: bytes) -> bytes:
    """Read the footer (in the child)."""
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # others reserve more addresses than a child may have
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise Unreadable(MISSING) from None
    try:
        held = parquet.read_metadata(pa.BufferReader(content))
        if held.num_row_groups > MOST_GROUPS:
            raise Unreadable(f"has more than {MOST_GROUPS} row groups")
        width = min(held.num_columns, MOST_COLUMNS)
        told = {
            "rows": held.num_rows,
            "groups": held.num_row_groups,
            "written_by": _short(held.created_by),
            "columns": [_column(held, position) for position in range(width)],
            "left_out": held.num_columns - width,
        }
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError):
        raise Unreadable("is no Parquet file, or its footer is damaged") from None
    return json.dumps(told).encode()


def _column(held: Any, position: int) -> Column:
    described = held.schema.column(position)
    logical = str(described.logical_type)
    kind = described.physical_type.lower() if logical == "None" else logical
    parts = [held.row_group(group).column(position).statistics for group in range(held.num_row_groups)]
    missing = [part.null_count for part in parts if part is not None and part.has_null_count]
    whole = parts[0] if len(parts) == 1 else None  # what differs in one group may be the same in another
    return Column(
        _short(described.path),
        _short(kind),
        sum(missing) if len(missing) == len(parts) else None,
        whole.distinct_count if whole is not None and whole.has_distinct_count else None,
    )


def _short(text: object) -> str:
    return str(text or "")[:LONGEST].encode("utf-8", "backslashreplace").decode()
