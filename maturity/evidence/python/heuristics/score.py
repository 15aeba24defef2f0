"""Batch scoring: a set of records goes through a model and the results are written."""

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, shown
from maturity.evidence.python.heuristics.tabular import Kinds
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import SCORING, parts
from maturity.model.place import Place

NOT_SCORING = frozenset(("evaluate", "evaluation", "eval", "train", "training", "test", "validate", "plot"))
_ELSEWHERE = NOT_SCORING | {"drift", "monitor", "explain"}
"""Words of functions that have a model answer for an end of their own."""
_FEATURES = frozenset(("feature", "features", "featurize", "preprocess", "preprocessing"))
"""What a model says of a record may be a feature of another model."""
BATCH = frozenset(("batch", "bulk"))
_REQUESTS = frozenset(("post", "urlopen"))
BATCHES = frozenset(("mini_batch", "minibatch"))
"""Parameters by which a platform hands a function its share of the records, and writes what it returns."""

_LOADS = (".load_model", "joblib.load", "pickle.load", ".load_from_checkpoint", "skops.io.load")
PLACED = frozenset(("path_or_buf", "path"))
_SETS = frozenset(("glob", "rglob", "iglob", "iterdir", "listdir", "scandir", "walk", "iterrows", "itertuples"))


def scores(unit: Unit, code: Code, kinds: Kinds, graph: Graph, *, step: bool) -> Place | None:
    """Return where a function scores a set and writes the results; those of a pipeline's step are written by its tool.

    Metrics are no results: a function that measures, or trains, does not score; nor does one that reads no set.
    """
    batch = (parts(unit.stem) | parts(unit.function.name)) & BATCH
    if not (batch or "predict" in kinds.file(unit.path)) or unit.function.stub:
        return None
    if parts(unit.function.name) & NOT_SCORING or (parts(unit.function.name) | parts(unit.stem)) & _FEATURES:
        return None
    done = kinds.near(unit)
    predicting = done.get("predict") or (requested(unit, code) if batch else None)
    if predicting is None or "measure" in done or _trains(unit, code, graph):
        return None
    where, call = predicting
    if parts(where.function.name) & _ELSEWHERE:
        return None
    place = where.at(call.line, f"{shown(call.name)}()")
    if (
        any(one.name in BATCHES for one in unit.function.parameters)
        or _is_share(unit, code, kinds)
        or (step and (parts(unit.function.name) | parts(unit.stem)) & SCORING)
    ):
        return place
    named = batch or parts(unit.stem) & SCORING
    written = (
        _written(unit, code, kinds)
        or (named and done.get("keep"))
        or (_own_object(unit, ("write", "save")) and predicting)
    )
    read = "read" in done or _own_object(unit, ("read", "load")) or (kinds.of(unit).get("write") and _loads_model(unit))
    return place if written and read and not _one_file(unit, code) else None


def _is_share(unit: Unit, code: Code, kinds: Kinds) -> bool:
    """Tell the `run` of Azure ML that is handed names of files from the one that answers a request: it reads them."""
    set_up = any(one.function.name == "init" and not one.function.parameters for one in code.units[unit.path])
    return set_up and unit.function.name == "run" and len(unit.function.parameters) == 1 and "read" in kinds.of(unit)


def _loads_model(unit: Unit) -> bool:
    """Tell whether a function loads a model: what it predicts and writes as a table comes from wherever it likes."""
    return any(call.name.endswith(_LOADS) for call in unit.function.calls)


def requested(unit: Unit, code: Code) -> tuple[Unit, Call] | None:
    """Return the request by which a program that is named for a batch has a service answer."""
    for one in code.near(unit):
        for call, symbol in one.ending(_REQUESTS):
            if foreign_name(call.name, symbol).startswith(("requests.", "httpx.", "urllib.", "aiohttp.")):
                return one, call
    return None


def _trains(unit: Unit, code: Code, graph: Graph) -> bool:
    return any(site.activity == "train" for one in code.near(unit) for site in graph.sites.get(one.node, ()))


def _written(unit: Unit, code: Code, kinds: Kinds) -> bool:
    """Tell whether records are written; `frame.to_json()` that is told no place only makes a text of them."""
    calls = (kinds.of(one).get("write") for one in code.near(unit))
    return any(
        not call.name.endswith(".to_json") or call.arguments or PLACED & call.keywords.keys() for call in calls if call
    )


def _one_file(unit: Unit, code: Code) -> bool:
    """Tell whether the file that is read is put into a request whole: one picture is sent, and no folder is listed."""
    lasts = {last for one in code.near(unit) for last in one.lasts}
    return "b64encode" in lasts and lasts.isdisjoint(_SETS)


def _own_object(unit: Unit, methods: tuple[str, ...]) -> bool:
    """Tell whether a function calls such a method on an object that its own object holds (`self.outputs.write`)."""
    return any(
        (symbol is None and call.name.startswith("self.") and call.name.count(".") > 1)
        or (symbol is not None and symbol.kind == "value" and "." in symbol.name)
        for call, symbol in unit.ending(frozenset(methods))
    )
