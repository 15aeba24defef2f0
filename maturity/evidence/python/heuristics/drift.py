"""Drift: statistical tests of one's own, and training that a drift signal starts."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Unit, shown
from maturity.evidence.python.namespace import node_of
from maturity.evidence.python.words import parts
from maturity.model.place import Place

TESTS = frozenset(
    (
        "scipy.stats.ks_2samp scipy.stats.chisquare scipy.stats.chi2_contingency "
        "scipy.stats.wasserstein_distance scipy.stats.kstest scipy.stats.anderson_ksamp "
        "scipy.stats.mannwhitneyu scipy.stats.energy_distance scipy.stats.epps_singleton_2samp "
        "scipy.spatial.distance.jensenshannon scipy.stats.entropy scipy.special.kl_div "
        "scipy.stats.cramervonmises_2samp scipy.special.rel_entr"
    ).split()
)
_TEST_NAMES = frozenset(name.rpartition(".")[2] for name in TESTS)
SPEAKING = frozenset(
    ("drift", "drifted", "psi", "shift", "reference", "baseline", "production", "monitor", "monitoring", "stability")
)
"""Words without which a two-sample test is statistics like any other."""
NUMERIC = frozenset(
    (
        "log",
        "histogram",
        "percentile",
        "quantile",
        "mean",
        "std",
        "var",
        "abs",
        "sum",
        "cut",
        "value_counts",
        "digitize",
    )
)
MEASURING = frozenset(("detect", "compute", "calculate", "measure", "check", "score", "feature", "data", "is", "has"))
RETRAINING = frozenset(("retrain", "retraining", "drift", "monitor", "monitoring", "trigger", "continuous"))
SIGNALS = frozenset(("drift", "alert", "alerts", "alertmanager", "degradation", "monitor", "monitoring"))


def detects(unit: Unit) -> Place | None:
    """Return where a function tests for drift by its own means.

    A two-sample test where nothing speaks of drift or a reference is no drift test, nor is a function of that name
    without numbers in it.
    """
    if unit.function.stub or unit.test:
        return None
    for call, symbol in unit.ending(_TEST_NAMES):
        if symbol is not None and symbol.name in TESTS and _words_around(unit) & SPEAKING:
            return unit.at(call.line, f"{shown(call.name)}()")
    if not any(piece in unit.function.name.lower() for piece in ("psi", "drift", "stability")):
        return None
    words = parts(unit.function.name)
    if "psi" in words or {"population", "stability"} <= words or ("drift" in words and words & MEASURING):
        for call, _ in unit.ending(NUMERIC):
            return unit.at(call.line, f"{shown(call.name)}()")
    return None


def _words_around(unit: Unit) -> frozenset[str]:
    named = (unit.function.name, unit.path, *(one.name for one in unit.function.parameters))
    return frozenset(word for name in named for word in parts(name))


def retrains(unit: Unit, graph: Graph, training: frozenset[str], drifting: frozenset[str]) -> Iterator[Place]:
    """Yield where a drift signal starts training: a call under a condition on drift that gets to training; or, in a
    function named for it, a call that detects drift before one that trains.
    """
    if unit.node not in training:
        return
    lines = {site.at.line for site in graph.sites.get(unit.node, ()) if site.activity in ("train", "run-pipeline")}
    seen = False
    named = bool(parts(unit.function.name) & RETRAINING or parts(unit.path.rpartition("/")[2]) & RETRAINING)
    named = named or any("retrain" in call.keywords for call in unit.function.calls)
    tests = {site.at.line for site in graph.sites.get(unit.node, ()) if site.activity == "detect-drift"}
    for call, symbol in unit.calls():
        target = node_of(symbol.path, symbol.name) if symbol is not None and symbol.path else ""
        trains = call.line in lines or target in training
        if trains and (call.guarded or (named and seen and target not in drifting)):
            yield unit.at(call.line, f"{shown(call.name)}()")
            return
        seen = seen or call.line in tests or target in drifting


def answers_signal(unit: Unit, training: frozenset[str]) -> Place | None:
    """Return where a route that receives a drift signal or an alert starts training."""
    if unit.node not in training:
        return None
    for decorator in unit.function.decorators:
        routes = [one for one in decorator.arguments if isinstance(one, str)]
        if "." in decorator.name and any(parts(route) & SIGNALS for route in routes):
            return unit.at(decorator.line, f"@{shown(decorator.name)} {routes[0].lstrip('=')}")
    return None
