"""Mage: code that starts a pipeline of its project by name, `trigger_pipeline("training")`."""

import re

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks.framework import Found, Framework, calls_of, text_given

_PIPELINE = re.compile(r"file:(?:.*/)?pipelines/([^/]+)/metadata\.yaml\Z")


def _read(units: list[Unit], found: Found) -> None:
    calls = list(calls_of(units, ("mage_ai",), ("trigger_pipeline",)))
    pipelines = {match[1]: node for node in found.graph.nodes if (match := _PIPELINE.match(node))} if calls else {}
    for unit, call in calls:
        name = text_given(call, 0, "pipeline_uuid")
        if name in pipelines:
            found.graph.link(Edge(unit.node, pipelines[name], unit.at(call.line, f"trigger_pipeline({name})")))


FRAMEWORK = Framework("mage", frozenset(("mage_ai",)), _read)
