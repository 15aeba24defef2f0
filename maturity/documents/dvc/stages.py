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
PARAMETERS = "params.yaml"
_REFERENCE = re.compile(r"(?<!\\)\$\{ *([\w.\-\[\]]+) *\}")


@dataclass(frozen=True, slots=True)
class Output:
    """One output that a stage or a .dvc file declares, and where DVC is to keep it."""

    path: str
    """Relative to the folder of the file that declares it."""
    cached: bool = True
    pushed: bool = True
    remote: str = ""
    """Name of the remote it is kept in, when that is not the default one."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters that a stage takes from one file."""

    path: str
    """Relative to the folder of dvc.yaml."""
    keys: tuple[str, ...]
    """None of them: all that the file holds."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, or one instance of a foreach or matrix stage."""

    name: str
    line: int
    commands: tuple[tuple[int, str], ...]
    folder: str
    deps: tuple[str, ...]
    outputs: tuple[Output, ...]
    parameters: tuple[Parameters, ...] = ()
    frozen: bool = False
    metrics: tuple[str, ...] = ()
    """Those of its outputs that hold numbers to be compared."""

    @property
    def outs(self) -> tuple[str, ...]:
        """The paths of its outputs."""
        return tuple(output.path for output in self.outputs)


def stages(document: Any, values: Mapping[str, Any], most: int = MAX_EXPANDED) -> Iterator[Stage]:
    """Yield the stages of a dvc.yaml.

    Args:
        document: Its tree.
        values: The contents of params.yaml and of the files named by `vars`.
        most: How many instances of one foreach or matrix stage are wanted.
    """
    known = {**values, **_own_values(document)}
    declared = table(table(document).get("stages"))
    for count, (name, body) in enumerate(declared.items()):
        if count >= MAX_STAGES:
            return
        yield from _expanded(name, table(body), declared.line_of(name), known, most)


def value_files(document: Any) -> list[str]:
    """Return the files that a dvc.yaml takes values from."""
    named = [one.partition(":")[0] for _, one in items(table(document).get("vars")) if isinstance(one, str)]
    return [PARAMETERS, *named]


def _own_values(document: Any) -> dict[str, Any]:
    return {key: value for _, one in items(table(document).get("vars")) for key, value in table(one).items()}


def _expanded(name: str, body: Table, line: int, known: Mapping[str, Any], most: int) -> Iterator[Stage]:
    if "foreach" in body:
        entries = body["foreach"]
        found = _lookup(entries, known) if isinstance(entries, str) else entries
        inner = table(body.get("do"))
        pairs: list[tuple[str, Any]] = (
            list(found.items()) if isinstance(found, Table) else [(str(n), one) for n, one in enumerate(series(found))]
        )
        for key, entry in pairs[:most] or [("", None)]:
            label = key if isinstance(found, Table) else written(entry) or key
            yield _stage(f"{name}@{label}" if label else name, inner, line, {**known, "item": entry, "key": key})
    elif isinstance(body.get("matrix"), Table):
        axes = [_axis(axis, given, known) for axis, given in body["matrix"].items()]
        for combination in itertools.islice(itertools.product(*axes), most):
            label = "-".join(name for _, _, name in combination)
            chosen = Table()
            chosen.update((axis, one) for axis, one, _ in combination)
            yield _stage(f"{name}@{label}", body, line, {**known, "item": chosen, "key": label})
    else:
        yield _stage(name, body, line, known)


def _axis(axis: str, given: Any, known: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """Return the members of one axis of a matrix, each with what stands for it in the name of an instance."""
    found = _lookup(given, known) if isinstance(given, str) else given
    members = found if isinstance(found, Series) else [found] if written(found) else []
    return [(axis, one, written(one) or f"{axis}{n}") for n, one in enumerate(members)] or [(axis, "", "")]


def _stage(name: str, body: Table, line: int, known: Mapping[str, Any]) -> Stage:
    known = {**known, **_own_values(body)}
    commands = body.get("cmd")
    at = body.line_of("cmd") if "cmd" in body else line
    if isinstance(commands, Series):
        given = [(commands.line_of(n), text(one)) for n, one in enumerate(commands)]
    else:
        given = [(at, text(commands))]
    folder = _fill(text(body.get("wdir")), known)
    return Stage(
        name,
        line,
        tuple((number, _fill(one, known)) for number, one in given if one),
        folder,
        tuple(path for path, _ in _paths(body.get("deps"), folder, known)),
        tuple(
            _output(path, flags)
            for key in ("outs", "metrics", "plots")
            for path, flags in _paths(body.get(key), folder, known)
        ),
        tuple(_parameters(body.get("params"), folder, known)),
        frozen=flag(body, "frozen"),
        metrics=tuple(path for path, _ in _paths(body.get("metrics"), folder, known)),
    )


def _paths(entries: Any, folder: str, known: Mapping[str, Any]) -> Iterator[tuple[str, Table]]:
    """Yield paths that are written as text or as the one key of a table, with the flags below it."""
    for _, one in items(entries):
        path = one if isinstance(one, str) else next(iter(table(one)), "")
        if path:
            yield posixpath.normpath(posixpath.join(folder, _fill(path, known))), table(table(one).get(path))


def _output(path: str, flags: Table) -> Output:
    return Output(path, flag(flags, "cache", unset=True), flag(flags, "push", unset=True), text(flags.get("remote")))


def _parameters(entries: Any, folder: str, known: Mapping[str, Any]) -> Iterator[Parameters]:
    """Yield what stands under `params`: keys of params.yaml, or files with keys of theirs."""
    own = tuple(_fill(one, known) for _, one in items(entries) if isinstance(one, str))
    if own:
        yield Parameters(posixpath.normpath(posixpath.join(folder, PARAMETERS)), own)
    for _, one in items(entries):
        for path, keys in table(one).items():
            named = tuple(_fill(key, known) for _, key in items(keys) if isinstance(key, str))
            yield Parameters(posixpath.normpath(posixpath.join(folder, _fill(path, known))), named)


def flag(body: Table, name: str, *, unset: bool = False) -> bool:
    """Return a flag of a typed tree or of one that keeps its text."""
    value = body.get(name)
    return unset if value is None else str(value).lower() == "true"


def written(value: Any) -> str:
    """Return a scalar as DVC writes it into a command; nothing for what is no scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def _fill(template: str, known: Mapping[str, Any]) -> str:
    def value(found: re.Match[str]) -> str:
        got = written(_lookup(found.group(), known))
        return got[:MAX_VALUE] if got else found.group()

    return _REFERENCE.sub(value, template, MAX_FILLED).replace("\\${", "${")


def _lookup(reference: str, known: Mapping[str, Any]) -> Any:
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    value: Any = known
    for part in re.split(r"[.\[\]]+", found.group(1)):
        if part and isinstance(value, Mapping):
            value = value.get(part)
        elif part.isdigit() and isinstance(value, list):
            value = value[int(part)] if int(part[:6]) < len(value) else None
    return value
