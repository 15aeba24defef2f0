"""Pipelines that are objects: a constructor for the pipeline, one for each step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, reference_of, text_of
from maturity.evidence.python.frameworks import scripts
from maturity.evidence.python.frameworks.factories import Factories
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, belongs, calls_of, text_given
from maturity.evidence.python.frameworks.schedules import scheduled
from maturity.evidence.python.module import Call
from maturity.evidence.python.namespace import node_of


@dataclass(frozen=True, slots=True)
class Constructed:
    """One tool of this family; constructors are told by their top-level module and the pattern of their last part."""

    tool: str
    roots: Sequence[str]
    pipelines: Sequence[str]
    steps: Sequence[str]
    names: Sequence[str] = ("name",)
    callables: Sequence[str] = ()
    """Keywords that hold the function of a step; the first argument counts where `first` is true."""
    first: bool = False
    commands: Sequence[str] = ()
    """Keywords that hold a command line, as a text or as a list of words; several are parts of one."""
    schedules: Sequence[str] = ()
    decorated: Sequence[str] = ()
    """Decorators, told like constructors, that make a pipeline of a function whose steps are constructed: `@dag`."""
    made: Sequence[str] = ()
    """Decorators, told like constructors, that make a step of a function of the project: its calls are steps."""
    scripted: bool = False
    """Steps and the objects they refer to name script files (`script_name`, `entry_point`, `code`)."""


TOOLS = (
    Constructed(
        "airflow",
        ("airflow", "airflow_provider_mlflow", "cosmos", "astronomer"),
        pipelines=("DAG",),
        steps=("*Operator", "*Sensor"),
        names=("task_id",),
        callables=("python_callable",),
        commands=("bash_command", "command", "cmds", "arguments"),
        schedules=("schedule", "schedule_interval", "timetable"),
        decorated=("dag",),
    ),
    Constructed(
        "azure-ml",
        ("azureml",),
        pipelines=("Pipeline",),
        steps=("*Step",),
        scripted=True,
    ),
    Constructed(
        "sagemaker",
        ("sagemaker",),
        pipelines=("Pipeline",),
        steps=("*Step", "RegisterModel", "EstimatorTransformer", "StepCollection", "step"),
        first=True,
        made=("step",),
        scripted=True,
    ),
    Constructed(
        "step-functions",
        ("stepfunctions",),
        pipelines=("Chain", "Workflow"),
        steps=("*Step",),
        scripted=True,
    ),
    Constructed(
        "kedro",
        ("kedro",),
        pipelines=("Pipeline", "pipeline"),
        steps=("node", "Node"),
        callables=("func",),
        first=True,
    ),
    Constructed(
        "tfx",
        ("tfx", "tensorflow_recommenders_addons"),
        pipelines=("Pipeline",),
        steps=(
            "*ExampleGen StatisticsGen SchemaGen ImportSchemaGen ExampleValidator Transform Tuner Trainer "
            "Evaluator Pusher InfraValidator BulkInferrer Resolver ExampleDiff"
        ).split(),
        made=("component",),
        scripted=True,
    ),
    Constructed(
        "prefect",
        ("prefect",),
        pipelines=("Flow",),
        steps=("FunctionTask", "ShellTask", "DockerTask", "StartFlowRun"),
        commands=("command",),
        schedules=("schedule",),
    ),
    Constructed(
        "kubeflow-pipelines",
        ("hera",),
        pipelines=("Workflow", "CronWorkflow", "DAG"),
        steps=("Task", "Step", "Container"),
        commands=("command", "args"),
    ),
)


def framework(tool: Constructed) -> Framework:
    """Return the reader of one tool of this family."""
    return Framework(tool.tool, frozenset(tool.roots), _reader(tool))


def _reader(tool: Constructed) -> Callable[[list[Unit], Found], None]:
    def read(units: list[Unit], found: Found) -> None:
        for unit in units:
            pipelines = [call for _, call in calls_of([unit], tool.roots, tool.pipelines)]
            pipelines = pipelines or _decorating(tool, unit, found) or _handed_on(tool, unit)
            if pipelines:
                _read_pipeline(tool, unit, pipelines[0], found)

    return read


def _decorating(tool: Constructed, unit: Unit, found: Found) -> list[Call]:
    """Return the decorators that make a pipeline of a function which constructs several steps."""
    if not tool.decorated or len(_foreign(tool, unit)) <= 1:
        return []
    named = ((one, found.code.named(unit, one) or one.name) for one in unit.function.decorators)
    return [one for one, name in named if belongs(name, tool.roots, tool.decorated)]


def _handed_on(tool: Constructed, unit: Unit) -> list[Call]:
    """Return the calls that hand the steps made here to a function of the project, which makes the pipeline of them."""
    if len(calls_of([unit], tool.roots, tool.steps)) <= 1:
        return []
    return [call for call, symbol in unit.calls() if "steps" in call.keywords and symbol and symbol.kind == "function"]


def _read_pipeline(tool: Constructed, unit: Unit, call: Call, found: Found) -> None:
    at = unit.at(call.line, f"{call.name}()")
    steps: list[Step] = []
    factories = Factories(found.code, tool.roots, tool.steps, tool.names)
    for holder in found.code.near(unit, 2):
        steps.extend(_steps(tool, holder, factories, found))
    name = text_given(call, 0, *tool.names, "dag_id", "pipeline_name", "name") or unit.stem
    found.pipeline(tool.tool, name, unit.node, steps, at)
    if call in unit.function.decorators:  # `decorated` reads its schedule
        return
    event = scheduled(found.code.units[unit.path], call, tool.schedules)
    if event is not None and steps:
        found.trigger(tool.tool, event.text, event.root, unit.node, unit.at(call.line, event.text))


def _steps(tool: Constructed, unit: Unit, factories: Factories, found: Found) -> Iterator[Step]:
    used: set[str] = set()
    yield from _made(tool, unit, found)
    own = [*_made_of_own(tool, unit, found), *_foreign(tool, unit)] if not factories.chain(unit) else []
    calls: list[tuple[Call, tuple[Call, ...]]] = [*factories.called(unit), *((call, ()) for call in own)]
    for call, made_by in sorted(calls, key=lambda one: one[0].line):
        handed = list(_callables(tool, unit, call, found, anywhere=bool(made_by)))
        if tool.first and len(handed) == 1:
            yield text_given(call, 0, *tool.names) or handed[0][0], handed[0][1]
            continue
        name = _unique(text_given(call, 0, *tool.names) or call.name.rpartition(".")[2], call, used)
        task = found.task(unit.path, name, unit.at(call.line, f"{call.name.rpartition('.')[2]} {name}"))
        for _, node in handed:
            found.graph.link(Edge(task, node, unit.at(call.line, name)))
        line = _command(tool, (call, *made_by))
        if line and found.shell is not None:
            found.shell.script(task, line, unit.path, call.line)
        if tool.scripted:
            scripts.link(task, unit, call, found)
        found.take_sites(unit, call, task)
        yield name, task


def _command(tool: Constructed, calls: Sequence[Call]) -> str:
    """Return the command line that a step is given by its call, or by the calls of the function that makes it."""
    lines = (" ".join(filter(None, (text_of(call.keywords.get(key)) for key in tool.commands))) for call in calls)
    line = next((one for one in lines if one), "")
    images = (text_of(call.keywords.get("image")) for call in calls)
    image = next((one for one in images if one), "") if tool.commands else ""
    return f"docker run {image} {line}" if image else line


def _foreign(tool: Constructed, unit: Unit) -> list[Call]:
    return [call for _, call in calls_of([unit], tool.roots, tool.steps)]


def _made_of_own(tool: Constructed, unit: Unit, found: Found) -> Iterator[Call]:
    """Yield the calls of classes of the project that are steps by one of their bases: `class Run(DockerOperator)`."""
    for call, symbol in unit.calls():
        if symbol is not None and symbol.kind == "class":
            bases = found.code.symbols.bases(symbol)
            if any(one.kind == "foreign" and belongs(one.name, tool.roots, tool.steps) for one in bases):
                yield call


def _made(tool: Constructed, unit: Unit, found: Found) -> Iterator[Step]:
    """Yield the functions of the project that a function calls and that a decorator makes steps of."""
    for symbol in unit.symbols if tool.made else ():
        target = found.code.unit(symbol)
        if target is not None and any(
            belongs(found.code.named(target, one), tool.roots, tool.made) for one in target.function.decorators
        ):
            yield target.function.name, target.node


def _callables(tool: Constructed, unit: Unit, call: Call, found: Found, *, anywhere: bool = False) -> Iterator[Step]:
    """Yield the functions that a step is given to run; a function that makes the step may take them `anywhere`."""
    given = [call.keywords.get(key) for key in tool.callables]
    if anywhere:
        given = [*call.arguments, *call.keywords.values()]
    if tool.first and call.arguments:
        given.append(call.arguments[0])
    for argument in given:
        symbol = found.code.resolve(unit, reference_of(argument)) if reference_of(argument) else None
        if symbol is not None and symbol.kind in ("function", "unread"):
            yield symbol.name, node_of(symbol.path, symbol.name)


def _unique(name: str, call: Call, used: set[str]) -> str:
    title = name.strip() if name not in used else f"{name} (line {call.line})"
    used.add(name)
    return title


FRAMEWORKS = tuple(framework(tool) for tool in TOOLS)
