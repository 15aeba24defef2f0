"""Schedules that only repeat what every change of the code runs: the nightly run of the tests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maturity.evidence.graph.ci.pipeline import Started

_CHECKS = frozenset("ci test tests testing tested check checks lint linting linters nightly build builds unit".split())
_TRAINS = frozenset("train trains training retrain retrains retraining retrained learn finetune finetuning".split())
_OF_SYSTEM = re.compile(r"(?:^|[/ ])\.(?:gitlab-ci|circleci|travis)\b", re.IGNORECASE)
"""Names that a system prescribes say nothing about what its file is for."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def without_repeats(started: Iterable["Started"], path: str, name: str) -> Iterator["Started"]:
    """Yield what starts a job; a schedule of checks that a change starts as well counts as that change.

    A job that only the schedule starts, and a workflow that is named for training, keep their schedule.
    """
    known = list(started)
    repeated = any(one.root == "change" for one in known) and checks(path, name)
    for one in known:
        yield replace(one, root="change") if repeated and one.root == "schedule" else one


def checks(path: str, name: str) -> bool:
    """Tell whether a workflow is named for checking code, and not for training."""
    said = {word.lower() for word in _WORD.findall(_OF_SYSTEM.sub("", f"{path.rpartition('/')[2]} {name}"))}
    return not said.isdisjoint(_CHECKS) and said.isdisjoint(_TRAINS)
