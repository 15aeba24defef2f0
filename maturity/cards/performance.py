"""What the run says of how good a version is: metrics, groups, thresholds, a baseline, pictures, data checks."""

import base64
import hashlib
import math
import re
from collections.abc import Callable, Mapping

from maturity.cards.told import Known, Told, grid, source, words
from maturity.model.card import Cell, Picture, Pictures
from maturity.model.version import RawTable
from maturity.render.cards.numbers import DIFFERENCE

_SYSTEM = re.compile(r"^(?:system|gpu|cpu)/|^(?:duration|seconds|runtime|rows_per_second)", re.IGNORECASE)
_ENERGY = re.compile(r"energy|emission|co2|kwh|carbon", re.IGNORECASE)
_THRESHOLD = re.compile(r"threshold|(?:^|[._-])(?:min|max|floor|limit|cutoff)(?:[._-]|$)|gate", re.IGNORECASE)
_BOUND = re.compile(r"(?:[._/-](?:low|lower|high|upper|ci\w*|std|stderr|interval)\b|_(?:low|high|std)$)", re.IGNORECASE)
_GROUP = re.compile(
    r"^(?:slices?|groups?|by|fairness)[./_]|[=\[]|/(?:gender|age|region|sex|race|group)\b", re.IGNORECASE
)
_CHECKS = re.compile(r"validation|quality|expectation|contract|schema", re.IGNORECASE)
_SLICES = re.compile(r"slice|group|fairness", re.IGNORECASE)


def is_system(metric: str) -> bool:
    """Tell whether a metric is of the machine and not of the model."""
    return _SYSTEM.search(metric) is not None


def is_energy(metric: str) -> bool:
    """Tell whether a metric is of energy or emissions."""
    return _ENERGY.search(metric) is not None


def metrics_of(known: Known) -> dict[str, float]:
    """Return the metrics of the model itself: those of its run, and of the logged model."""
    held = {**known.detail.logged_metrics, **(known.detail.run.metrics if known.detail.run else {})}
    return {key: value for key, value in sorted(held.items()) if not (is_system(key) or is_energy(key))}


def _metrics(known: Known) -> Told:
    rows = [(key, value) for key, value in metrics_of(known).items() if not _GROUP.search(key)]
    told = known.detail.histories
    histories = tuple(one for one in told if not (is_system(one.metric) or is_energy(one.metric)))
    return grid(("metric", "value"), rows, *known.measured)._replace(histories=histories)


def _uncertainty(known: Known) -> Told:
    rows = [(key, value) for key, value in metrics_of(known).items() if _BOUND.search(key)]
    return grid(("metric", "value"), rows, *known.measured)


def _slices(known: Known) -> Told:
    rows = [(key, value) for key, value in metrics_of(known).items() if _GROUP.search(key)]
    if rows:
        return grid(("metric", "value"), rows, *known.measured)
    return _of_table(known, next((one for one in known.detail.tables if _SLICES.search(one.path)), None))


def _thresholds(known: Known) -> Told:
    held: Mapping[str, str] = known.detail.run.parameters if known.detail.run else {}
    rows = [(key, value) for key, value in sorted(held.items()) if _THRESHOLD.search(key)]
    return grid(("threshold", "value"), rows, known.run)


def _baseline(known: Known) -> Told:
    """Compare with the run that a tag of this one names."""
    baseline = known.detail.baseline
    if baseline is None:
        return Told(None, ())
    now = metrics_of(known)
    rows = [
        (key, baseline.metrics[key], value, _difference(baseline.metrics[key], value))
        for key, value in now.items()
        if key in baseline.metrics
    ]
    return grid(("metric", "baseline", "this version", DIFFERENCE), rows, source("run", baseline.id), known.run)


def _difference(before: float, now: float) -> Cell:
    """Return a difference; of two numbers at the far ends of all numbers there is none."""
    return now - before if math.isfinite(now - before) else "-"


def _data_quality(known: Known) -> Told:
    files = known.detail.files or ()
    table = next((one for one in known.detail.tables if _CHECKS.search(one.path)), None)
    if table:
        return _of_table(known, table)
    named = [file.path for file in files if _CHECKS.search(file.path)]
    return words(named, *(source("artifact", path) for path in named))


def _graphics(known: Known) -> Told:
    pictures = tuple(
        Picture(
            name=one.path,
            media_type=one.media_type,
            sha256=hashlib.sha256(base64.b64decode(one.content)).hexdigest(),
            content=one.content,
        )
        for one in known.detail.pictures
    )
    if not pictures:
        return Told(None, ())
    return Told(Pictures(pictures=pictures), tuple(source("artifact", one.name) for one in pictures))


def _of_table(known: Known, table: RawTable | None) -> Told:
    if table is None:
        return Told(None, ())
    return grid(table.columns, table.rows, source("artifact", table.path), known.run, left_out=table.left_out)


FIELDS: dict[str, Callable[[Known], Told]] = {
    "metrics": _metrics,
    "uncertainty": _uncertainty,
    "slices": _slices,
    "thresholds": _thresholds,
    "baseline": _baseline,
    "data-quality": _data_quality,
    "graphics": _graphics,
}
