"""What comes back from production: stored predictions that training reads, and queues of records to label."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.layout import test_path
from maturity.evidence.practice.calls import Code, chosen, node_of, texts
from maturity.evidence.project import Project
from maturity.evidence.python.module import Call
from maturity.evidence.python.reaching import reaching

_QUEUES = re.compile(
    r"(?:queue|flag|send|submit|enqueue|route|select|export|push)\w*_(?:for|to)_(?:\w+_)?(?:label\w*|review|annotat\w*)\Z|"
    r"(?:ingest|merge|append|add|collect|import)_(?:\w+_)?(?:feedback|production_data|production_records|corrections)\Z",
    re.IGNORECASE,
)
_FILE = re.compile(r"[\w./{}-]{0,200}?([\w-]+\.(?:csv|parquet|jsonl|json|db|sqlite|sqlite3|feather|avro))\b")
_WRITTEN = re.compile(r"(?i)\binsert\s+(?:or\s+\w+\s+)?into\s+[\"`]?([\w.]+)")
_READ = re.compile(r"(?i)\bfrom\s+[\"`]?([\w.]+)")
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


def observe(project: Project, graph: Graph, code: Code) -> None:
    """Add a site where training reads what production stored, and where records go to a labelling queue."""
    for path, function in code.named:
        if not test_path(path) and _QUEUES.search(function.name) and function.calls and not function.stub:
            at = project.place(path, function.line, f"def {function.name}")
            graph.prove(Site(node_of(path, function.name), "collect-feedback", "own", at))
    stores = {node for node, sites in graph.sites.items() if any(one.activity == "store-predictions" for one in sites)}
    writing = (one for one in chosen(code.calls, WRITERS) if one.node in stores)
    stored = {key for one in writing for key in _named(one.call, _WRITTEN)}
    if not stored:
        return
    preparing = reaching(graph, ("prepare-data", "train"))
    seen = set(stores)
    for found in chosen(code.calls, READERS):
        if found.node in preparing and found.node not in seen and not stored.isdisjoint(_named(found.call, _READ)):
            seen.add(found.node)
            graph.prove(Site(found.node, "collect-feedback", "own", found.at(project)))


def _named(call: Call, table: re.Pattern[str]) -> Iterator[str]:
    """Yield the files and tables that a call writes or reads."""
    last = call.name[call.name.rfind(".") + 1 :]
    for text in texts(call):
        yield from (f"table {name.lower()}" for name in table.findall(text))
        yield from (f"file {name.lower()}" for name in _FILE.findall(text))
        if last in ("to_sql", "read_sql_table") and text.isidentifier():
            yield f"table {text.lower()}"
