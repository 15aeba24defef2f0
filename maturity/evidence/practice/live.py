"""The quality of live predictions, measured by the project's own means."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.practice.calls import Calls, chosen, texts
from maturity.evidence.project import Project
from maturity.evidence.python.module import Call, Function

METRICS = frozenset(
    (
        *("accuracy_score", "recall_score", "precision_score", "f1_score", "roc_auc_score", "mean_squared_error"),
        *("mean_absolute_error", "r2_score", "root_mean_squared_error", "log_loss", "balanced_accuracy_score"),
        *("classification_report", "average_precision_score", "mean_absolute_percentage_error", "brier_score_loss"),
    )
)
_WATCHES = re.compile(
    r"monitor|(?:^|[_/.])live(?:[_/.]|\Z)|production|(?:^|[_/.])prod(?:[_/.]|\Z)|online_eval|backtest|delayed"
)
_LABELS = re.compile(r"label|actual|ground_?truth|outcome|feedback|target", re.IGNORECASE)
_STORED = re.compile(r"predict|logged|served|inference|prod|live|stored", re.IGNORECASE)


def observe(project: Project, graph: Graph, calls: Calls) -> None:
    """Add a site where a monitoring function computes a metric of stored predictions against labels."""
    seen: set[str] = set()
    for found in chosen(calls, METRICS):
        place = f"{found.path}/{found.function.name}".lower()
        if found.node in seen or not found.call.name.startswith("sklearn.metrics.") or not _WATCHES.search(place):
            continue
        said = " ".join(_words(found.function))
        if _LABELS.search(said) and _STORED.search(said):
            seen.add(found.node)
            graph.prove(Site(found.node, "monitor-performance", "own", found.at(project)))


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
