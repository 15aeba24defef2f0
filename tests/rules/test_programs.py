"""Walking the program graph of an assessment."""

from maturity.model.place import Place
from maturity.model.program_graph import GraphActivity, GraphNode, GraphRun, GraphStart, ProgramGraph
from maturity.rules.programs import Programs


def at(line: int) -> Place:
    return Place(path="x", line=line)


def node(name: str, *runs: str, does: str = "", root: str = "") -> GraphNode:
    return GraphNode.model_validate(
        {
            "id": name,
            "program": "script",
            "name": name,
            "at": at(1),
            "starts": (GraphStart(root=root, at=at(9)),) if root else (),  # type: ignore[arg-type]
            "runs": tuple(GraphRun(id=run, at=at(2)) for run in runs),
            "does": (GraphActivity(activity=does, technology="own", at=at(3)),) if does else (),  # type: ignore[arg-type]
        }
    )


NODES = (
    node("entry", "train", root="entry"),
    node("ci", "train", "missing", root="change"),
    node("train", "helper", does="train"),
    node("helper", "train", does="evaluate"),
    node("dead", does="score"),
)
PROGRAMS = Programs(ProgramGraph(nodes=NODES))
ENTRY, CI, TRAIN, HELPER, DEAD = NODES


def test_what_starts_by_itself_comes_before_the_command_line() -> None:
    assert [(one.start.root, one.node.id) for one in PROGRAMS.started()] == [("change", "ci"), ("entry", "entry")]
    assert [one.id for one in PROGRAMS.idle()] == ["dead"]


def test_runs_and_callers_are_the_same_edges_from_either_end() -> None:
    assert [step.node.id for step in PROGRAMS.runs(CI)] == ["train"]
    assert [step.node.id for step in PROGRAMS.callers(TRAIN)] == ["entry", "ci", "helper"]
    assert PROGRAMS.callers(CI) == ()


def test_what_is_done_is_carried_back_through_cycles() -> None:
    assert PROGRAMS.reaches(CI) == ("train", "evaluate")
    assert PROGRAMS.reaches(HELPER) == ("train", "evaluate")
    assert PROGRAMS.reaches(DEAD) == ("score",)
    assert [(activity, [one.node.id for one in done]) for activity, done in PROGRAMS.done().items()] == [
        ("train", ["train"]),
        ("evaluate", ["helper"]),
        ("score", ["dead"]),
    ]
