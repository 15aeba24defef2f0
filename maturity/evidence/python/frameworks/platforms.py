"""Schedules that Python code creates on a platform, and jobs that it submits there with a script of the project."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.frameworks import scripts
from maturity.evidence.python.frameworks.framework import Found, Framework
from maturity.evidence.python.module import NONE, Call
from maturity.evidence.python.namespace import node_of

CREATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "create_recurring_run": ("kubeflow-pipelines", ("kfp",)),
    "create_schedule_from_pipeline_func": ("vertex-ai", ("kfp", "google")),
    "create_schedule_from_job_spec": ("vertex-ai", ("kfp",)),
    "PipelineJobSchedule": ("vertex-ai", ("google",)),
    "create_schedule": ("vertex-ai", ("google", "kfp")),
    "ScheduleActionStartWorkflow": ("temporal", ("temporalio",)),
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
SCHEDULED_BY = (
    "cron cron_schedule cron_expression quartz_cron_expression schedule schedules interval interval_second "
    "trigger recurrence"
).split()
"""Keywords that hold the times."""
ALWAYS = (
    ".Schedule",
    "PipelineJobSchedule",
    "create_schedule",
    "create_schedule_from_job_spec",
    "ScheduleActionStartWorkflow",
    "put_triggers",
    "build_schedule_from_partitioned_job",
)
"""Ends of calls that are a schedule whatever they are given."""


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        for call, symbol in unit.calls():
            name = foreign_name(call.name, symbol)
            system = _creator(name, unit)
            if system and (name.endswith(ALWAYS) or any(call.keywords.get(key, NONE) != NONE for key in SCHEDULED_BY)):
                _start(unit, call, system, found)
            for path in scripts.named(unit, call, found):
                found.graph.link(Edge(unit.node, node_of(path), unit.at(call.line, f"{shown(call.name)}({path})")))


def _creator(name: str, unit: Unit) -> str:
    """Return the system whose schedule a call creates; an unknown receiver counts where the file imports it."""
    for ending, (system, roots) in CREATORS.items():
        if name == ending or name.endswith(f".{ending}"):
            top = name.partition(".")[0]
            if top in roots or (top in ("?", "self") and not unit.imports.isdisjoint(roots)):
                return system
    return ""


def _start(unit: Unit, call: Call, system: str, found: Found) -> None:
    texts = (text_of(call.keywords.get(key)) for key in SCHEDULED_BY)
    text = next((text for text in texts if text), shown(call.name))[:100]
    for node in dict.fromkeys(_pipelines(unit, call, found)) or (unit.node,):
        found.trigger(system, text, "schedule", node, unit.at(call.line, text))


def _pipelines(unit: Unit, call: Call, found: Found) -> Iterator[str]:
    """Yield the pipelines that a schedule is for: those its arguments name, else those its function mentions."""
    values = (*call.arguments, *call.keywords.values())
    symbols = [found.code.resolve(unit, name) for value in values if (name := reference_of(value))]
    direct = [node_of(one.path, one.name) for one in symbols if one is not None and one.kind == "function"]
    direct += [found.nodes[text] for value in values if (text := text_of(value)) in found.nodes]
    if direct:
        yield from direct
    else:
        known = set(found.nodes.values())
        yield from (edge.target for edge in found.graph.edges.get(unit.node, ()) if edge.target in known)


FRAMEWORK = Framework(
    "platforms",
    frozenset("kfp google sagemaker azure azureml dagster flytekit zenml databricks temporalio boto3 ray".split()),
    _read,
)
