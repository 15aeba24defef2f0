"""The quality of live predictions, measured by the project's own means."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.practice import stored
from maturity.evidence.practice.calls import Code, Found, chosen, node_of, texts
from maturity.evidence.project import Project
from maturity.evidence.python.module import Call, Function
from maturity.evidence.python.reaching import callers
from maturity.evidence.python.words import parts
from maturity.evidence.topics.reached import functions_of, place_of

METRICS = frozenset(
    (
        *("accuracy_score", "recall_score", "precision_score", "f1_score", "roc_auc_score", "mean_squared_error"),
        *("mean_absolute_error", "r2_score", "root_mean_squared_error", "log_loss", "balanced_accuracy_score"),
        *("classification_report", "average_precision_score", "mean_absolute_percentage_error", "brier_score_loss"),
    )
)
QUALITY = frozenset(
    "auc auroc roc accuracy precision recall f1 rmse mse mae mape r2 brier logloss ece calibration mcc kappa".split()
)
"""Words of functions of one's own that compute how good predictions are."""
JOINS = frozenset(("merge", "join", "merge_asof", "join_asof"))
_OF_TEXTS = ("os.", "posixpath.", "shlex.", "str.")
"""Beginnings of joins that join no records."""
_JOINED = re.compile(r"\bJOIN\b", re.IGNORECASE)
_LABELS = re.compile(r"label|actual|ground_?truth|outcome|feedback|target", re.IGNORECASE)
_STORED = re.compile(r"predict|logged|served|inference|prod|live|stored", re.IGNORECASE)
_SCORED = re.compile(r"predict|scored|scores|logged|served|answered", re.IGNORECASE)
HOPS = 3
"""Calls between a function that watches and one that computes its metric."""


def observe(project: Project, graph: Graph, code: Code) -> None:
    """Add a site where a monitoring function computes a metric of stored predictions against labels.

    A metric of one's own counts where the labels are joined, in a program that reads what the service stored.
    """
    watching = {node_of(path, function.name): (path, function) for path, function in code.watching}
    seen: set[str] = set()
    for found in chosen(code.calls, METRICS):
        if found.node in seen or not found.call.name.startswith("sklearn.metrics.") or found.node not in watching:
            continue
        said = " ".join(_words(found.function))
        if _LABELS.search(said) and _STORED.search(said):
            seen.add(found.node)
            graph.prove(Site(found.node, "monitor-performance", "own", found.at(project)))
    told = [node for node, (_, one) in watching.items() if node not in seen and _tells(one)]
    alive = _alive(graph, code) if told else set[str]()
    for node in sorted(alive.intersection(told)):
        called = graph.within(node, HOPS)
        joined = _joined(project, called, watching[node][0])
        if joined and _measured(project, called):
            graph.prove(Site(node, "monitor-performance", "own", joined.at(project)))


def _tells(function: Function) -> bool:
    """Tell whether a function is given, or reads, labels and what was scored."""
    said = " ".join(_words(function))
    return _LABELS.search(said) is not None and _SCORED.search(said) is not None


def _alive(graph: Graph, code: Code) -> set[str]:
    """Return everything that belongs to a program that reads what the service stored of its predictions."""
    readers = {one.node for one in stored.reading(code, stored.predictions(code, stored.storing(graph)))}
    return graph.beyond(callers(graph, readers))


def _joined(project: Project, called: list[str], path: str) -> Found | None:
    """Return where a function, or one of its file that it calls, joins records."""
    near = [one for one in called if place_of(one)[0] == path]
    for place, function in functions_of(project, near):
        for call in function.calls:
            last = call.name[call.name.rfind(".") + 1 :]
            by_method = last in JOINS and "." in call.name and not call.name.startswith(_OF_TEXTS)
            if by_method or any(_JOINED.search(text) for text in texts(call)):
                return Found(place, function, call)
    return None


def _measured(project: Project, called: list[str]) -> bool:
    """Tell whether a function of the project's own that is called for a metric computes one."""
    functions = functions_of(project, called)
    return any(parts(one.name.rpartition(".")[2]) & QUALITY and one.calls and not one.stub for _, one in functions)


def _words(function: Function) -> Iterator[str]:
    """Yield what a function reads and what it is given."""
    yield from (parameter.name for parameter in function.parameters)
    for call in function.calls:
        if _reads(call):
            yield from texts(call)
            yield call.name


def _reads(call: Call) -> bool:
    last = call.name.rpartition(".")[2]
    return last.startswith(("read_", "load_", "fetch", "get_", "query", "select")) or last in (
        "execute",
        "open",
        "merge",
    )
