"""Components and what is carried over them, held against a plain search."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.graph.components import condense

edges = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40)


def _reachable(graph: dict[str, list[str]], origin: str) -> set[str]:
    seen, queue = {origin}, [origin]
    while queue:
        for target in graph[queue.pop()]:
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return seen


@given(edges)
def test_masks_equal_a_plain_search(pairs: list[tuple[int, int]]) -> None:
    graph: dict[str, list[str]] = {str(node): [] for node in range(13)}
    for source, target in pairs:
        graph[str(source)].append(str(target))
    own = {node: 1 << int(node) for node in graph}

    condensed = condense(graph, lambda node: graph[node])

    back, on = condensed.back(own), condensed.on(own)
    for node in graph:
        assert back[node] == sum(own[other] for other in _reachable(graph, node))
        assert on[node] == sum(own[other] for other in graph if node in _reachable(graph, other))


def test_a_chain_of_100000_needs_no_stack() -> None:
    condensed = condense(["0"], lambda node: [str(int(node) + 1)] if int(node) < 100_000 else [])
    assert len(condensed.components) == 100_001


def test_a_cycle_is_one_component() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": []}
    condensed = condense(graph, lambda node: graph[node])
    assert sorted(map(sorted, condensed.components)) == [["a", "b", "c"], ["d"]]
