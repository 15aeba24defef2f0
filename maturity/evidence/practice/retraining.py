"""What starts training by itself: whether it is limited, and whether a person can start or pause it, too."""

import re
from collections.abc import Iterable, Iterator

from maturity.evidence.graph.facts import DeclaredTrigger
from maturity.evidence.graph.graph import Graph, Start
from maturity.evidence.graph.reach import Reach
from maturity.evidence.practice.deployments import TRAINING
from maturity.evidence.project import Project
from maturity.evidence.topics.reached import closure, functions_of
from maturity.model.facts.practice import RetrainingFact

_LIMITS = re.compile(
    r"^[ \t-]*(?:concurrency:|concurrencyPolicy:\s*[\"']?(?:Forbid|Replace)|max_concurrent_runs:\s*1\b|resource_group:|"
    r"batch:\s*true|lockBehavior:|[\"']?cool_?down\w*[\"']?\s*[:=])|\bdisableConcurrentBuilds\b",
    re.MULTILINE | re.IGNORECASE,
)
_ONCE = frozenset(
    (
        *("max_active_runs", "max_instances", "max_concurrent_runs", "max_concurrent_run_count", "max_concurrency"),
        "concurrency_limit",
    )
)
_DEPLOYS = (".serve", ".to_deployment")
"""Ends of calls of Prefect, whose `limit` is that of the runs at a time."""
_COOLS = re.compile(
    r"cool_?down|min(?:imum)?_(?:\w+_)?(?:interval|gap|days|hours)|last_(?:re)?train|since_(?:last_)?(?:re)?train",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"(?i)retrain\w*_(?:enabled|paused?|disabled)|(?:pause|enable|disable)_?\w*retrain")
_BUTTONS = frozenset(
    (
        *("airflow", "prefect", "dagster", "kubeflow", "kubeflow-pipelines", "metaflow", "databricks", "azure-ml"),
        *("sagemaker", "vertex-ai", "zenml", "flyte", "argo", "argo-workflows", "mlrun", "temporal", "kubernetes"),
    )
)
"""Systems in which every schedule can be started and paused by hand."""
_SETTINGS = re.compile(r"\.(?:ya?ml|toml|json|env|cfg|ini)\Z")


def collect(
    project: Project, graph: Graph, reach: Reach, triggers: Iterable[DeclaredTrigger]
) -> Iterator[RetrainingFact]:
    """Yield one fact for each schedule and each event that starts training."""
    training = [start for start in graph.starts if TRAINING.intersection(reach.of(start.node))]
    starts = [start for start in training if start.root in ("schedule", "event")]
    if not starts:
        return
    systems = {trigger.node: trigger.system for trigger in triggers}
    by_hand = any(start.root == "manual" for start in training) or _pausable(project)
    seen: set[tuple[str | None, int | None]] = set()
    for start in starts:
        if (start.at.path, start.at.line) in seen:
            continue
        seen.add((start.at.path, start.at.line))
        button = systems.get(start.node, "") in _BUTTONS
        yield RetrainingFact(
            at=start.at, root=start.root, limited=_limited(project, graph, start), by_hand=by_hand or button
        )


def _limited(project: Project, graph: Graph, start: Start) -> bool:
    """Look at the file of the trigger, and at the code that it runs."""
    path = start.at.path or ""
    if _LIMITS.search(project.texts.get(path, "")):
        return True
    nodes = list(closure(graph, [start.node, *_python_below(graph, start.node)]))
    for place, function in functions_of(project, [*nodes, *([f"py:{path}"] if path in project.modules else [])]):
        if _COOLS.search(function.name) or any(_COOLS.search(one.name) for one in function.parameters):
            return True
        module = project.modules[place]
        if any(_COOLS.search(name) for name in (*module.constants, *module.instances)):
            return True
        for call in (*function.calls, *function.decorators):
            if any(call.keywords.get(key) == 1 for key in _ONCE) or _COOLS.search(call.name):
                return True
            if any(_COOLS.search(key) for key in call.keywords):
                return True
            if call.keywords.get("limit") == 1 and call.name.endswith(_DEPLOYS):
                return True
    return False


def _python_below(graph: Graph, node: str) -> Iterator[str]:
    """Yield the Python programs that a job runs, through whatever stands between."""
    seen, queue = {node}, [node]
    while queue:
        for edge in graph.edges.get(queue.pop(), ()):
            if edge.target in seen:
                continue
            seen.add(edge.target)
            if edge.target.startswith("py:"):
                yield edge.target
            else:
                queue.append(edge.target)


def _pausable(project: Project) -> bool:
    """Tell whether a setting switches retraining off."""
    return any(
        _SETTINGS.search(path) and ("retrain" in text or "RETRAIN" in text) and _PAUSE.search(text)
        for path, text in project.texts.items()
    )
