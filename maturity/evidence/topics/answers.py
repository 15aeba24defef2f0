"""Tests that hold what the model behind a service answers against a value: they are tests of the model, too."""

import re

from maturity.evidence.topics.suites import Run, Suite

_STANDS_IN = re.compile(r"mock|fake|dummy|stub|monkeypatch|\bpatch\b|dependency_overrides", re.IGNORECASE)
_GIVEN = frozenset(("monkeypatch", "mocker"))
"""Fixtures by which a test puts something in the place of the model."""
_ANSWERS = re.compile(r"\.(?:predict|predict_proba|run|__call__)\Z")
"""Methods of a model that a file of tests makes up."""


def holds_answer(suite: Suite, run: Run) -> bool:
    """Tell whether a test of a service expects an answer of the model, and its files put nothing in its place."""
    if not any(function.expects for _, function in run.suite):
        return False
    modules = [suite.project.modules[path] for path in {path for path, _ in run.suite}]
    functions = [function for module in modules for function in module.functions]
    return not any(
        _ANSWERS.search(function.name)
        or any(parameter.name in _GIVEN for parameter in function.parameters)
        or any(_STANDS_IN.search(call.name) for call in (*function.calls, *function.decorators))
        for function in functions
    )
