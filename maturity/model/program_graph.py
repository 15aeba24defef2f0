"""What runs what, as the assessment keeps it: programs on a way to something that is done."""

from maturity.model.activity import Activity, Root
from maturity.model.place import Place
from maturity.model.value import Value


class GraphStart(Value):
    """Something that starts a program: a trigger, or a person at a command line."""

    root: Root
    at: Place


class GraphRun(Value):
    """One program runs another, and where that is written."""

    id: str
    """Of the program that is run."""
    at: Place


class GraphActivity(Value):
    """Something that a program itself does, and the place that proves it."""

    activity: Activity
    technology: str
    at: Place


class GraphNode(Value):
    """A program: a workflow, a job, a make target, a stage, a script, a function."""

    id: str
    program: str
    name: str
    at: Place
    starts: tuple[GraphStart, ...] = ()
    runs: tuple[GraphRun, ...] = ()
    does: tuple[GraphActivity, ...] = ()


class ProgramGraph(Value):
    """The programs, nearest to what starts them first; automated tests and what only they reach are not among them."""

    nodes: tuple[GraphNode, ...] = ()
    left_out: int = 0
    """Programs beyond the number that is kept."""
