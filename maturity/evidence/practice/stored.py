"""What services store of their predictions, and who reads it: tables and files by name."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.practice.calls import Code, Found, chosen, texts
from maturity.evidence.python.module import Call

_FILE = re.compile(r"[\w./{}-]{0,200}?([\w-]+\.(?:csv|parquet|jsonl|json|db|sqlite|sqlite3|feather|avro))\b")
_WRITTEN = re.compile(r"(?i)\binsert\s+(?:or\s+\w+\s+)?into\s+[\"`]?([\w.]+)")
_READ = re.compile(r"(?i)\bfrom\s+[\"`]?([\w.]+)")
_PREDICTIONS = re.compile(r"predict|inference|scores|scored")
"""Names of tables and files of predictions, whoever writes them."""
WRITERS = frozenset(
    (
        "to_csv",
        "to_parquet",
        "to_json",
        "to_sql",
        "open",
        "execute",
        "executemany",
        "insert_one",
        "insert_many",
        "write_text",
    )
)
READERS = frozenset(
    ("read_csv", "read_parquet", "read_json", "read_sql", "read_sql_query", "read_sql_table", "open", "execute")
)


def written(code: Code, nodes: set[str]) -> frozenset[str]:
    """Return the files and tables that these programs write."""
    writing = (one for one in chosen(code.calls, WRITERS) if one.node in nodes) if nodes else ()
    return frozenset(name for one in writing for name in _named(one.call, _WRITTEN))


def predictions(code: Code, nodes: set[str]) -> frozenset[str]:
    """Return the files and tables that these programs write, and those that are named for predictions and written."""
    named = frozenset(name for one in chosen(code.calls, WRITERS) for name in _named(one.call, _WRITTEN))
    return written(code, nodes) | frozenset(name for name in named if _PREDICTIONS.search(name))


def reading(code: Code, names: frozenset[str]) -> Iterator[Found]:
    """Yield the calls that read one of these files and tables."""
    if names:
        yield from (one for one in chosen(code.calls, READERS) if not names.isdisjoint(_named(one.call, _READ)))


def storing(graph: Graph) -> set[str]:
    """Return the programs that store predictions."""
    return {node for node, sites in graph.sites.items() if any(one.activity == "store-predictions" for one in sites)}


def _named(call: Call, table: re.Pattern[str]) -> Iterator[str]:
    """Yield the files and tables that a call writes or reads."""
    last = call.name[call.name.rfind(".") + 1 :]
    for text in texts(call):
        yield from (f"table {name.lower()}" for name in table.findall(text))
        yield from (f"file {name.lower()}" for name in _FILE.findall(text))
        if last in ("to_sql", "read_sql_table") and text.isidentifier():
            yield f"table {text.lower()}"
