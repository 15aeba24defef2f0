"""The metrics of a re-run, from metrics files and from its own tracker, held against those that were recorded."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from maturity.documents import json, toml, yaml
from maturity.documents.tree import items, table, text
from maturity.errors import Unreadable
from maturity.model.reproduction import ComparedMetric
from maturity.model.tracking import RawRun

SYSTEM = "system/"
"""MLflow's measurements of the machine, which no re-run repeats."""
FILE_BYTES = 1 << 20
MOST_FILES = 200
DEEPEST = 20


def compare(
    recorded: Mapping[str, float], rerun: Mapping[str, float], names: Iterable[str], tolerance: float
) -> tuple[ComparedMetric, ...]:
    """Compare some metrics, or all that were recorded but those of the machine."""
    chosen = tuple(names) or tuple(name for name in sorted(recorded) if not name.startswith(SYSTEM))
    compared: list[ComparedMetric] = []
    for name in dict.fromkeys(chosen):
        before = recorded.get(name)
        if before is None or not math.isfinite(before):
            continue
        now = _looked_up(name, rerun)
        within = now is not None and math.isclose(before, now, rel_tol=tolerance, abs_tol=tolerance)
        compared.append(ComparedMetric(name=name, recorded=before, rerun=now, within=within))
    return tuple(compared)


def of_files(project: Path, pipelines: Iterable[str]) -> dict[str, float]:
    """Read every metrics file that the pipelines, named by the paths of their dvc.yaml, declare."""
    found: dict[str, float] = {}
    for file in _files(project, pipelines):
        found |= dict(_numbers(_values(file)))
    return found


def forget(project: Path, pipelines: Iterable[str]) -> None:
    """Remove the metrics files that came with the commit, so that only what the re-run writes is compared."""
    for file in list(_files(project, pipelines)):
        file.unlink(missing_ok=True)


def of_runs(runs: Iterable[RawRun]) -> dict[str, float]:
    """Return the metrics that the re-run logged; what was logged again later counts."""
    found: dict[str, float] = {}
    for run in sorted(runs, key=lambda one: one.started or 0.0):
        found |= {name: value for name, value in run.metrics.items() if math.isfinite(value)}
    return found


def _looked_up(name: str, rerun: Mapping[str, float]) -> float | None:
    """Find a metric by its name, or by the last part of it where only one ends so: `test.accuracy` is `accuracy`."""
    if name in rerun:
        return rerun[name]
    ending = [value for other, value in rerun.items() if other.rpartition(".")[2] == name]
    return ending[0] if len(ending) == 1 else None


def _declared(document: Any, home: str) -> Iterator[str]:
    """Yield the paths of metrics files: those of the pipeline, then those of its stages."""
    root = table(document)
    for _, entry in items(root.get("metrics")):
        yield normpath(join(home, _path(entry)))
    for body in table(root.get("stages")).values():
        stage = table(table(body).get("do")) or table(body)
        for _, entry in items(stage.get("metrics")):
            yield normpath(join(home, text(stage.get("wdir")), _path(entry)))


def _path(entry: Any) -> str:
    return text(entry) or next(iter(table(entry)), "")


def _files(project: Path, pipelines: Iterable[str]) -> Iterator[Path]:
    """Yield the metrics files that are declared, as far as they are files of the project."""
    for pipeline in pipelines:
        for path in list(_declared(_declaration(project / pipeline), dirname(pipeline)))[:MOST_FILES]:
            file = project / path
            if file.is_file() and not file.is_symlink() and file.resolve().is_relative_to(project.resolve()):
                yield file


def _declaration(path: Path) -> Any:
    try:
        return next(iter(yaml.load_all(_text(path))), None)
    except Unreadable:
        return None


def _values(path: Path) -> Any:
    """Read a metrics file; one that is not there, or is none, holds no metric."""
    try:
        content = _text(path)
        if path.suffix == ".json":
            return json.load(content)
        return toml.load(content) if path.suffix == ".toml" else next(iter(yaml.load_typed(content)), None)
    except Unreadable:
        return None


def _text(path: Path) -> str:
    try:
        regular = path.is_file() and not path.is_symlink() and path.stat().st_size <= FILE_BYTES
        return path.read_text("utf-8", "replace") if regular else ""
    except OSError:
        return ""


def _numbers(document: Any, above: str = "", depth: int = 0) -> Iterator[tuple[str, float]]:
    if depth > DEEPEST or not isinstance(document, Mapping):
        return
    for key, value in document.items():
        name = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from _numbers(value, name, depth + 1)
        elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            yield name, float(value)
