"""Pipelines that are decorated functions calling decorated functions."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.calls import CALLEE
from maturity.evidence.python.code import Unit, reference_of, text_of
from maturity.evidence.python.frameworks import loaded
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, decorators_of
from maturity.evidence.python.frameworks.schedules import Event, scheduled
from maturity.evidence.python.module import Call

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Decorated:
    """One tool of this family."""

    tool: str
    flows: Sequence[str]
    """Decorators of the functions that are pipelines."""
    steps: Sequence[str]
    """Decorators of the functions that are steps; a pipeline inside a pipeline is a step too."""
    schedules: Sequence[str] = ()
    """Keywords of the decorator that hold a schedule."""
    loaders: Sequence[str] = ()
    """Calls that make a step of a file, text or function they are given."""
    made: re.Pattern[str] | None = None
    """Calls of a library that are steps made by others."""
    names: Sequence[str] = ("name", "dag_id", "display_name")


TOOLS = (
    Decorated(
        "prefect",
        flows=("prefect.flow", "prefect.flows.flow"),
        steps=("prefect.task", "prefect.tasks.task"),
    ),
    Decorated(
        "zenml",
        flows=("zenml.pipeline", "zenml.pipelines.pipeline", "zenml.pipelines.pipeline_decorator.pipeline"),
        steps=("zenml.step", "zenml.steps.step", "zenml.steps.step_decorator.step"),
        made=re.compile(r"zenml\.integrations\..*_step(?=\.with_options\Z|\Z)"),
    ),
    Decorated(
        "airflow",
        flows=("airflow.decorators.dag", "airflow.sdk.dag", "airflow.decorators.task_group"),
        steps=(
            "airflow.decorators.task airflow.sdk.task airflow.decorators.task.python "
            "airflow.decorators.task.docker airflow.decorators.task.kubernetes airflow.decorators.task.bash "
            "airflow.decorators.task.virtualenv airflow.decorators.task.branch airflow.decorators.task_group "
            "airflow.decorators.task.external_python airflow.sdk.task.docker airflow.sdk.task.kubernetes"
        ).split(),
        schedules=("schedule", "schedule_interval", "timetable"),
    ),
    Decorated(
        "dagster",
        flows=("dagster.job", "dagster.graph", "dagster.pipeline"),
        steps=("dagster.op", "dagster.solid", "dagster.asset", "dagster.graph"),
    ),
    Decorated(
        "kubeflow-pipelines",
        flows=("kfp.dsl.pipeline", "kfp.v2.dsl.pipeline", "kfp.pipeline", "mlrun.pipeline"),
        steps=(
            *(
                "kfp.dsl.component",
                "kfp.v2.dsl.component",
                "kfp.components.create_component_from_func",
                "kfp.component",
            ),
            *("kfp.dsl.python_component", "kfp.dsl.container_component", "kfp.components.func_to_container_op"),
        ),
        loaders=(
            *("kfp.components.load_component_from_file", "kfp.components.load_component_from_text"),
            *("kfp.components.load_component_from_url", "kfp.components.create_component_from_func"),
            *(
                "kfp.components.func_to_container_op",
                "kfp.dsl.ContainerOp",
                "kfp.v2.dsl.ContainerOp",
                "kfp.dsl.ContainerSpec",
            ),
            *("kfp.components.ComponentStore.load_component", "kfp.v2.components.load_component_from_file"),
        ),
        made=re.compile(r"google_cloud_pipeline_components\..*Op\Z"),
    ),
    Decorated(
        "azure-ml",
        flows=("azure.ai.ml.dsl.pipeline", "mldesigner.dsl.pipeline"),
        steps=("mldesigner.command_component", "mldesigner.dsl.command_component"),
        loaders=("azure.ai.ml.load_component", "azure.ai.ml.command", "azure.ai.ml.parallel.parallel_run_function"),
    ),
    Decorated(
        "flyte",
        flows=("flytekit.workflow", "flytekit.dynamic", "flytekit.eager"),
        steps=("flytekit.task", "flytekit.core.task.task", "flytekit.dynamic"),
    ),
    Decorated("mlrun", flows=("mlrun.projects.pipelines.pipeline",), steps=("mlrun.handler",)),
    Decorated("hamilton", flows=("dagworks.flow",), steps=("dagworks.step",)),
    Decorated(
        "sagemaker", flows=("sagemaker.workflow.pipeline.pipeline",), steps=("sagemaker.workflow.function_step.step",)
    ),
)


def framework(tool: Decorated) -> Framework:
    """Return the reader of one tool of this family."""
    roots = frozenset(name.partition(".")[0] for name in (*tool.flows, *tool.steps))
    return Framework(tool.tool, roots, _reader(tool))


def _reader(tool: Decorated) -> Callable[[list[Unit], Found], None]:
    def read(units: list[Unit], found: Found) -> None:
        for unit in units:
            decorator = decorators_of(found, unit, tool.flows)
            if decorator is not None:
                _read_flow(tool, unit, decorator, found)

    return read


def _read_flow(tool: Decorated, unit: Unit, decorator: Call, found: Found) -> None:
    name = next((text for key in tool.names if (text := text_of(decorator.keywords.get(key)))), "") or next(
        (text for argument in decorator.arguments if (text := text_of(argument))), unit.function.name
    )
    at = unit.at(unit.function.line, f"@{decorator.name.lstrip('.')} def {unit.function.name}")
    steps = list(_steps(tool, unit, found)) or list(_handed_in(tool, unit, found))
    found.pipeline(tool.tool, name, unit.node, steps, at)
    event: Event | None = scheduled(found.code.units[unit.path], decorator, tool.schedules)
    if event is not None:
        found.trigger(tool.tool, event.text, event.root, unit.node, unit.at(decorator.line, event.text))


def _steps(tool: Decorated, flow: Unit, found: Found) -> Iterator[Step]:
    """Yield the steps that a flow calls, directly or through plain functions of its file, in order."""
    for unit in found.code.near(flow, 1):
        if unit is not flow and decorators_of(found, unit, (*tool.steps, *tool.flows)):
            continue
        yield from _called(tool, unit, flow.node, found)


def _called(tool: Decorated, unit: Unit, flow: str, found: Found) -> Iterator[Step]:
    for call, symbol in unit.calls():
        names = (reference_of(argument) for argument in (*call.arguments, *call.keywords.values()))
        handed = (found.code.unit(found.code.resolve(unit, name)) for name in names if name)
        for target in (found.code.unit(symbol), *handed):
            if target is None or target.node == unit.node:
                continue
            if decorators_of(found, target, (*tool.steps, *tool.flows)):
                yield target.function.name, target.node
        if symbol and tool.made and not unit.path.endswith(".ipynb") and (ready := tool.made.match(symbol.name)):
            name = _WORDS.sub("_", ready[0].rpartition(".")[2])
            task = found.task(unit.path, f"{name} at line {call.line}", unit.at(call.line, name))
            found.take_sites(unit, call, task)
            yield name, task
        if tool.loaders and symbol is None and unit.node == flow and (name := loaded.named(call)):
            yield _loaded(unit, call, name, found)
        loader = symbol.name.removesuffix(".__call__").partition("()")[0] if symbol and symbol.kind == "foreign" else ""
        if loader in tool.loaders:
            name = (
                text_of(call.keywords.get("name"))
                or text_of(call.keywords.get("source"))
                or text_of(call.keywords.get(CALLEE))
                or f"step at line {call.line}"
            )
            yield _loaded(unit, call, name, found)


def _loaded(unit: Unit, call: Call, name: str, found: Found) -> Step:
    """Return a step whose component was loaded, linked with the file of the component where the project has it."""
    task = found.task(unit.path, name, unit.at(call.line, name))
    target = loaded.node_of(call, name, found.graph)
    if target:
        found.graph.link(Edge(task, target, unit.at(call.line, name)))
    return name, task


def _handed_in(tool: Decorated, flow: Unit, found: Found) -> Iterator[Step]:
    """Yield the steps that are arguments where the flow is called: `train_pipeline(load=load(), fit=fit())`.

    A function that calls the flow may have got some of them from its own caller.
    """
    if not flow.function.parameters:
        return
    for unit in _callers(flow, found):
        yield from (step for step in _called(tool, unit, flow.node, found) if step[1] != flow.node)
        if _passes_on(unit, flow):
            for outer in _callers(unit, found):
                if not outer.test and outer.node != unit.node:
                    yield from (step for step in _called(tool, outer, flow.node, found) if step[1] != flow.node)


def _callers(callee: Unit, found: Found) -> Iterator[Unit]:
    """Yield the functions that call a function by its name."""
    path, name = callee.path, callee.function.name
    for unit in found.code.everything():
        if any(symbol and symbol.path == path and symbol.name == name for symbol in unit.symbols):
            yield unit


def _passes_on(unit: Unit, flow: Unit) -> bool:
    """Tell whether a function hands one of its own parameters to the flow: `run(deployer)` of a command's steps."""
    # A parameter with a type is known by that in the arguments of calls.
    own = {name for one in unit.function.parameters for name in (one.name, one.annotation) if name}
    return any(
        reference_of(value) in own
        for call, symbol in unit.calls()
        if symbol and symbol.path == flow.path and symbol.name == flow.function.name
        for value in (*call.arguments, *call.keywords.values())
    )


FRAMEWORKS = tuple(framework(tool) for tool in TOOLS)
