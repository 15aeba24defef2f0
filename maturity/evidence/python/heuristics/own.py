"""Applies the heuristics to every function that can be part of a program."""

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.python.code import Code, Unit
from maturity.evidence.python.heuristics import (
    cards,
    datasets,
    drift,
    fairness,
    jobs,
    load,
    networks,
    predictions,
    prepare,
    releases,
    rollback,
    score,
    signatures,
    traffic,
    validate,
    written,
)
from maturity.evidence.python.heuristics.returned import Returned
from maturity.evidence.python.heuristics.tabular import Kinds
from maturity.evidence.python.reaching import reaching
from maturity.evidence.python.sites import OWN
from maturity.model.activity import Activity
from maturity.model.place import Place

TRAINING: tuple[Activity, ...] = ("train", "run-pipeline")
DRIFT: tuple[Activity, ...] = ("detect-drift",)


def prove(code: Code, graph: Graph, steps: frozenset[str], inputs: frozenset[str] = frozenset()) -> None:
    """Add the sites of activities that the project does by its own means; tests and notebooks do not do them.

    `steps` are the nodes of declared pipelines' steps; `inputs` is what pipelines read and none of them makes.
    """
    kinds = Kinds(code)
    units = [unit for unit in code.everything() if not unit.test and not unit.path.endswith(".ipynb")]
    asked = jobs.answering(units, code, graph)
    working = [unit for unit in units if unit.node not in asked]
    for unit in working:
        scored = score.scores(unit, code, kinds, graph, step=unit.node in steps)
        _add(graph, unit, "score", scored or networks.scores(unit, code, kinds, graph))
    _jobs(code, graph, kinds, working, steps)
    training, called = prepare.before_training(code, units, graph)
    served = prepare.of_requests(units, graph)
    called -= served
    near_training = (training | called) - served
    returned = Returned(code, kinds, graph, inputs)
    answering = (
        traffic.answering(units, code, graph)
        if any(unit.function.deals or traffic.shadows(unit) for unit in units)
        else set()
    )
    for unit in units:
        prepared = prepare.prepares(unit, code, kinds, graph) if unit.node not in served else None
        if prepared is None and unit.node in called:
            prepared = prepare.makes_input(unit, graph)
        if prepared is None and unit.node in near_training:
            prepared = prepare.shapes_input(unit, kinds)
        _add(graph, unit, "prepare-data", prepared)
        _add(graph, unit, "validate-data", validate.validates(unit, code, kinds))
        _add(graph, unit, "test-load", load.measures(unit, code))
        _add(graph, unit, "detect-drift", drift.detects(unit))
        _add(graph, unit, "evaluate-fairness", fairness.by_group(unit))
        _add(graph, unit, "roll-back", rollback.rolls_back(unit, graph))
        _add(graph, unit, "split-traffic", traffic.divides(unit, answering))
        _add(graph, unit, "split-traffic", traffic.assigned(unit))
        _add(graph, unit, "deploy", releases.puts_in_place(unit))
        _add(graph, unit, "collect-feedback", returned.comes_back(unit))
        _add(graph, unit, "log-dataset", datasets.names_data(unit, code))
        _add(graph, unit, "sign-model", signatures.saves_model(unit))
        _add(graph, unit, "write-card", cards.writes_card(unit, code))
        for holder, place in predictions.stores(unit, code, graph):
            _add(graph, holder, "store-predictions", place)
    _retrain(graph, units)


def _jobs(code: Code, graph: Graph, kinds: Kinds, units: list[Unit], steps: frozenset[str]) -> None:
    """Add jobs once all are found: one of which a part is added on the way would count as known already."""
    found = [
        (
            unit,
            jobs.scores(unit, code, kinds, graph, step=unit.node in steps) or written.scores(unit, code, kinds, graph),
        )
        for unit in units
    ]
    for unit, place in found:
        _add(graph, unit, "score", place)


def _retrain(graph: Graph, units: list[Unit]) -> None:
    training = reaching(graph, TRAINING)
    drifting = reaching(graph, DRIFT)
    for unit in units:
        for place in drift.retrains(unit, graph, training, drifting):
            _add(graph, unit, "retrain-on-drift", place)
        _add(graph, unit, "retrain-on-drift", drift.answers_signal(unit, training))


def _add(graph: Graph, unit: Unit, activity: Activity, place: Place | None) -> None:
    known = graph.sites.get(unit.node, ())
    if place is not None and not any(site.activity == activity and site.at.line == place.line for site in known):
        graph.prove(Site(unit.node, activity, OWN, place))
