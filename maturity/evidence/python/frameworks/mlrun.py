"""MLRun: functions made of files, run by name inside a project or a workflow."""

from maturity.evidence.graph.graph import Edge, Start
from maturity.evidence.python.code import Unit, text_of
from maturity.evidence.python.files import folder_of
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, text_given
from maturity.evidence.python.namespace import node_of

MAKERS = ("code_to_function", "set_function", "new_function", "set_workflow")
CONTEXT = "mlrun.MLClientCtx"
"""What MLRun hands to a function that it runs."""
_OWN_CONTEXT = frozenset(("mlrun.get_or_create_ctx", "mlrun.run.get_or_create_ctx"))
"""By these a function that MLRun runs takes the context itself."""
RUNNERS = ("run_function", "build_function", "deploy_function")


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        for call, _ in unit.calls():
            last = call.name.rpartition(".")[2]
            written = next(
                (t for v in (*call.arguments, *call.keywords.values()) if (t := text_of(v)).endswith(".py")), ""
            )
            path = found.code.index.files.ending(written, folder_of(unit.path)) if last in MAKERS and written else None
            if path:
                at = unit.at(call.line, written)
                found.graph.link(Edge(unit.node, node_of(path), at))
                handler = found.code.by_node.get(node_of(path, text_given(call, 9, "handler") or "handler"))
                if handler is not None:
                    found.graph.start(Start("entry", handler.node, at, f"mlrun {handler.function.name}"))
        if _is_run(unit):
            at = unit.at(unit.function.line, f"def {unit.function.name}")
            found.graph.start(Start("entry", unit.node, at, f"mlrun {unit.function.name}"))
        steps = _steps(unit, found)
        if len(steps) > 1:
            first = next(call for call, _ in unit.calls() if call.name.rpartition(".")[2] in RUNNERS)
            found.pipeline("mlrun", unit.function.name, unit.node, steps, unit.at(first.line, first.name))


def _steps(unit: Unit, found: Found) -> list[Step]:
    steps: list[Step] = []
    for call, _ in unit.calls():
        if call.name.rpartition(".")[2] in RUNNERS:
            name = text_given(call, 0, "function", "name") or f"step at line {call.line}"
            node = found.task(unit.path, name, unit.at(call.line, name))
            found.take_sites(unit, call, node)
            handler = text_given(call, 1, "handler") or "handler"
            for path in _files_named(name, found):
                for target in (node_of(path), node_of(path, handler)):
                    if target in found.code.by_node:
                        found.graph.link(Edge(node, target, unit.at(call.line, name)))
            steps.append((name, node))
    return steps


def _is_run(unit: Unit) -> bool:
    """Tell whether MLRun runs a function: it is handed the context, or takes it."""
    if unit.path.endswith(".ipynb"):
        return False
    if any(one.annotation.endswith(CONTEXT) for one in unit.function.parameters):
        return True
    return unit.function.name != "<module>" and any(call.name in _OWN_CONTEXT for call, _ in unit.calls())


def _files_named(name: str, found: Found) -> list[str]:
    """Return the files that were made a function of this name anywhere in the project."""
    paths = []
    for unit in found.code.everything():
        if "mlrun" in unit.imports:
            for call, _ in unit.calls():
                if call.name.rpartition(".")[2] in MAKERS and text_given(call, 1, "name") == name:
                    written = text_given(call, 0, "func", "filename")
                    path = (
                        found.code.index.files.ending(written, folder_of(unit.path))
                        if written.endswith(".py")
                        else None
                    )
                    paths += [path] if path else []
    return paths


FRAMEWORK = Framework("mlrun", frozenset(("mlrun",)), _read)
