"""Schedules that Python code creates on a platform, and jobs that it submits there with a script of the project."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.frameworks import scripts
from maturity.evidence.python.frameworks.framework import Found, Framework
from maturity.evidence.python.module import Call
from maturity.evidence.python.namespace import node_of

CREATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "create_recurring_run": ("kubeflow-pipelines", ("kfp",)),
    "create_schedule_from_pipeline_func": ("vertex-ai", ("kfp", "google")),
    "PipelineJobSchedule": ("vertex-ai", ("google",)),
    "create_schedule": ("vertex-ai", ("google", "temporalio", "kfp")),
    "put_triggers": ("sagemaker", ("sagemaker",)),
    "PipelineSchedule": ("sagemaker", ("sagemaker",)),
    "JobSchedule": ("azure-ml", ("azure",)),
    "Schedule.create": ("azure-ml", ("azureml",)),
    "ScheduleDefinition": ("dagster", ("dagster",)),
    "build_schedule_from_partitioned_job": ("dagster", ("dagster",)),
    "LaunchPlan.create": ("flyte", ("flytekit",)),
    "LaunchPlan.get_or_create": ("flyte", ("flytekit",)),
    "Schedule": ("zenml", ("zenml",)),
    "CronSchedule": ("databricks", ("databricks",)),
}
"""Ends of calls that create a schedule, with the system and the modules they come from."""
DEPLOYING = ("serve", "deploy", "build_from_flow", "to_deployment", "with_options")
"""Methods of a Prefect flow that take a schedule."""
SCHEDULED_BY = ("cron", "cron_schedule", "cron_expression", "schedule", "schedules", "interval", "rrule", "trigger", "recurrence", "job_config")


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        for call, symbol in unit.calls():
            name = foreign_name(call.name, symbol)
            system = _creator(name, unit)
            if system and _has_time(call, name):
                _start(unit, call, system, found)
            elif call.name.rpartition(".")[2] in DEPLOYING and "prefect" in unit.imports:
                _start_prefect(unit, call, found)
            for path in scripts.named(unit, call, found):
                found.graph.link(Edge(unit.node, node_of(path), unit.at(call.line, f"{shown(call.name)}({path})")))


def _creator(name: str, unit: Unit) -> str:
    for ending, (system, roots) in CREATORS.items():
        if name == ending or name.endswith(f".{ending}"):
            top = name.partition(".")[0]
            if top in roots or (top in ("?", "self") and not unit.imports.isdisjoint(roots)):
                return system
    return ""


def _has_time(call: Call, name: str) -> bool:
    """Tell whether a call that can create a schedule is given one."""
    return any(key in call.keywords for key in SCHEDULED_BY) or name.endswith((".Schedule", "PipelineJobSchedule", "create_schedule"))


def _start(unit: Unit, call: Call, system: str, found: Found) -> None:
    text = next((text_of(call.keywords[key]) for key in SCHEDULED_BY if text_of(call.keywords.get(key))), shown(call.name))
    at = unit.at(call.line, text[:100])
    for node in dict.fromkeys(_pipelines(unit, call, found)) or (unit.node,):
        found.trigger(system, text[:100], "schedule", node, at)


def _pipelines(unit: Unit, call: Call, found: Found) -> Iterator[str]:
    """Yield the pipelines that a schedule is for: those its arguments name, else those its function mentions."""
    known = {pipeline for pipeline in found.nodes.values()}
    named = [reference_of(value) for value in (*call.arguments, *call.keywords.values())]
    texts = [text_of(value) for value in (*call.arguments, *call.keywords.values())]
    given = [symbol for name in named if name and (symbol := found.code.resolve(unit, name))]
    direct = [node_of(one.path, one.name) for one in given if one.kind == "function"]
    direct += [found.nodes[text] for text in texts if text in found.nodes]
    if direct:
        yield from direct
        return
    for edge in found.graph.edges.get(unit.node, ()):
        if edge.target in known:
            yield edge.target


def _start_prefect(unit: Unit, call: Call, found: Found) -> None:
    """Note `flow.serve(cron=...)`, `flow.deploy(cron=...)` and `Deployment.build_from_flow(flow=flow, schedule=...)`."""
    if not any(key in call.keywords for key in ("cron", "schedule", "schedules", "interval", "rrule", "triggers")):
        return
    symbol = found.code.resolve(unit, call.name.rpartition(".")[0])
    given = found.code.resolve(unit, reference_of(call.keywords.get("flow"))) if reference_of(call.keywords.get("flow")) else symbol
    if given is not None and given.kind == "function":
        key = next(key for key in ("cron", "schedule", "schedules", "interval", "rrule", "triggers") if key in call.keywords)
        text = f"{key}={text_of(call.keywords[key])}"
        root = "event" if key == "triggers" else "schedule"
        found.trigger("prefect", text, root, node_of(given.path, given.name), unit.at(call.line, text))  # type: ignore[arg-type]


FRAMEWORK = Framework(
    "platforms",
    frozenset(("kfp", "google", "sagemaker", "azure", "azureml", "dagster", "flytekit", "zenml", "prefect", "databricks", "temporalio", "boto3", "ray")),
    _read,
)
