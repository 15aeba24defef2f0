"""The data that a version was trained and tested on, as its run and DVC record them."""

import json
from collections.abc import Callable

from maturity.cards.told import Known, Told, grid, source
from maturity.model.tracking import RawDataset

_CONTEXTS = ("training", "train", "")
_PLACES = ("uri", "url", "path", "table_name", "delta_table_name", "sql")
"""Under which keys MLflow writes where data come from."""
_PROGRAM, _COMMIT = "mlflow.source.name", "mlflow.source.git.commit"


def _training_data(known: Known) -> Told:
    return _data(known, [one for one in _datasets(known) if one.context.lower() in _CONTEXTS], outputs=True)


def _test_data(known: Known) -> Told:
    return _data(known, [one for one in _datasets(known) if one.context.lower() not in _CONTEXTS], outputs=False)


def _datasets(known: Known) -> tuple[RawDataset, ...]:
    return known.detail.run.datasets if known.detail.run else ()


def _data(known: Known, datasets: list[RawDataset], *, outputs: bool) -> Told:
    rows = [(one.name, one.digest, one.context or "-", place_of(one.source)) for one in datasets]
    sources = [known.run] if rows else []
    view = known.view
    if outputs and view and view.of_run:
        rows += [(one.output, one.digest, "DVC", f"{one.path}:{one.line}") for one in view.tracked]
        sources += [source("dvc", path) for path in dict.fromkeys(one.path for one in view.tracked)]
    return grid(("data", "digest", "for", "from"), rows, *sources)


def place_of(recorded: str) -> str:
    """Return where data come from: what MLflow's JSON of a source names, or that text itself.

    Data that a program had in its memory come from the program, at its commit.
    """
    try:
        held = json.loads(recorded)
    except (ValueError, RecursionError):
        return recorded
    if not isinstance(held, dict):
        return recorded
    named = next((held[key] for key in _PLACES if isinstance(held.get(key), str) and held[key]), "")
    tags = held.get("tags")
    if named or not isinstance(tags, dict) or not tags.get(_PROGRAM):
        return named or recorded
    commit = str(tags.get(_COMMIT) or "")
    return f"{tags[_PROGRAM]} @ {commit[:12]}" if commit else str(tags[_PROGRAM])


FIELDS: dict[str, Callable[[Known], Told]] = {"training-data": _training_data, "test-data": _test_data}
