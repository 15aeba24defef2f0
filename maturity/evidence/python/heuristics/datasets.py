"""Which data a tracked run used: all options of the program are logged, and one of them names the data."""

import re

from maturity.evidence.python.calls import OPENING, TABLES
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.module import Call
from maturity.model.place import Place

LOGGING = frozenset(("log_params", "log_hyperparams", "log_parameters", "init", "update"))
_WHOLE = frozenset(("log_params", "log_hyperparams", "log_parameters"))
_CONFIG = frozenset(("wandb.init", "wandb.config.update", "wandb.init.config.update", "wandb.init().config.update"))
"""Calls that take the parameters of a run; others of these names do something else."""
_KEYS = ("params", "hyperparams", "parameters", "config")
_PARSED = (".parse_args()", ".parse_known_args()")
_OPTIONS = ("add_argument", "option", "argument")
_ROLE = r"(?:train|training|eval|valid|validation|val|test|input|raw|source|src)"
_DATA = re.compile(
    rf"-{{0,2}}(?:{_ROLE}[-_])*(?:data|dataset|datasets|corpus)"
    r"(?:[-_](?:dir|path|file|folder|root|uri|url|csv|name|version|location|source|id|set))*"
    rf"|-{{0,2}}{_ROLE}[-_](?:file|csv)"
)

_KEY = re.compile(
    rf"(?:\w+\.)*(?:{_DATA.pattern}|(?:{_ROLE}[-_])?(?:data|dataset)[-_](?:hash|md5|sha|sha256|digest|revision|rev|commit|tag)"
    r"|(?:train|training|data)[-_](?:window|period)(?:[-_](?:start|end|from|to))?|feature[-_](?:source|table|view))"
)
"""What a table of parameters or tags calls the data that it names."""
_TAKING = TABLES | OPENING
_HANDED_ON = _TAKING | {"log_param", "set_tag"}
_OPENS = frozenset(("mlflow.start_run", "wandb.init", "swanlab.init", "trackio.init"))
_TRACKERS = frozenset("mlflow comet_ml neptune clearml aim dvclive lightning pytorch_lightning wandb".split())


def names_data(unit: Unit, code: Code) -> Place | None:
    """Return where a function logs which data it uses: all options of a program of which one says where the data is,
    or a table that is written out and names the data.

    A configuration of one's own may leave the data away.
    """
    if unit.function.stub:
        return None
    for call, symbol in unit.ending(_TAKING):
        name = foreign_name(call.name, symbol)
        tracked = _tracks(name, unit) if name else _hands_on(code.unit(symbol))
        if tracked and any(map(_KEY.fullmatch, call.keywords)):
            return unit.at(call.line, f"{shown(call.name)}()")
    for call, symbol in unit.ending(LOGGING):
        name = foreign_name(call.name, symbol)
        whole = name and _takes_parameters(name) and any(_is_program(one, unit, code) for one in _given(call))
        if whole and any(_has_data_option(one) for one in _around(unit, code)):
            return unit.at(call.line, f"{shown(call.name)}()")
    return None


def _tracks(name: str, unit: Unit) -> bool:
    """Tell whether a call of a library logs the table that it gets."""
    if name.rpartition(".")[2] in OPENING:
        return name in _OPENS
    return not unit.imports.isdisjoint(_TRACKERS)


def _hands_on(wrapper: Unit | None) -> bool:
    """Tell whether a method of the project hands the table that it gets on to a tracker."""
    if wrapper is None or wrapper.imports.isdisjoint(_TRACKERS):
        return False
    return any(foreign_name(call.name, symbol) for call, symbol in wrapper.ending(_HANDED_ON))


def _takes_parameters(name: str) -> bool:
    return name.rpartition(".")[2] in _WHOLE or name in _CONFIG


def _given(call: Call) -> list[str]:
    return [reference_of(one) for one in (*call.arguments[:1], *(call.keywords.get(key) for key in _KEYS))]


def _is_program(name: str, unit: Unit, code: Code) -> bool:
    """Tell whether a name stands for the options of the program: `vars(args)`, `args.__dict__`, the parser's result."""
    name = name.removesuffix(".__dict__")
    if name in ("vars()", "args", "opt", "opts", "options", "FLAGS") or name.endswith(_PARSED):
        return True
    maker = code.unit(code.resolve(unit, name.removesuffix("()"))) if name.endswith("()") else None
    return maker is not None and any(last in ("parse_args", "parse_known_args") for last in maker.lasts)


def _around(unit: Unit, code: Code) -> list[Unit]:
    return [*code.units[unit.path], *(one for one in code.around(unit, 1) if one.path != unit.path)]


def _has_data_option(unit: Unit) -> bool:
    calls = [*unit.function.calls, *unit.function.decorators]
    return any(
        call.name.rpartition(".")[2] in _OPTIONS and any(_DATA.fullmatch(text_of(one)) for one in call.arguments)
        for call in calls
    )
