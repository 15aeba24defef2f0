"""Batch scoring by what becomes of an answer: a function has a model predict, and writes what came of it.

The answer itself is followed (`python/outcomes.py`); here it is asked who predicted, for how many, and where it is
written.
"""

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.asking import HANDING
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown
from maturity.evidence.python.heuristics.jobs import NO_RESULTS, RESULTS, SEVERAL, stores
from maturity.evidence.python.heuristics.score import BATCH, NOT_SCORING, PLACED, requested
from maturity.evidence.python.heuristics.tabular import TELLING, Kinds, kind_of
from maturity.evidence.python.module import Call, Outcome
from maturity.evidence.python.namespace import Symbol
from maturity.evidence.python.words import SCORING, parts
from maturity.model.place import Place

_DEPTH = 3
_OTHER_WORK = NOT_SCORING | frozenset(
    (
        "trainer trains retrain tune tuning explain evaluator benchmark benchmarks demo demos sample samples "
        "feature features preprocess preprocessing drift monitor monitoring"
    ).split()
)
_LEARNS = frozenset(("backward", "zero_grad", "fit", "fit_generator", "train_on_batch"))
_PREDICTING = frozenset(("predict", "generate", "transcribe", "translate", "no_grad", "inference_mode", "forward"))
"""Last parts of calls by which a function of the project gets to a model."""
_RESTORES = frozenset(
    (
        "load_state_dict load_weights load_model load_checkpoint load_from_checkpoint from_pretrained restore "
        "InferenceSession SentenceTransformer LLM"
    ).split()
)
_LOADS = frozenset(
    "joblib.load pickle.load torch.load cloudpickle.load dill.load torch.jit.load transformers.pipeline".split()
)
_OF_RECORDS = frozenset(
    (
        "json jsonl csv parquet df dataframe frame tensor array arrays rows records result results output outputs "
        "image images mask masks video index file text table artifact"
    ).split()
) | {"prediction", "predictions", "preds", "forecast", "forecasts", "scores"}
"""Words for what an object that nobody can see into writes."""
_ONE = ("open", "imread", "torch.load", "requests.get", "urlretrieve", "hf_hub_download", "snapshot_download")
_TEXTS = frozenset(("to_json", "to_csv"))
"""What only makes a text where it is told no place."""
_FILES = frozenset(("write", "writelines", "writestr", "write_text"))
_KEPT = frozenset(("imsave", "imwrite", "save_image", "to_pickle"))


def scores(unit: Unit, code: Code, kinds: Kinds, graph: Graph) -> Place | None:
    """Return where a function asks a trained model about several records and writes the answers.

    What trains, or shows a sample of what it learned, writes no such results.
    """
    if not unit.function.outcomes or unit.function.stub:
        return None
    if (parts(unit.function.name.rpartition(".")[2]) | parts(unit.stem)) & _OTHER_WORK:
        return None
    near = code.near(unit)
    if any(not _LEARNS.isdisjoint(one.lasts) for one in near):
        return None
    if any(site.activity in ("train", "score") for one in near for site in graph.sites.get(one.node, ())):
        return None
    measured = "measure" in kinds.near(unit)
    for outcome in unit.function.outcomes:
        if measured and not parts(outcome.by) & RESULTS:
            continue
        asked = _call(unit, code, outcome.line, outcome.asked)
        written = _call(unit, code, outcome.written, outcome.by)
        if asked is None or written is None:
            continue
        answered = _predicts(unit, asked, code, kinds) and _several(unit, outcome, code, kinds)
        if answered and _keeps(unit, written, outcome.by, code, kinds):
            return unit.at(outcome.line, f"{shown(asked[0].name).removesuffix('.__call__')}()")
    return None


def _call(unit: Unit, code: Code, line: int, last: str) -> tuple[Call, Symbol | None] | None:
    """Return the call on a line, by the last part of its name; a top level has a main guard, too."""
    units = [one for one in code.units[unit.path] if one.node == unit.node]
    found = [(call, symbol) for one in units for call, symbol in one.calls() if call.line == line]
    named = [one for one in found if one[0].name.rpartition(".")[2] == last]
    held = [one for one in found if one[0].name.endswith(".__call__")]
    return next(iter((*named, *held)), None)


def _predicts(unit: Unit, asked: tuple[Call, Symbol | None], code: Code, kinds: Kinds) -> bool:
    """Tell whether a call has a trained model answer: by its name, by what it runs, or as one is restored here."""
    call, symbol = asked
    owner, _, last = call.name.rpartition(".")
    handed = reference_of(call.arguments[0]) if call.arguments and last in HANDING else ""
    target = code.unit(code.resolve(unit, handed) if handed else symbol)
    if target is None and last in HANDING:
        target = code.unit(code.resolve(unit, owner))  # `transcribe.starmap(rows)` of Modal or Prefect
    if target is not None:
        if parts(target.function.name) & BATCH and requested(target, code):
            return True
        inside = code.around(target, _DEPTH)
        asks = any("predict" in kinds.of(one) or not _PREDICTING.isdisjoint(one.lasts) for one in inside)
        return asks or any(map(_restores, inside))
    if handed and not parts(handed) & SCORING:
        return False
    name = foreign_name(call.name, symbol) or call.name
    if kind_of(call, name, unit) == "predict":
        return True
    if "infer_signature" in name:
        return False
    return any(_restores(one) for one in code.units[unit.path]) or any(_restores(one) for one in code.around(unit, 2))


def _restores(unit: Unit) -> bool:
    if not _RESTORES.isdisjoint(unit.lasts):
        return True
    calls = unit.ending(frozenset(("load", "pipeline")))
    return any(foreign_name(call.name, symbol) in _LOADS for call, symbol in calls)


def _several(unit: Unit, outcome: Outcome, code: Code, kinds: Kinds) -> bool:
    """Tell whether the model is asked about more than one record."""
    if outcome.several or parts(outcome.by) & SEVERAL or parts(outcome.asked) & BATCH:
        return True
    if any(_reads_several(one) for one in code.around(unit, 2) if "read" in kinds.of(one)):
        return True
    return any(one.annotation.endswith("DataFrame") for one in unit.function.parameters)


def _reads_several(unit: Unit) -> bool:
    """Tell whether a function reads records; a file that is opened, a picture and a model are one thing each."""
    return any(
        kind_of(call, name, unit) == "read" and not name.endswith(_ONE)
        for call, symbol in unit.ending(TELLING)
        if (name := foreign_name(call.name, symbol))
    )


def _keeps(unit: Unit, written: tuple[Call, Symbol | None], by: str, code: Code, kinds: Kinds) -> bool:
    """Tell whether a call puts what it is given into a file or a store."""
    call, symbol = written
    last = call.name.rpartition(".")[2]
    words = parts(last)
    if words & NO_RESULTS:
        return False
    target = code.unit(symbol)
    if target is not None:
        around = code.around(target, 2)
        filled = bool(words & RESULTS) and any("commit" in one.lasts for one in around)
        return filled or any({"write", "keep"} & kinds.of(one).keys() or any(stores(one)) for one in around)
    if symbol is not None and symbol.kind == "unread":
        return bool(words & _OF_RECORDS)
    if by == "writer":
        return True
    if last in _TEXTS and not (call.arguments or PLACED & call.keywords.keys()):
        return False
    name = foreign_name(call.name, symbol) or call.name
    if kind_of(call, name, unit) in ("write", "keep") or last in _KEPT:
        return True
    if last in _FILES:
        return _opens(unit)
    owner = name.partition(".")[0]
    return owner in ("?", "self", "PIL") and (bool(words & _OF_RECORDS) or (last == "save" and "PIL" in unit.imports))


def _opens(unit: Unit) -> bool:
    return not {"open", "write_text", "writestr"}.isdisjoint(unit.lasts)
