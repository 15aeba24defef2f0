"""The graph as facts."""

import pytest

from maturity.evidence.graph.facts import (
    PER_ACTIVITY,
    DeclaredPipeline,
    activity_facts,
    pipeline_facts,
    program_facts,
)
from maturity.evidence.graph.graph import Edge, Graph, Node, Site, Start
from maturity.evidence.graph.reach import Reach
from maturity.model.place import Place


def at(path: str, line: int = 1) -> Place:
    return Place(path=path, line=line)


def add(graph: Graph, *names: str) -> None:
    for name in names:
        graph.add(Node(name, "function", name, at(name)))


def test_an_activity_is_told_once_for_each_kind_of_root() -> None:
    graph = Graph()
    add(graph, "ci", "train")
    graph.link(Edge("ci", "train", at("ci", 3)))
    graph.start(Start("change", "ci", at("ci"), "build"))
    graph.start(Start("entry", "train", at("train"), "train.py"))
    graph.prove(Site("train", "train", "torch", at("train", 9)))
    facts = list(activity_facts(graph, Reach(graph), ()))
    assert [(fact.root, fact.program, len(fact.chain)) for fact in facts] == [
        ("entry", "train.py", 2),
        ("change", "build", 3),
    ]
    assert facts[0].beside == ("train",)


def test_what_nothing_reaches_is_a_near_miss_not_silence() -> None:
    graph = Graph()
    add(graph, "dead")
    graph.prove(Site("dead", "train", "torch", at("dead", 2)))
    (fact,) = activity_facts(graph, Reach(graph), ())
    assert (fact.root, fact.chain) == ("none", (at("dead", 2),))


@pytest.mark.parametrize(
    ("detail", "tested", "root"), [("assert", True, "entry"), ("assert", False, "none"), ("raise", True, "none")]
)
def test_a_test_that_bounds_a_metric_is_run_by_a_person_where_nothing_else_runs_it(
    detail: str, root: str, *, tested: bool
) -> None:
    graph = Graph()
    add(graph, "test_model")
    graph.prove(Site("test_model", "gate", "own", at("tests/test_model.py", 2), detail=detail))
    graph.tests |= {"test_model"} if tested else set()
    (fact,) = activity_facts(graph, Reach(graph), ())
    assert (fact.root, fact.tested) == (root, root == "entry")


def test_a_thousand_places_are_bounded_to_the_nearest() -> None:
    graph = Graph()
    add(graph, "script", "far")
    graph.start(Start("entry", "script", at("script")))
    graph.link(Edge("script", "far", at("script", 2)))
    for line in range(1000):
        graph.prove(Site("far", "track", "mlflow", at("far", line)))
    graph.prove(Site("script", "track", "mlflow", at("script", 7)))
    facts = list(activity_facts(graph, Reach(graph), ()))
    assert len(facts) == PER_ACTIVITY
    assert str(facts[0].at) == "script:7"


@pytest.mark.parametrize(
    ("tool", "steps", "ordered", "inside"),
    [
        ("mlflow", ("train", "deploy"), True, True),
        ("mlflow", ("deploy",), False, True),
        ("mlflow", ("train", "deploy"), False, False),
        ("make", ("train", "deploy"), True, False),
    ],
)
def test_what_a_person_starts_one_by_one_is_done_by_no_pipeline(
    tool: str, steps: tuple[str, ...], *, ordered: bool, inside: bool
) -> None:
    graph = Graph()
    add(graph, *steps)
    graph.prove(Site("deploy", "promote", "mlflow", at("deploy", 2)))
    declared = DeclaredPipeline(tool, "file", tuple((one, one) for one in steps), ordered, at("file"))
    (fact,) = activity_facts(graph, Reach(graph), (declared,))
    assert fact.pipeline is inside


@pytest.mark.parametrize(
    ("name", "follows", "counts"),
    [
        ("Train Model", False, True),
        ("preprocess", False, True),
        ("notify", False, False),
        ("constraints", False, False),
        ("train", True, False),
    ],
)
def test_a_step_is_told_by_its_name_only_where_it_cannot_be_followed(name: str, *, follows: bool, counts: bool) -> None:
    graph = Graph()
    add(graph, "step", "echo")
    if follows:
        graph.link(Edge("step", "echo", at("step")))
    pipeline = DeclaredPipeline("azure-ml", "p", ((name, "step"),), ordered=True, at=at("p"))
    (fact,) = pipeline_facts((pipeline,), graph, Reach(graph))
    assert fact.ml_steps == int(counts)


@pytest.mark.parametrize(
    ("tool", "name", "counts"),
    [
        ("make", "clean", False),
        ("make", "clean-pyc", False),
        ("make", "clean_data", True),
        ("dvc", "clean", True),
    ],
)
def test_what_make_cleans_is_what_was_built(tool: str, name: str, *, counts: bool) -> None:
    graph = Graph()
    add(graph, "step")
    (fact,) = pipeline_facts((DeclaredPipeline(tool, "p", ((name, "step"),), True, at("p")),), graph, Reach(graph))
    assert fact.ml_steps == int(counts)


def test_a_program_that_does_nothing_known_is_not_listed() -> None:
    graph = Graph()
    add(graph, "busy", "idle")
    graph.start(Start("entry", "busy", at("busy")))
    graph.start(Start("entry", "idle", at("idle")))
    graph.prove(Site("busy", "score", "torch", at("busy")))
    assert [(fact.name, fact.reaches) for fact in program_facts(graph, Reach(graph))] == [("busy", ("score",))]
