"""Preparing data: records are read, changed and written, or a function that is named for it changes records."""

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, shown
from maturity.evidence.python.heuristics.tabular import LIBRARIES, Kinds, kind_of
from maturity.evidence.python.reaching import reaching
from maturity.evidence.python.words import NOT_RECORDS, PREPARING, PROCESSING, RECORDS, parts, prepares_records
from maturity.model.activity import Activity
from maturity.model.place import Place

LIVE = NOT_RECORDS | {"train", "test"}
"""Words of functions that prepare something else than training data."""
SHAPING = LIBRARIES | {"scipy", "torch"}
TRAINING: tuple[Activity, ...] = ("train",)
TRAFFIC = frozenset("router routing traffic canary rollout balancer".split())
"""Words of what splits requests, not records."""
OTHER_WORK = frozenset(("train", "evaluate", "score", "serve", "register", "deploy", "gate"))


SHAPES = frozenset(
    (
        "dropna fillna drop_duplicates merge groupby get_dummies assign pivot pivot_table melt resample rolling "
        "explode apply withColumn with_columns interpolate factorize qcut agg __setitem__"
    ).split()
)
"""What makes other records of those that were read; another type, a column or some rows fewer do not."""


DEALS = frozenset("shuffle sample permutation split array_split train_test_split random_split".split())
"""Last parts of calls that deal records out among parts."""
_SIGNATURE = "input_signature"
"""Given to `tf.function`: what the model does with a request before it answers."""
_CHANCE = ("random.", "numpy.", "sklearn.", "torch.")


def before_training(code: Code, units: list[Unit], graph: Graph) -> tuple[frozenset[str], frozenset[str]]:
    """Return the functions on the way to where a model is trained, and those that are called from there."""
    training = reaching(graph, TRAINING)
    called = frozenset(one.node for unit in units if unit.node in training for one in code.around(unit, 1))
    return training, called - training


def of_requests(units: list[Unit], graph: Graph) -> frozenset[str]:
    """Return the functions that become part of a saved model, by their signature, and those that only these call."""
    signed = {unit.node for unit in units if any(_SIGNATURE in one.keywords for one in unit.function.decorators)}
    found = graph.beyond(signed)
    others = (edges for source, edges in graph.edges.items() if signed and source not in found)
    shared = [edge.target for edges in others for edge in edges if edge.target not in signed]
    for node in shared:
        if node in found:
            found.remove(node)
            shared += [edge.target for edge in graph.edges.get(node, ()) if edge.target not in signed]
    return frozenset(found)


def shapes_input(unit: Unit, kinds: Kinds) -> Place | None:
    """Return where a function near training changes the records that it has read itself."""
    done = kinds.of(unit)
    if unit.function.stub or "read" not in done or "predict" in done:
        return None
    for call, symbol in unit.ending(SHAPES):
        if kind_of(call, foreign_name(call.name, symbol) or call.name.rpartition(".")[2], unit) == "transform":
            return unit.at(call.line, f"{shown(call.name)}()")
    return None


def makes_input(unit: Unit, graph: Graph) -> Place | None:
    """Return where a function that training calls is named for preparing data and does so by a library of records."""
    if unit.function.stub or not unit.function.calls or unit.imports.isdisjoint(SHAPING):
        return None
    if not prepares_records(unit.function.name.rpartition(".")[2]) or _does_other_work(unit, graph):
        return None
    call = unit.function.calls[0]
    return unit.at(call.line, f"{shown(call.name)}()")


def prepares(unit: Unit, code: Code, kinds: Kinds, graph: Graph) -> Place | None:
    """Return where a function prepares data; None for training, evaluation, stubs and functions that merely load.

    Either its name says so and it changes, reads or writes records; or it reads, changes and writes them.
    """
    if unit.function.stub or not kinds.file(unit.path):
        return None
    if _named(unit) and not _does_other_work(unit, graph):
        done = kinds.near(unit)
        for kind in ("transform", "write", "read"):
            if kind in done and (kind == "transform" or len(done) > 1):
                where, call = done[kind]
                return where.at(call.line, f"{shown(call.name)}()")
    if written := _dumps(unit, kinds) or _deals_out(unit, kinds):
        return written
    if not {"read", "transform"} <= kinds.file(unit.path):
        return None
    own = kinds.of(unit)
    if not ({"write", "keep", "read"} & own.keys() or unit.function.name in ("<main>", "<module>", "main")):
        return None
    done = kinds.near(unit)
    kept = "keep" in done and (_named(unit) or _file_named(unit))
    if (
        "read" in done
        and "transform" in done
        and ("write" in done or kept)
        and not {"predict", "measure"} & done.keys()
    ):
        if any(_does_other_work(one, graph) for one in code.near(unit)):
            return None
        where, call = done["write"] if "write" in done else done["keep"]
        return where.at(call.line, f"{shown(call.name)}()")
    return None


def _dumps(unit: Unit, kinds: Kinds) -> Place | None:
    """Return what the main function of a program named for preparing data writes, whatever does the rest."""
    if unit.function.name not in ("<main>", "<module>", "main"):
        return None
    if not prepares_records(unit.stem):
        return None
    done = kinds.near(unit)
    where, call = done.get("write") or done.get("keep") or (None, None)
    return where.at(call.line, f"{shown(call.name)}()") if where and call else None


def _deals_out(unit: Unit, kinds: Kinds) -> Place | None:
    """Return what a function named for splitting writes of the records, or of their names, that it deals out."""
    if not prepares_records(unit.function.name.rpartition(".")[2]) or "split" not in parts(unit.function.name):
        return None
    dealt = any(foreign_name(call.name, symbol).startswith(_CHANCE) for call, symbol in unit.ending(DEALS))
    done = kinds.of(unit)
    call = done.get("write") or done.get("keep")
    return unit.at(call.line, f"{shown(call.name)}()") if dealt and call else None


def _named(unit: Unit) -> bool:
    words = parts(unit.function.name.rpartition(".")[2])
    around = parts(unit.function.name) | parts(unit.stem)
    named = words & PREPARING or (words & PROCESSING and words & RECORDS)
    return bool(named) and not words & LIVE and not around & TRAFFIC


def _file_named(unit: Unit) -> bool:
    words = parts(unit.stem) | parts(unit.path.rpartition("/")[0].rpartition("/")[2])
    return bool(words & (PREPARING | {"data", "dataset", "datasets", "features"}))


def _does_other_work(unit: Unit, graph: Graph) -> bool:
    return any(site.activity in OTHER_WORK for site in graph.sites.get(unit.node, ()))
