"""Reach on small graphs built by hand."""

from maturity.evidence.graph.graph import Edge, Graph, Node, Site, Start
from maturity.evidence.graph.reach import Reach
from maturity.model.place import Place


def at(path: str, line: int = 1, text: str = "") -> Place:
    return Place(path=path, line=line, text=text)


def graph_of(*edges: tuple[str, str]) -> Graph:
    graph = Graph()
    for line, (source, target) in enumerate(edges, 1):
        graph.add(Node(source, "function", source, at(source)))
        graph.add(Node(target, "function", target, at(target)))
        graph.link(Edge(source, target, at(source, line)))
    return graph


def test_the_shortest_chain_is_kept() -> None:
    graph = graph_of(("ci", "make"), ("make", "script"), ("ci", "script"), ("script", "fit"))
    graph.start(Start("change", "ci", at("ci", 9, "on: push")))
    graph.prove(Site("fit", "train", "scikit-learn", at("fit", 7, "model.fit")))

    (reached,) = Reach(graph).reached("change")

    assert [str(place) for place in reached.chain] == ["ci:9", "ci:3", "script:4", "fit:7"]
    assert reached.blocking
    assert not reached.tested


def test_cycles_end() -> None:
    graph = graph_of(("a", "b"), ("b", "a"), ("b", "c"))
    graph.start(Start("entry", "a", at("a")))
    graph.prove(Site("c", "train", "torch", at("c", 3)))
    assert Reach(graph).of("a") == ("train",)
    assert len(list(Reach(graph).reached("entry"))) == 1


def test_an_ignored_failure_anywhere_makes_the_chain_not_blocking() -> None:
    graph = graph_of(("a", "b"))
    graph.edges["a"] = [Edge("a", "b", at("a"), blocking=False)]
    graph.start(Start("change", "a", at("a")))
    graph.prove(Site("b", "test", "pytest", at("b")))
    (reached,) = Reach(graph).reached("change")
    assert not reached.blocking


def test_a_chain_that_stops_on_a_failure_wins_where_something_runs_by_itself() -> None:
    graph = graph_of(("a", "gate"), ("b", "c"), ("c", "gate"))
    graph.edges["a"] = [Edge("a", "gate", at("a"), blocking=False)]
    for root in ("change", "entry"):
        graph.start(Start(root, "a", at("a")))
        graph.start(Start(root, "b", at("b")))
    graph.prove(Site("gate", "gate", "own", at("gate")))
    assert [reached.blocking for reached in Reach(graph).reached("change")] == [True]
    assert [reached.blocking for reached in Reach(graph).reached("entry")] == [False]


def test_a_chain_through_a_test_is_told_apart_and_a_direct_one_wins() -> None:
    graph = graph_of(("ci", "test_fit"), ("test_fit", "fit"))
    graph.tests.add("test_fit")
    graph.start(Start("change", "ci", at("ci")))
    graph.prove(Site("fit", "train", "torch", at("fit")))
    assert [reached.tested for reached in Reach(graph).reached("change")] == [True]

    graph.link(Edge("ci", "fit", at("ci", 8)))
    assert [reached.tested for reached in Reach(graph).reached("change")] == [False]


def test_beside_joins_what_one_program_does() -> None:
    graph = graph_of(("main", "fit"), ("main", "log"), ("other", "log"))
    graph.start(Start("entry", "main", at("main")))
    graph.prove(Site("fit", "train", "torch", at("fit")))
    graph.prove(Site("log", "track", "mlflow", at("log")))
    assert Reach(graph).beside("log") == ("train", "track")
    assert Reach(graph).beside("other") == ()


def test_a_site_without_a_start_is_reached_by_nothing() -> None:
    graph = graph_of(("helper", "fit"))
    graph.prove(Site("fit", "train", "torch", at("fit")))
    assert list(Reach(graph).reached("entry")) == []


def test_beyond_goes_everywhere_or_around_tests() -> None:
    graph = graph_of(("ci", "test"), ("test", "fit"), ("ci", "make"), ("make", "ci"))
    graph.tests.add("test")
    assert graph.beyond(["ci"]) == {"ci", "test", "fit", "make"}
    assert graph.beyond(["ci", "test"], tests=False) == {"ci", "make"}


def test_a_workflow_that_starts_a_service_asks_it_for_nothing() -> None:
    graph = graph_of(("ci", "app"))
    graph.link(Edge("app", "route", at("app", 9), asked=True))
    graph.prove(Site("route", "train", "torch", at("route")))
    graph.start(Start("change", "ci", at("ci")))
    graph.start(Start("entry", "app", at("app")))
    assert list(Reach(graph).reached("change")) == []
    assert [reached.site.activity for reached in Reach(graph).reached("entry")] == ["train"]
