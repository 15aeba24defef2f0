"""Stages of a dvc.yaml, with its templates resolved as far as values are at hand."""

import itertools
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from maturity.documents.tree import Series, Table, items, series, table, text

MAX_STAGES = 500
MAX_EXPANDED = 20
"""Instances of one foreach or matrix stage that are followed; more would run the same programs."""
MAX_VALUE = 2_000
MAX_FILLED = 200
_REFERENCE = re.compile(r"\$\{ *([\w.\-\[\]]+) *\}")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, or one instance of a foreach or matrix stage."""

    name: str
    line: int
    commands: tuple[tuple[int, str], ...]
    folder: str
    deps: tuple[str, ...]
    outs: tuple[str, ...]


def stages(document: Any, values: Mapping[str, Any]) -> Iterator[Stage]:
    """Yield the stages of a dvc.yaml; `values` are the contents of params.yaml and the files named by `vars`."""
    known = {**values, **_own_values(document)}
    declared = table(table(document).get("stages"))
    for count, (name, body) in enumerate(declared.items()):
        if count >= MAX_STAGES:
            return
        yield from _expanded(name, table(body), declared.line_of(name), known)


def value_files(document: Any) -> list[str]:
    """Return the files that a dvc.yaml takes values from."""
    named = [one.partition(":")[0] for _, one in items(table(document).get("vars")) if isinstance(one, str)]
    return ["params.yaml", *named]


def _own_values(document: Any) -> dict[str, Any]:
    return {key: value for _, one in items(table(document).get("vars")) for key, value in table(one).items()}


def _expanded(name: str, body: Table, line: int, known: Mapping[str, Any]) -> Iterator[Stage]:
    if "foreach" in body:
        entries = body["foreach"]
        found = _lookup(entries, known) if isinstance(entries, str) else entries
        inner = table(body.get("do"))
        pairs: list[tuple[str, Any]] = (
            list(found.items()) if isinstance(found, Table) else [(str(n), one) for n, one in enumerate(series(found))]
        )
        for key, entry in pairs[:MAX_EXPANDED] or [("", None)]:
            label = entry if isinstance(entry, str) and not isinstance(found, Table) else key
            yield _stage(f"{name}@{label}" if label else name, inner, line, {**known, "item": entry, "key": key})
    elif isinstance(body.get("matrix"), Table):
        axes = [
            [(axis, one) for one in series(_lookup(given, known) if isinstance(given, str) else given)] or [(axis, "")]
            for axis, given in body["matrix"].items()
        ]
        for combination in itertools.islice(itertools.product(*axes), MAX_EXPANDED):
            label = "-".join(text(one) for _, one in combination)
            chosen = Table()
            chosen.update(dict(combination))
            yield _stage(f"{name}@{label}", body, line, {**known, "item": chosen})
    else:
        yield _stage(name, body, line, known)


def _stage(name: str, body: Table, line: int, known: Mapping[str, Any]) -> Stage:
    commands = body.get("cmd")
    at = body.line_of("cmd") if "cmd" in body else line
    if isinstance(commands, Series):
        written = [(commands.line_of(n), text(one)) for n, one in enumerate(commands)]
    else:
        written = [(at, text(commands))]
    folder = _fill(text(body.get("wdir")), known)
    return Stage(
        name,
        line,
        tuple((number, _fill(one, known)) for number, one in written if one),
        folder,
        tuple(_paths(body.get("deps"), folder, known)),
        tuple(path for key in ("outs", "metrics", "plots") for path in _paths(body.get(key), folder, known)),
    )


def _paths(entries: Any, folder: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Yield paths that are written as text or as the one key of a table."""
    for _, one in items(entries):
        written = one if isinstance(one, str) else next(iter(table(one)), "")
        if written:
            yield posixpath.normpath(posixpath.join(folder, _fill(written, known)))


def _fill(written: str, known: Mapping[str, Any]) -> str:
    def value(found: re.Match[str]) -> str:
        got = _lookup(found.group(), known)
        return got[:MAX_VALUE] if isinstance(got, str) else found.group()

    return _REFERENCE.sub(value, written, MAX_FILLED)


def _lookup(written: str, known: Mapping[str, Any]) -> Any:
    found = _REFERENCE.fullmatch(written.strip())
    if found is None:
        return None
    value: Any = known
    for part in re.split(r"[.\[\]]+", found.group(1)):
        if part and isinstance(value, Mapping):
            value = value.get(part)
        elif part.isdigit() and isinstance(value, list):
            value = value[int(part)] if int(part[:6]) < len(value) else None
    return value
