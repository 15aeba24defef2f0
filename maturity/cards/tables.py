"""The columns of a table, and how full they are: counted in CSV and TSV, told by the footer of Parquet."""

import csv
import io
from contextlib import suppress

from maturity.cards import parquet
from maturity.cards.told import Told, grid, source, words
from maturity.errors import Unreadable

PARQUET = (".parquet", ".pq")
ENDINGS = (".csv", ".tsv", *PARQUET)
MOST_ROWS, MOST_COLUMNS = 200_000, 200
_DISTINCT = 1_000
_SCHEMA, _PROFILE = ("name", "type"), ("name", "missing", "distinct")


def tabled(name: str, content: bytes, locator: str) -> tuple[dict[str, Told], str]:
    """Return what is known of a table by the fields of a card, and why it is not; the other of the two is empty."""
    if not name.endswith(PARQUET):
        return _text(content, locator), ""
    try:
        return _footer(parquet.footer(content), locator), ""
    except Unreadable as error:
        return {}, f"the columns of {name} were not read: it {error}"


def _footer(held: parquet.Footer, locator: str) -> dict[str, Told]:
    place, more = source("artifact", locator), held.left_out
    profile = [(one.name, _number(one.missing), _number(one.distinct)) for one in held.columns]
    width = len(held.columns) + more
    told = f"{held.rows} rows, {width} columns in {held.groups} row groups, as the footer says"
    return {
        "schema": grid(_SCHEMA, [(one.name, one.type) for one in held.columns], place, left_out=more),
        "profile": grid(_PROFILE, profile, place, left_out=more),
        "files": words([told, f"written by {held.written_by}" if held.written_by else ""], place),
    }


def _number(known: int | None) -> str:
    return "-" if known is None else str(known)


def _text(content: bytes, locator: str) -> dict[str, Told]:
    """Return the columns of a table of text, and how full and how different they are."""
    place = source("artifact", locator)
    with suppress(UnicodeDecodeError, csv.Error):
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
        head = next(rows, [])[:MOST_COLUMNS]
        filled, kinds = [0] * len(head), [set[str]() for _ in head]
        count = 0
        for row in rows:
            if count >= MOST_ROWS:
                break
            count += 1
            for position, cell in enumerate(row[: len(head)]):
                filled[position] += bool(cell.strip())
                if len(kinds[position]) < _DISTINCT:
                    kinds[position].add(cell)
        profile = [
            (name, str(count - full), f"{_DISTINCT}+" if len(seen) >= _DISTINCT else str(len(seen)))
            for name, full, seen in zip(head, filled, kinds, strict=True)
        ]
        columns = [(name, _kind(seen)) for name, seen in zip(head, kinds, strict=True)]
        return {
            "schema": grid(_SCHEMA, columns, place),
            "profile": grid(_PROFILE, profile, place),
            "files": words([f"{count} rows, {len(head)} columns"], place),
        }
    return {}


def _kind(cells: set[str]) -> str:
    """Return what all filled cells of a column are: whole numbers, numbers or text."""
    given = [cell for cell in cells if cell.strip()]
    for kind, make_of in (("integer", int), ("number", float)):
        with suppress(ValueError):
            for cell in given:
                make_of(cell)
            return kind if given else "empty"
    return "text"
