"""Batch scoring in several files: a job reads records, has them scored and has the results written, each elsewhere."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, shown, text_of
from maturity.evidence.python.heuristics.predictions import answers_requests, hands_on
from maturity.evidence.python.heuristics.score import NOT_SCORING
from maturity.evidence.python.heuristics.tabular import Kinds
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import SCORING, parts
from maturity.model.place import Place

_DEPTH = 3
"""How many functions may lie between a job and the call that predicts, reads or writes."""
_SCORING = SCORING | {"preds", "predicts"}
_OTHER_WORK = NOT_SCORING | frozenset("evaluator trainer tests tune tuning benchmark explain demo sample".split())
_WRITING = frozenset("write writes save saves store stores persist persists export upload insert dump append".split())
NO_RESULTS = frozenset(
    (
        "model models metric metrics report reports plot plots figure figures graph graphs config configs params log "
        "logs checkpoint checkpoints weights manifest schema features artifact artifacts state cache"
    ).split()
)
"""What is written beside the results, or instead of them."""
RESULTS = _SCORING | {"scores", "scored", "results"}
SEVERAL = frozenset(("predictions", "preds", "forecasts", "scores"))
_STORES = frozenset(
    (
        "put_object upload_fileobj upload_blob upload_from_string put_item batch_write_item execute_values executemany "
        "copy_expert copy_from write_pandas bulk_save_objects bulk_insert_mappings add_all insert_rows"
    ).split()
)
"""Last parts of calls that write to a store, beside those that write records to files."""


def answering(units: list[Unit], code: Code, graph: Graph) -> frozenset[str]:
    """Return the functions that run while a service answers a request."""
    asked = (unit for unit in units if answers_requests(unit, graph))
    return frozenset(one.node for unit in asked for one in code.around(unit, _DEPTH))


def scores(unit: Unit, code: Code, kinds: Kinds, graph: Graph, *, step: bool) -> Place | None:
    """Return where a job has a set scored; the results of a pipeline's step are written by its tool.

    What trains, or measures without writing predictions, is no such job; nor is one of which a part is known to score.
    """
    if unit.function.stub or (parts(unit.function.name) | parts(unit.stem)) & _OTHER_WORK:
        return None
    asked = _asked(unit, code, kinds)
    if asked is None:
        return None
    around = code.around(unit, _DEPTH)
    if any(site.activity in ("train", "score") for one in around for site in graph.sites.get(one.node, ())):
        return None
    measured = "measure" in kinds.within(unit, _DEPTH)
    if step and parts(unit.function.name) & SCORING and not measured:
        return unit.at(asked.line, f"{shown(asked.name)}()")
    if not measured and (_writes_answer(unit, asked, kinds) or _hands_results_on(unit, asked)):
        return unit.at(asked.line, f"{shown(asked.name)}()")
    named = list(_written(unit, asked, code, kinds))
    if not named or "read" not in kinds.within(unit, _DEPTH):
        return None
    if measured and not any(words & RESULTS for words in named):
        return None
    return unit.at(asked.line, f"{shown(asked.name)}()")


def _writes_answer(unit: Unit, asked: Call, kinds: Kinds) -> bool:
    """Tell whether what a function of the project predicted is written as a table, whoever read the records."""
    written = kinds.of(unit).get("write")
    return written is not None and written.name.startswith(f"{asked.name}().") and bool(written.arguments)


def _hands_results_on(unit: Unit, asked: Call) -> bool:
    """Tell whether an object that nobody can see into is told to write predictions: `store.write_predictions(rows)`."""
    later = ((call, symbol) for call, symbol in unit.calls() if call.line > asked.line)
    return any(
        symbol is None and "." in call.name and _saves_results(last) and parts(last) & SEVERAL
        for call, symbol in later
        if (last := call.name.rpartition(".")[2])
    )


def _asked(unit: Unit, code: Code, kinds: Kinds) -> Call | None:
    """Return the call that predicts, or that of a function of the project that gets there: one that is named for it,
    or any other where predictions are saved.
    """
    own = kinds.of(unit).get("predict")
    if own is not None:
        return own
    results = any(_saves_results(call.name.rpartition(".")[2]) for call in unit.function.calls)
    for call, symbol in unit.calls():
        named = parts(call.name.rpartition(".")[2])
        if not (named & _SCORING or (results and not named & _OTHER_WORK)):
            continue
        target = code.unit(symbol)
        if target is not None and "predict" in kinds.within(target, _DEPTH):
            return call
    return None


def _saves_results(name: str) -> bool:
    words = parts(name)
    return bool(words & _WRITING and words & RESULTS)


def _written(unit: Unit, asked: Call, code: Code, kinds: Kinds) -> Iterator[frozenset[str]]:
    """Yield the words of the functions that write results and that a job calls after it had them predicted."""
    for call, symbol in unit.calls():
        target = code.unit(symbol) if call.line >= asked.line and call is not asked else None
        for one in code.around(target, 1) if target is not None else ():
            words = parts(one.function.name.rpartition(".")[2])
            if words & _WRITING and not words & NO_RESULTS and _writes(one, code, kinds):
                yield words


def _writes(unit: Unit, code: Code, kinds: Kinds) -> bool:
    if not kinds.within(unit, _DEPTH - 1).isdisjoint({"write", "keep"}):
        return True
    if parts(unit.function.name.rpartition(".")[2]) & RESULTS and any(hands_on(unit, _WRITING | {"upsert"})):
        return True
    return any(any(stores(one)) for one in code.around(unit, _DEPTH - 1))


def stores(unit: Unit) -> Iterator[bool]:
    """Tell of each call of a library whether it writes to a store."""
    for call, symbol in unit.calls():
        if foreign_name(call.name, symbol):
            yield call.name.rpartition(".")[2] in _STORES
            yield any(text_of(one).lstrip().lower().startswith("insert into") for one in call.arguments)
