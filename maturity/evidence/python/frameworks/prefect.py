"""Prefect deployments: `flow.serve(cron=...)`, `flow.deploy(...)`, `Deployment.build_from_flow(flow=...)`."""

from maturity.evidence.python.code import Unit, reference_of, text_of
from maturity.evidence.python.frameworks.framework import Found, Framework
from maturity.evidence.python.module import NONE, Call
from maturity.evidence.python.namespace import node_of
from maturity.model.activity import Root

DEPLOYING = frozenset(("serve", "deploy", "build_from_flow", "to_deployment"))
STARTING: dict[str, Root] = {
    "cron": "schedule",
    "schedule": "schedule",
    "schedules": "schedule",
    "interval": "schedule",
    "rrule": "schedule",
    "triggers": "event",
}
"""Keywords of a deployment, and what each makes of it."""


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        _deployments(unit, found)


def deployed_elsewhere(found: Found) -> None:
    """Add the deployments of files that import nothing but the flow."""
    for unit in found.code.everything():
        if "prefect" not in unit.imports and not unit.test and not unit.path.endswith(".ipynb"):
            _deployments(unit, found)


def _deployments(unit: Unit, found: Found) -> None:
    for call, _ in unit.ending(DEPLOYING):
        key = next((key for key in STARTING if call.keywords.get(key, NONE) != NONE), "")
        node = _flow(unit, call, found) if key else ""
        if node and ("prefect" in unit.imports or _is_flow(node, found)):
            value = call.keywords[key]
            text = f"{key}={text_of(value) or reference_of(value).rpartition('.')[2].removesuffix('()')}"
            found.trigger("prefect", text, STARTING[key], node, unit.at(call.line, text))


def _flow(unit: Unit, call: Call, found: Found) -> str:
    """Return the node of the flow that is deployed: the argument `flow`, or the function whose method is called."""
    name = reference_of(call.keywords.get("flow")) or call.name.rpartition(".")[0]
    flow = found.code.resolve(unit, name) if name else None
    return node_of(flow.path, flow.name) if flow is not None and flow.kind == "function" else ""


def _is_flow(node: str, found: Found) -> bool:
    flow = found.code.by_node.get(node)
    return flow is not None and any(one.name.startswith("prefect.") for one in flow.function.decorators)


FRAMEWORK = Framework("prefect", frozenset(("prefect",)), _read)
