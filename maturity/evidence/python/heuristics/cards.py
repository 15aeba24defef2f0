"""Writing model cards by one's own means: a function or class named for it fills a text and writes it to a file."""

from maturity.evidence.python.code import Code, Unit, foreign_name, shown, text_of
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import parts
from maturity.model.place import Place

_CARD = frozenset(("model", "card"))
_MAKES = frozenset("generate generates create build make write writes export render save produce card".split())
_WRITES = frozenset(("open", "write_text", "write", "dump", "write_bytes"))
_MODES = ("w", "wt", "x", "a")


def writes_card(unit: Unit, code: Code) -> Place | None:
    """Return where a function named for a model card writes one, itself or by those of its file that it calls."""
    said = parts(unit.function.name.rpartition(".")[2])
    if not said & _MAKES or not parts(unit.function.name) >= _CARD or unit.function.stub:
        return None
    for one in code.near(unit, 1):
        for call, symbol in one.ending(_WRITES):
            name = foreign_name(call.name, symbol)
            if name and (not name.endswith("open") or _opens(call)):
                return one.at(call.line, f"{shown(call.name)}()")
    return None


def _opens(call: Call) -> bool:
    """Tell whether a file is opened to be written."""
    return any(text_of(given) in _MODES for given in (*call.arguments, call.keywords.get("mode")))
