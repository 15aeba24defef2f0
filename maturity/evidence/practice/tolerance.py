"""The variation between two runs that a project states and accepts."""

import re

from maturity.evidence.graph.graph import Graph, Node, Site, Start
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project

_STATED = re.compile(
    r"^[ \t\"']*(?:metric|reproduc\w*|rerun|run_to_run|accepted)_?(?:metric_)?(?:tolerance|variation|deviation)"
    r"[\"']?\s*[:=]\s*[0-9.]",
    re.MULTILINE | re.IGNORECASE,
)
_SETTINGS = re.compile(r"\.(?:ya?ml|toml|json|ini|cfg)\Z")


def observe(project: Project, graph: Graph) -> None:
    """Add a declared site where a configuration states a tolerance for metrics of re-runs."""
    for path, text in project.texts.items():
        if not _SETTINGS.search(path) or vendored(path) or test_path(path):
            continue
        match = _STATED.search(text) if "tolerance" in text or "variation" in text or "deviation" in text else None
        if match:
            place = project.place(path, text.count("\n", 0, match.end()) + 1)
            node = graph.add(Node(f"resource:{path}", "resource", path, place))
            graph.prove(Site(node.id, "be-deterministic", "own", place))
            graph.start(Start("declared", node.id, place, path))
