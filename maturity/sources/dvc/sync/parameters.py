"""The parameters that dvc.lock records of a stage, against the files that they came from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from maturity.documents import json, toml
from maturity.documents.dvc.stages import Parameters
from maturity.documents.tree import table
from maturity.errors import Unreadable
from maturity.sources.dvc.committed import Committed

_ABSENT = object()
_POSITION = re.compile(r"[0-9]{1,6}")
_NUMERIC = frozenset("+-.0123456789")


@dataclass(frozen=True, slots=True)
class Difference:
    """How one recorded parameter stands to its file."""

    key: str
    """Dotted; empty when the file as a whole is meant."""
    in_sync: bool | None
    detail: str = ""


def compare(committed: Committed, declared: Parameters, recorded: Any, path: str) -> Iterator[Difference]:
    """Compare what a stage takes from one file with what was recorded of it.

    Args:
        committed: The commit.
        declared: What dvc.yaml says that the stage takes.
        recorded: What dvc.lock recorded, by dotted key.
        path: The file, relative to the target.
    """
    if path not in committed.files:
        yield Difference("", in_sync=False, detail="there is no such file")
        return
    try:
        values = _read(committed, path)
    except Unreadable as error:
        yield Difference("", in_sync=None, detail=str(error))
        return
    known = table(recorded)
    for key in declared.keys or dict.fromkeys([*_keys(values), *known]):
        yield _compared(key, _value(values, key.split(".") if declared.keys else [key]), known.get(key, _ABSENT))


def _keys(values: Any) -> list[str]:
    """Return the keys of the outermost mapping: a whole file is recorded by them."""
    return [str(key) for key in values] if isinstance(values, dict) else []


def _compared(key: str, now: Any, then: Any) -> Difference:
    if now is _ABSENT:
        return Difference(key, in_sync=False, detail="it is no longer there")
    if then is _ABSENT:
        return Difference(key, in_sync=False, detail="dvc.lock does not record it")
    if now == then and isinstance(now, bool) == isinstance(then, bool):
        return Difference(key, in_sync=True)
    if _ambiguous(now, then) or _ambiguous(then, now):
        return Difference(key, in_sync=None, detail="it is written in two ways that may mean the same")
    return Difference(key, in_sync=False, detail="its value has changed")


def _ambiguous(text: Any, number: Any) -> bool:
    """Tell whether a text may be a number in a notation that is not read: hexadecimal, a date, infinity."""
    return isinstance(text, str) and text[:1] in _NUMERIC and isinstance(number, int | float)


def _read(committed: Committed, path: str) -> Any:
    match path.rpartition(".")[2].lower():
        case "yaml" | "yml":
            return committed.tree(path, typed=True) or {}
        case "json":
            return json.load(committed.contents.text(committed.files[path]))
        case "toml":
            return toml.load(committed.contents.text(committed.files[path]))
        case _:
            raise Unreadable("parameters are read from YAML, JSON and TOML only")


def _value(values: Any, steps: Iterable[str]) -> Any:
    """Follow a key step by step into mappings and lists."""
    for step in steps:
        if isinstance(values, dict) and step in values:
            values = values[step]
        elif isinstance(values, list) and _POSITION.fullmatch(step) and int(step) < len(values):
            values = values[int(step)]
        else:
            return _ABSENT
    return values
