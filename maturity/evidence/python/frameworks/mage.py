"""Mage: code that starts a pipeline of its project by name, `trigger_pipeline("training")`."""

import re

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, text_of
from maturity.evidence.python.frameworks.framework import Found, Framework, calls_of

_PIPELINE = re.compile(r"file:(?:.*/)?pipelines/([^/]+)/metadata\.yaml\Z")


def _read(units: list[Unit], found: Found) -> None:
    calls = list(calls_of(units, ("mage_ai",), ("trigger_pipeline",)))
    pipelines = {match[1]: node for node in found.graph.nodes if (match := _PIPELINE.match(node))} if calls else {}
    for unit, call in calls:
        texts = (text_of(one) for one in (*call.arguments[:1], call.keywords.get("pipeline_uuid")))
        name = next(filter(None, texts), "")
        if name in pipelines:
            found.graph.link(Edge(unit.node, pipelines[name], unit.at(call.line, f"trigger_pipeline({name})")))


FRAMEWORK = Framework("mage", frozenset(("mage_ai",)), _read)
