"""What comes back from production: stored predictions that training reads, and queues of records to label."""

import re
from collections.abc import Iterable, Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.practice.calls import Found, code, node_of, texts
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
_WRITERS = frozenset(
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
_READERS = frozenset(
    ("read_csv", "read_parquet", "read_json", "read_sql", "read_sql_query", "read_sql_table", "open", "execute")
)


def observe(project: Project, graph: Graph) -> None:
    """Add a site where training reads what production stored, and where records go to a labelling queue."""
    stores = {node for node, sites in graph.sites.items() if any(one.activity == "store-predictions" for one in sites)}
    preparing = reaching(graph, ("prepare-data", "train"))
    stored = set(_keys(project, stores, _WRITERS, _WRITTEN))
    for path, function in code(project):
        node = node_of(path, function.name)
        if _QUEUES.search(function.name) and function.calls and not function.stub:
            graph.prove(
                Site(node, "collect-feedback", "own", project.place(path, function.line, f"def {function.name}"))
            )
        elif stored and node in preparing and node not in stores:
            for call in function.calls:
                if not stored.isdisjoint(_named(call, _READERS, _READ)):
                    found = Found(path, function, call)
                    graph.prove(Site(node, "collect-feedback", "own", found.at(project)))
                    break


def _keys(project: Project, nodes: Iterable[str], verbs: frozenset[str], table: re.Pattern[str]) -> Iterator[str]:
    """Yield the files and tables that some nodes name."""
    wanted = set(nodes)
    if not wanted:
        return
    for path, function in code(project):
        if node_of(path, function.name) in wanted:
            for call in function.calls:
                yield from _named(call, verbs, table)


def _named(call: Call, verbs: frozenset[str], table: re.Pattern[str]) -> Iterator[str]:
    """Yield the files and tables that a call writes or reads."""
    last = call.name[call.name.rfind(".") + 1 :]
    if last not in verbs:
        return
    for text in texts(call):
        yield from (f"table {name.lower()}" for name in table.findall(text))
        yield from (f"file {name.lower()}" for name in _FILE.findall(text))
        if last in ("to_sql", "read_sql_table") and text.isidentifier():
            yield f"table {text.lower()}"
