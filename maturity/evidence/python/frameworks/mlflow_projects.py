"""MLflow projects that code runs one after the other: `mlflow.run("./preprocess", "main")`, then the next."""

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, text_of
from maturity.evidence.python.frameworks.framework import Found, Framework, Step, calls_of
from maturity.evidence.python.module import Call


def _read(units: list[Unit], found: Found) -> None:
    for unit in units:
        _listed(unit, found)
        calls = [call for _, call in calls_of([unit], ("mlflow",), ("run",)) if _folder(call)]
        steps = [_step(unit, call, found) for call in calls]
        if len({name for name, _ in steps}) > 1:
            found.pipeline("mlflow", unit.function.name, unit.node, steps, unit.at(calls[0].line, "mlflow.run()"))
        else:
            for call, (name, node) in zip(calls, steps, strict=True):
                found.graph.link(Edge(unit.node, node, unit.at(call.line, name)))


def _listed(unit: Unit, found: Found) -> None:
    """Read a program that runs projects whose folders a variable holds: those below its own, one after the other."""
    calls = [call for _, call in calls_of([unit], ("mlflow",), ("run",)) if _variable(call)]
    home = unit.path.rpartition("/")[0]
    paths = sorted(path for path in found.project.files if path.endswith("/MLproject")) if calls else []
    folders = [path.removesuffix("/MLproject") for path in paths if path.startswith(f"{home}/" if home else "")]
    inner = [folder for folder in folders if folder != home]
    if len(inner) > 1:
        steps = [_project(unit, calls[0], folder, found) for folder in inner]
        found.pipeline("mlflow", unit.function.name, unit.node, steps, unit.at(calls[0].line, "mlflow.run()"))


def _variable(call: Call) -> bool:
    """Tell whether the project that is run is not written out."""
    return not any(text_of(one) for one in (*call.arguments[:1], call.keywords.get("uri")))


def _project(unit: Unit, call: Call, folder: str, found: Found) -> Step:
    name = folder.rpartition("/")[2]
    node = found.task(unit.path, name, unit.at(call.line, name))
    if found.shell is not None:
        found.shell.script(node, f"mlflow run {folder}", unit.path, call.line)
    return name, node


def _folder(call: Call) -> str:
    """Return the folder of the project that is run; empty for one of another repository, or of a variable."""
    given = (*call.arguments[:1], call.keywords.get("uri"))
    written = next((text_of(one) for one in given if text_of(one)), "")
    return "" if "://" in written or "@" in written else written


def _step(unit: Unit, call: Call, found: Found) -> Step:
    """Add the step, and follow it as the command line would."""
    folder = _folder(call)
    entry = next(
        (text_of(one) for one in (*call.arguments[1:2], call.keywords.get("entry_point")) if text_of(one)), "main"
    )
    name = f"{folder.strip('./{} ')} {entry}".strip() if entry != "main" else folder.strip("./{} ") or entry
    node = found.task(unit.path, name, unit.at(call.line, name))
    if found.shell is not None:
        plain = folder.replace("{}", ".")
        found.shell.script(node, f"mlflow run {plain} -e {entry}", unit.path, call.line, unit.path.rpartition("/")[0])
    return name, node


FRAMEWORK = Framework("mlflow-projects", frozenset(("mlflow",)), _read)
"""A run of one project is no pipeline, but what it starts runs."""
