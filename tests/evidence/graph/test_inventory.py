"""The graph that an assessment keeps: what is on a way to something that is done, nearest to its start first."""

from maturity.evidence.graph.graph import Edge, Graph, Node, Site, Start
from maturity.evidence.graph.inventory import MOST_OF_NODE, program_graph
from maturity.evidence.graph.reach import Reach
from maturity.model.place import Place
from maturity.model.program_graph import GraphActivity, GraphRun, GraphStart
from tests.evidence.graph.test_reach import at, graph_of


def test_programs_come_with_their_starts_runs_and_activities() -> None:
    graph = graph_of(("ci", "make"), ("make", "train"), ("ci", "notify"), ("train", "pytest"), ("idle", "train"))
    graph.start(Start("entry", "make", at("Makefile", 3, "train:")))
    graph.start(Start("change", "ci", at("ci.yml", 2, "on: push")))
    graph.prove(Site("train", "train", "scikit-learn", at("train.py", 8, "model.fit(x)")))
    graph.prove(Site("train", "train", "scikit-learn", at("train.py", 8, "model.fit(x)")))
    graph.prove(Site("pytest", "test", "pytest", at("tests.py", 1)))
    graph.tests.add("pytest")

    kept = program_graph(graph, Reach(graph))

    assert [node.id for node in kept.nodes] == ["ci", "make", "train"]
    ci, make, train = kept.nodes
    assert ci.starts == (GraphStart(root="change", at=at("ci.yml", 2, "on: push")),)
    assert ci.runs == (GraphRun(id="make", at=at("ci", 1)),)
    assert make.starts == (GraphStart(root="entry", at=at("Makefile", 3, "train:")),)
    assert train.does == (
        GraphActivity(activity="train", technology="scikit-learn", at=at("train.py", 8, "model.fit(x)")),
    )
    assert (train.program, train.name, train.runs) == ("function", "train", ())


def test_what_nothing_starts_comes_last_and_cycles_end() -> None:
    graph = graph_of(("a", "b"), ("b", "a"), ("dead", "a"))
    graph.prove(Site("dead", "evaluate", "own", at("dead.py")))
    graph.prove(Site("b", "train", "own", at("b.py")))
    graph.start(Start("schedule", "a", at("cron", 1)))
    assert [node.id for node in program_graph(graph, Reach(graph)).nodes] == ["a", "b", "dead"]


def test_it_is_bounded_and_says_how_much_is_left_out() -> None:
    graph = graph_of(*((f"n{number}", f"n{number + 1}") for number in range(20)))
    graph.start(Start("entry", "n0", at("Makefile", 1)))
    graph.prove(Site("n20", "train", "own", at("train.py")))
    kept = program_graph(graph, Reach(graph), most=5)
    assert [node.id for node in kept.nodes] == ["n0", "n1", "n2", "n3", "n4"]
    assert kept.left_out == 16
    assert kept.nodes[-1].runs == ()


def test_one_program_keeps_a_bounded_number_of_each() -> None:
    graph = Graph()
    graph.add(Node("hub", "script", "hub", at("hub.py")))
    for number in range(MOST_OF_NODE + 10):
        graph.add(Node(f"n{number:03}", "function", f"n{number:03}", at("n.py", number)))
        graph.link(Edge("hub", f"n{number:03}", at("hub.py", number)))
        graph.prove(Site(f"n{number:03}", "train", "own", Place(path="n.py", line=number)))
        graph.prove(Site("hub", "evaluate", "own", Place(path="hub.py", line=number)))
        graph.start(Start("entry", "hub", at("hub.py", number)))
    hub = program_graph(graph, Reach(graph)).nodes[0]
    assert (len(hub.starts), len(hub.runs), len(hub.does)) == (MOST_OF_NODE, MOST_OF_NODE, MOST_OF_NODE)
