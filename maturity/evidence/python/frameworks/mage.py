"""Mage: code that starts a pipeline of its project by name, `trigger_pipeline("training")`."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, text_of
from maturity.evidence.python.frameworks.framework import Found, Framework, calls_of


def _read(units: list[Unit], found: Found) -> None:
    for unit, call in calls_of(units, ("mage_ai",), ("trigger_pipeline",)):
        name = next(
            (text_of(one) for one in (*call.arguments[:1], call.keywords.get("pipeline_uuid")) if text_of(one)), ""
        )
        for node in found.graph.nodes if name else ():
            if node.startswith("file:") and node.endswith(f"pipelines/{name}/metadata.yaml"):
                found.graph.link(Edge(unit.node, node, unit.at(call.line, f"trigger_pipeline({name})")))
                break


FRAMEWORK = Framework("mage", frozenset(("mage_ai",)), _read)
