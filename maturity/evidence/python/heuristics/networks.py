"""Batch scoring by a restored network: it is called like a function, or handed to one that is named for scoring."""

import re

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.heuristics.score import NOT_SCORING
from maturity.evidence.python.heuristics.tabular import Kinds
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import SCORING, parts
from maturity.model.place import Place

_CALLED = frozenset(("__call__",))
_RESTORES = frozenset(
    ("load", "load_state_dict", "load_weights", "load_model", "load_checkpoint", "restore", "from_pretrained")
)
_LOADS = frozenset(("from_pretrained", "load_model", "load_from_checkpoint", "SentenceTransformer"))
_WEIGHTS = re.compile(r"weights|checkpoint|ckpt|model_f?path|model_file|model_dir", re.IGNORECASE)
_STORED = re.compile(r"\.(?:pth?|ckpt|onnx|h5|keras|engine|safetensors|tflite)\Z")
_MADE = frozenset(("pipeline",))
"""What makes a function of a stored model: `transformers.pipeline("summarization")`."""
_GENERATES = frozenset(("generate", "translate", "transcribe", "batch_decode"))
_NO_MODEL = re.compile(r"token|config|processor|feature_?extractor|schedul", re.IGNORECASE)
_LEARNS = frozenset(("backward", "zero_grad"))
_SETS = frozenset(("DataLoader", "glob", "rglob", "iterdir"))
_PICTURES = "PIL"
"""A library whose pictures are opened and saved one by one: a loop over files is a set of records."""
_OTHER_WORK = NOT_SCORING | frozenset("val benchmark benchmarks export convert demo sample".split())
"""Programs that run a model for another end than its results."""


def scores(unit: Unit, code: Code, kinds: Kinds, graph: Graph) -> Place | None:
    """Return where a function runs a restored network over a set and writes what comes out.

    A sample that is shown, a measure of quality and a step of training write no such results.
    """
    if unit.function.stub or _LEARNS.intersection(unit.lasts) or _named(unit) & _OTHER_WORK:
        return None
    asked = _asked(unit)
    if asked is None or not _over_a_set(unit, code, kinds):
        return None
    if any(site.activity in ("train", "evaluate") for one in code.near(unit) for site in graph.sites.get(one.node, ())):
        return None
    return unit.at(asked.line, f"{shown(asked.name).removesuffix('.__call__').rpartition('.')[2]}()")


def _named(unit: Unit) -> frozenset[str] | set[str]:
    return parts(unit.function.name) | parts(unit.stem)


def _asked(unit: Unit) -> Call | None:
    """Return the call of a network that was restored here, or the load of one in a function named for scoring."""
    restored = {call.name.rpartition(".")[0] for call, _ in unit.ending(_RESTORES)}
    for call, _ in unit.ending(_CALLED):
        owner = call.name.rpartition(".")[0]
        if owner in restored or _from_weights(unit, owner):
            return call
    for call, _ in unit.ending(_GENERATES):
        owner = call.name.rpartition(".")[0]
        if owner in restored or _from_weights(unit, owner):
            return call
    for call in unit.function.calls if restored else ():
        given = {reference_of(one) for one in (*call.arguments, *call.keywords.values())}
        if parts(call.name.rpartition(".")[2]) & SCORING and not restored.isdisjoint(given):
            return call
    for call, symbol in unit.ending(_LOADS) if _named(unit) & SCORING else ():
        name = foreign_name(call.name, symbol)
        if name and not _NO_MODEL.search(name):
            return call
    return None


def _from_weights(unit: Unit, owner: str) -> bool:
    """Tell whether an object is made of stored weights."""
    if owner.rpartition(".")[2].removesuffix("()") in _RESTORES | _MADE:
        return True
    return any(
        _WEIGHTS.search(reference_of(given)) or _WEIGHTS.search(key) or _STORED.search(text_of(given))
        for call in unit.function.calls
        if call.name == owner
        for key, given in (*(("", one) for one in call.arguments), *call.keywords.items())
    )


def _over_a_set(unit: Unit, code: Code, kinds: Kinds) -> bool:
    """Tell whether a function reads a set and writes records, and measures nothing."""
    done = kinds.near(unit)
    pictures = _PICTURES in unit.imports and all(_handles_pictures(unit, word) for word in ("open", "save"))
    written = "write" in done or ("keep" in done and bool(parts(unit.stem) & SCORING))
    if not (pictures or written) or "measure" in done:
        return False
    near = code.near(unit)
    return pictures or "read" in done or any(not _SETS.isdisjoint(one.lasts) for one in near)


def _handles_pictures(unit: Unit, deed: str) -> bool:
    """Tell whether a function opens or saves a picture, by the library or on what one of its pictures became."""
    names = (foreign_name(call.name, symbol) for call, symbol in unit.ending(frozenset((deed,))))
    return any(name.startswith(f"{_PICTURES}.") or (deed == "save" and name.startswith("?.")) for name in names if name)
