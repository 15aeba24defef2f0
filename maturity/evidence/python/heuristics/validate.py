"""Checking data by one's own means: a function that is named for it looks at records and objects."""

from maturity.evidence.python.code import Code, Unit, shown
from maturity.evidence.python.heuristics.tabular import LIBRARIES, Kinds
from maturity.evidence.python.words import checks_records
from maturity.model.place import Place


def validates(unit: Unit, code: Code, kinds: Kinds) -> Place | None:
    """Return where a function checks the schema or the values of records; a forecast or a metric checks a model.

    It says so by its name, its file knows a library of records, and it raises, asserts, or reads and reports.
    """
    owner, _, name = unit.function.name.rpartition(".")
    if unit.function.stub or not checks_records(name, owner) or unit.imports.isdisjoint(LIBRARIES):
        return None
    done = kinds.near(unit)
    if {"predict", "measure"} & done.keys():
        return None
    if unit.function.asserts:
        return unit.at(unit.function.asserts[0], "assert")
    for one in code.near(unit):
        for call, _ in one.calls():
            if call.name.endswith(("Error", "Exception")):
                return one.at(call.line, f"{shown(call.name)}()")
    if "read" in done:
        where, call = done["read"]
        return where.at(call.line, f"{shown(call.name)}()")
    return None
