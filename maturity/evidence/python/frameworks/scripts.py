"""Script files that a step of a hosted platform names, itself or through a setting of the configuration."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge
from maturity.evidence.python.code import Unit, foreign_name, reference_of, text_of
from maturity.evidence.python.files import folder_of
from maturity.evidence.python.frameworks.framework import Found
from maturity.evidence.python.module import Argument, Call
from maturity.evidence.python.namespace import node_of
from maturity.evidence.python.parallel_runs import link_contract

SCRIPTS = (
    "script_name",
    "python_script_name",
    "script",
    "entry_point",
    "entry_script",
    "code",
    "submit_app",
    "module_file",
    "run_file",
)
HANDLER = "handler"
"""Names the function of the script that is run: `Lambda(script="deploy.py", handler="deploy.lambda_handler")`."""
FOLDERS = ("source_directory", "source_dir", "source_directory_path")
_SETTING = re.compile(r"^\s*-?\s*[\"']?([A-Za-z_]\w*)[\"']?\s*[:=]\s*[\"']?([\w./\\-]+\.py)\b")
"""A configuration line that names a Python file: `TRAIN_SCRIPT_PATH: training/train.py`."""


def link(task: str, unit: Unit, call: Call, found: Found) -> None:
    """Link a step with the scripts that its call names, or that the objects it refers to name."""
    for one in (call, *_referred(unit, call, found), *_function(unit, call, found)):
        for path in named(unit, one, found):
            handler = text_of(one.keywords.get(HANDLER)).rpartition(".")[2]
            own = node_of(path, handler) if handler else ""
            found.graph.link(Edge(task, own if own in found.graph.nodes else node_of(path), unit.at(one.line, path)))
            link_contract(path, found.code, found.graph)


def named(unit: Unit, call: Call, found: Found) -> Iterator[str]:
    """Yield the files of the project that a call names as scripts."""
    folder = next((text for key in FOLDERS if (text := text_of(call.keywords.get(key)))), "")
    for key in SCRIPTS:
        for text in _texts(call.keywords.get(key), found):
            if text.endswith(".py"):
                written = f"{folder}/{text}" if folder and "{}" not in folder else text
                plain = written.rpartition("{}/")[2]
                path = _find(plain, unit, found) or _find(text.rpartition("{}/")[2], unit, found)
                if path:
                    yield path


def _find(written: str, unit: Unit, found: Found) -> str | None:
    return found.code.index.files.ending(written, folder_of(unit.path))


def _texts(value: Argument, found: Found) -> tuple[str, ...]:
    """Return the texts a value can have: its own, or those that configuration gives a setting of that name."""
    if text_of(value):
        return (text_of(value),)
    setting = reference_of(value).rpartition(".")[2]
    return tuple(settings(found).get(setting.upper(), ())) if setting else ()


def settings(found: Found) -> dict[str, list[str]]:
    """Return the Python files that configuration files name, by setting in upper case."""
    if found.scripts is None:
        found.scripts = {}
        for path, text in found.project.texts.items():
            if path.endswith((".yml", ".yaml", ".env", ".json", ".toml", ".ini", ".cfg", ".example")) and ".py" in text:
                for line in text.splitlines():
                    setting = _SETTING.match(line[:300])
                    if setting:
                        found.scripts.setdefault(setting[1].upper(), []).append(setting[2])
    return found.scripts


def _function(unit: Unit, call: Call, found: Found) -> list[Call]:
    """Return the call that makes the function of a step, where it is handed out with something else and one alone is
    made: `function, answer = make_function()`.
    """
    if "lambda_func" not in call.keywords:
        return []
    made = [one for near in found.code.near(unit, 1) for one in near.function.calls if HANDLER in one.keywords]
    return made if len(made) == 1 else []


def _referred(unit: Unit, call: Call, found: Found) -> Iterator[Call]:
    """Yield the calls that made the objects a step is given, `TrainingStep(estimator=estimator)`: those of its file,
    and those of a function that returns one.
    """
    given = (*call.arguments, *call.keywords.values())
    wanted = {reference_of(value).removesuffix("()") for value in given} - {""}
    for name in sorted(wanted):
        maker = found.code.unit(found.code.resolve(unit, name))
        yield from maker.function.calls if maker is not None else ()
    for holder in found.code.units[unit.path]:
        for one, symbol in holder.calls():
            if one is not call and wanted & {one.name, foreign_name(one.name, symbol)}:
                yield one
