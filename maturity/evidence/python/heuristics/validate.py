"""Checking data by one's own means: a function that is named for it looks at records and objects."""

from maturity.evidence.python.code import Code, Unit, shown
from maturity.evidence.python.heuristics.tabular import LIBRARIES, Kinds
from maturity.evidence.python.words import checks_records, parts, program_checks_records
from maturity.model.place import Place

_MAIN = ("main", "<main>", "<module>")
_VALUES = frozenset("isnan isinf isfinite isna isnull notna notnull duplicated".split())
"""Last parts of calls that ask about the values of records."""
_NO_RECORDS = frozenset("model models metric metrics code".split())
_RECORDS = frozenset("to_dicts iterrows itertuples iter_rows DictReader".split())
"""Last parts of calls that give the rows of a table one by one; `to_dict` does where it is asked for records."""
_TO_DICT = frozenset(("to_dict",))
_MODELS = ("pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel", "msgspec.Struct")
_PARSES = frozenset("model_validate parse_obj validate validate_python".split())
_DEPTH = 3
"""How many functions may lie between a gate and what it asks."""
_OF_A_MODEL = frozenset(("eval", "load_state_dict", "no_grad", "load_model", "from_pretrained"))


def validates(unit: Unit, code: Code, kinds: Kinds) -> Place | None:
    """Return where a function checks the schema or the values of records; a forecast or a metric checks a model.

    It says so by its name, its file knows a library of records, and it raises, asserts, or reads and reports.
    """
    owner, _, name = unit.function.name.rpartition(".")
    if unit.function.stub:
        return None
    if name in _MAIN and program_checks_records(unit.path):
        return _values(unit, code, kinds)
    if _is_quality_gate(name):
        return _stops(unit, code, kinds)
    return _named(unit, code, kinds, owner, name)


def _named(unit: Unit, code: Code, kinds: Kinds, owner: str, name: str) -> Place | None:
    """Return where a function checks records by its name, or that of its class."""
    if checks_records(name, owner or "data") and (place := _schema(unit, code, kinds)):
        return place
    if not checks_records(name, owner or _subject(unit)) or unit.imports.isdisjoint(LIBRARIES):
        return None
    done = kinds.near(unit)
    if {"predict", "measure"} & done.keys():
        return None
    if unit.function.asserts:
        return unit.at(unit.function.asserts[0], "assert")
    if objection := _objection(unit, code):
        return objection
    if "read" in done:
        where, call = done["read"]
        return where.at(call.line, f"{shown(call.name)}()")
    return None


def _schema(unit: Unit, code: Code, kinds: Kinds) -> Place | None:
    """Return where a function gives the rows of a table that it reads to a schema, which refuses what it does not say.

    The rows of a request, which it is given, are no data set.
    """
    if "read" not in kinds.near(unit) or not any(
        last in _RECORDS or (last == "to_dict" and _asks_records(unit)) for last in unit.lasts
    ):
        return None
    schemas = {
        one.name for module in code.modules.values() for one in module.classes if not set(_MODELS).isdisjoint(one.bases)
    }
    for call, _ in unit.calls():
        owner, _, last = call.name.rpartition(".")
        parses = last in _PARSES and owner.rpartition(".")[2] in schemas
        if call.name == "jsonschema.validate" or parses or (last in schemas and call.keywords):
            return unit.at(call.line, f"{shown(call.name)}()")
    return None


def _asks_records(unit: Unit) -> bool:
    return any("=records" in (*call.arguments, *call.keywords.values()) for call, _ in unit.ending(_TO_DICT))


def _subject(unit: Unit) -> str:
    """Return what a function that only says `validate` is about: by its folder, where it is given a frame."""
    framed = any(one.annotation.endswith("DataFrame") for one in unit.function.parameters)
    return unit.path.rpartition("/")[0].rpartition("/")[2] if framed else ""


def _objection(unit: Unit, code: Code) -> Place | None:
    for one in code.near(unit):
        for call, _ in one.calls():
            if call.name.endswith(("Error", "Exception")):
                return one.at(call.line, f"{shown(call.name)}()")
    return None


def _is_quality_gate(name: str) -> bool:
    words = parts(name)
    return {"quality", "gate"} <= words and words.isdisjoint(_NO_RECORDS)


def _stops(unit: Unit, code: Code, kinds: Kinds) -> Place | None:
    """Return where a quality gate objects that gets, in whatever file, to a question about the values of records.

    The gate of a model is called so as well.
    """
    if {"predict", "measure"} & kinds.within(unit, _DEPTH):
        return None
    asks = any(not _VALUES.isdisjoint(one.lasts) for one in code.around(unit, _DEPTH))
    return _objection(unit, code) if asks else None


def _values(unit: Unit, code: Code, kinds: Kinds) -> Place | None:
    """Return where such a program asks about the values of records that it reads; a model's it does not ask about."""
    done = kinds.near(unit)
    near = code.near(unit)
    if "read" not in done or {"predict", "measure"} & done.keys():
        return None
    if any(not _OF_A_MODEL.isdisjoint(one.lasts) for one in near):
        return None
    asked = (
        (one, call)
        for one in near
        for call, _ in one.ending(_VALUES)
        if one is unit or one.function.name not in _MAIN  # which proves it itself
    )
    where, call = next(asked, (None, None))
    return where.at(call.line, f"{shown(call.name)}()") if where and call else None
