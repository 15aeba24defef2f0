"""Rolling back outside of Python functions: programs named for it, and jobs that only the failure of others starts.

A name alone proves nothing: the program has to change what is served.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable
from itertools import islice

from maturity.evidence.graph.graph import Graph, Node, Site
from maturity.model.activity import Activity

MAX_CANDIDATES = 100
MAX_REACH = 2_000
_SERVED: frozenset[Activity] = frozenset(("deploy", "promote", "split-traffic"))
"""What changes the version that answers."""
_NAMED = re.compile(
    r"(?i)(?<!sc)(?<!pay)roll(?:ing|ed)?[-_ ]?back|\b(?:revert|undo|restore)[-_ ]?(?:the[-_ ])?"
    r"(?:last[-_ ]|previous[-_ ])?(?:model|release|deploy|rollout|traffic|version|champion|alias)|\A(?:revert|undo)\Z"
)
_PROGRAMS = frozenset(
    "workflow job step action make-target script entry-point task console-script deployment pipeline".split()
)


def mark_roll_backs(graph: Graph, failing: Collection[str], order: Iterable[tuple[str, str]]) -> None:
    """Prove the activity at every program that returns serving to an earlier release.

    Args:
        graph: The finished graph.
        failing: Jobs that run only when something before them has failed.
        order: Pairs of jobs of which the first one runs before the second one.
    """
    before: dict[str, list[str]] = {}
    if failing:
        for first, second in order:
            before.setdefault(second, []).append(first)
    marked: set[str] = set()
    for node in islice(_candidates(graph, failing, before), MAX_CANDIDATES):
        if node.id in marked:
            continue
        marked.add(node.id)
        site = _served(graph, node.id)
        if site is not None:
            graph.prove(Site(node.id, "roll-back", site.technology, node.at, site.blocking))


def _candidates(graph: Graph, failing: Collection[str], before: dict[str, list[str]]) -> Iterable[Node]:
    """Yield programs named for rolling back, and those that a failed deployment starts."""
    for node in list(graph.nodes.values()):
        if node.program in _PROGRAMS and _NAMED.search(_own_name(node)):
            yield node
    for name in dict.fromkeys(failing):
        if name in graph.nodes and any(_served(graph, one) for one in before.get(name, ())[:MAX_CANDIDATES]):
            yield graph.nodes[name]


def _own_name(node: Node) -> str:
    """Return what a program is called: of a file its own name, of a job also that of its stage."""
    return node.name.rpartition("/")[2] if node.program == "script" else node.name[:200]


def _served(graph: Graph, start: str) -> Site | None:
    """Return the first place that a program reaches and that changes what is served."""
    queue, seen = deque([start]), {start}
    while queue and len(seen) < MAX_REACH:
        node = queue.popleft()
        for site in graph.sites.get(node, ()):
            if site.activity in _SERVED:
                return site
        for edge in graph.edges.get(node, ()):
            if edge.target not in seen and edge.target not in graph.tests:
                seen.add(edge.target)
                queue.append(edge.target)
    return None
