"""Metrics by group, computed by the project's own means."""

from maturity.evidence.python.code import Unit
from maturity.evidence.python.words import parts
from maturity.model.place import Place

TRUTH = frozenset(("label", "labels", "true", "truth", "target", "targets", "y", "actual", "actuals"))
ANSWERS = frozenset(("score", "scores", "pred", "preds", "prediction", "predictions", "proba", "probabilities", "hat"))
GROUPS = frozenset(("group", "groups", "sensitive", "subgroup", "subgroups", "slice", "slices", "segment", "segments"))
_SPEAKING = GROUPS | {"fairness", "by", "per"}


def by_group(unit: Unit) -> Place | None:
    """Return where a function takes the truth, a model's answers and groups, and measures something of each group.

    A function that only cuts a table into groups has no answers; a metric for all has no groups.
    """
    if unit.function.stub or unit.test:
        return None
    given = [parts(parameter.name) for parameter in unit.function.parameters]
    has = [any(names & words for names in given) for words in (TRUTH, ANSWERS, GROUPS)]
    named = parts(unit.function.name) | parts(unit.stem)
    if all(has) and named & _SPEAKING and unit.function.calls:
        return unit.at(unit.function.line, f"{unit.function.name}()")
    return None
