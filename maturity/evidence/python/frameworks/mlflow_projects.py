"""MLflow projects that code runs one after the other: `mlflow.run("./preprocess", "main")`, then the next."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, calls_of, text_given
from maturity.evidence.python.module import Call


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        runs = [call for _, call in calls_of([unit], ("mlflow",), ("run",))]
        _listed(unit, [call for call in runs if not text_given(call, 0, "uri")], found)
        calls = [call for call in runs if _folder(call)]
        steps = [_step(unit, call, found) for call in calls]
        if len({name for name, _ in steps}) > 1:
            found.pipeline("mlflow", unit.function.name, unit.node, steps, unit.at(calls[0].line, "mlflow.run()"))
        else:
            for call, (name, node) in zip(calls, steps, strict=True):
                found.graph.link(Edge(unit.node, node, unit.at(call.line, name)))


def _listed(unit: Unit, calls: list[Call], found: Found) -> None:
    """Read a program that runs projects whose folders a variable holds: those below its own, one after the other."""
    home = unit.path.rpartition("/")[0]
    paths = sorted(path for path in found.project.files if path.endswith("/MLproject")) if calls else []
    folders = [path.removesuffix("/MLproject") for path in paths if path.startswith(f"{home}/" if home else "")]
    inner = [folder for folder in folders if folder != home]
    if len(inner) > 1:
        named = [(folder.rpartition("/")[2], f"mlflow run {folder}") for folder in inner]
        steps = [_task(unit, calls[0], name, command, "", found) for name, command in named]
        found.pipeline("mlflow", unit.function.name, unit.node, steps, unit.at(calls[0].line, "mlflow.run()"))


def _folder(call: Call) -> str:
    """Return the folder of the project that is run; empty for one of another repository, or of a variable."""
    written = text_given(call, 0, "uri")
    return "" if "://" in written or "@" in written else written


def _step(unit: Unit, call: Call, found: Found) -> Step:
    """Add what a call runs, its folder as seen from the program's."""
    folder = _folder(call)
    entry = text_given(call, 1, "entry_point") or "main"
    name = f"{folder.strip('./{} ')} {entry}".strip() if entry != "main" else folder.strip("./{} ") or entry
    command = f"mlflow run {folder.replace('{}', '.')} -e {entry}"
    return _task(unit, call, name, command, unit.path.rpartition("/")[0], found)


def _task(unit: Unit, call: Call, name: str, command: str, folder: str, found: Found) -> Step:
    """Add a step, and follow it as the command line would."""
    node = found.task(unit.path, name, unit.at(call.line, name))
    if found.shell is not None:
        found.shell.script(node, command, unit.path, call.line, folder)
    return name, node


FRAMEWORK = Framework("mlflow-projects", frozenset(("mlflow",)), _read)
"""A run of one project is no pipeline, but what it starts runs."""
