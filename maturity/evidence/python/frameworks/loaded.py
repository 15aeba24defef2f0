"""Components that lie in files of their own and that Python loads: `load_component(source="train.yaml")`."""

import re

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.calls import CALLEE
from maturity.evidence.python.code import text_of
from maturity.evidence.python.frameworks.framework import text_given
from maturity.evidence.python.module import Call

_GENERIC = frozenset(("component", "spec"))
"""Names of component files whose folder says what they do: `components/train/component.yaml`."""
_DECORATION = re.compile(r"_(?:op|component|comp|step|task|func|factory)$")
"""What is appended to the name of a loaded component: `train_op`, `train_component`."""
_SETTINGS = ("set_", "add_", "use_", "with_", "apply", "after", "ignore_")
"""Starts of the methods that change a step, instead of making one."""


def named(call: Call) -> str:
    """Return the name of the component that a pipeline calls on an object nobody can see into (`ops.train(x=1)`,
    `components["train"](x=1)`, `load_ops().train(x=1)`); empty for what is none. Components take their inputs by
    keyword only.
    """
    holder, _, name = call.name.rpartition(".")
    unseen = holder == "?" or holder.endswith("()")
    return name if unseen and call.keywords and not call.arguments and not name.startswith(_SETTINGS) else ""


def node_of(call: Call, name: str, graph: Graph) -> str:
    """Return the node of the component file that a call loads, or that a loaded component was made of; empty when
    there is none, or more than one that fits.
    """
    written = text_given(call, 0, "source", "filename", "path").rpartition("{}/")[2]
    nodes = [one.id for one in graph.nodes.values() if one.program == "component" and one.id in graph.edges]
    if written.endswith((".yaml", ".yml")):
        ending = "/" + written.lstrip("./")
        fitting = [one for one in nodes if one.replace("file:", "/", 1).endswith(ending)]
    else:
        wanted = {_plain(one) for one in (name, text_of(call.keywords.get(CALLEE))) if one}
        fitting = [one for one in nodes if _title(one) in wanted]
    return fitting[0] if len(fitting) == 1 else ""


def _title(node: str) -> str:
    """Return the name of a component by its file, or by the folder of a file that every component calls alike."""
    *folders, last = node.removeprefix("file:").split("/")
    stem = last.rpartition(".")[0]
    return _plain(folders[-1] if folders and stem in _GENERIC else stem)


def _plain(name: str) -> str:
    return _DECORATION.sub("", name.lower().replace("-", "_"))
