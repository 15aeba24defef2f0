"""Read one YAML file of `checks/` into a model, or say in one line what is wrong with it, where, and what was meant."""

import json
import os
import stat
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from maturity.documents.tree import Series, Table
from maturity.documents.yaml import load_typed
from maturity.errors import Unreadable, UsageError
from maturity.rules.shape import options, properties

MAX_BYTES = 64 * 1024
MAX_QUOTE = 60

M = TypeVar("M")


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Read a small regular file; a link, a pipe or a device is refused.

    Raises:
        UsageError: the file is missing, no regular file, or larger than `limit` bytes.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        reason = "links are not followed here" if path.is_symlink() else (error.strerror or "cannot be read")
        raise UsageError(f"{path}:1: {reason}") from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UsageError(f"{path}:1: this is no regular file")
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise UsageError(f"{path}:1: the file is larger than {limit // 1024} KiB")
    return content


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """Read a small regular file of text; nothing of it is quoted.

    Raises:
        UsageError: as `read_bytes`, or it is no UTF-8.
    """
    return decoded(read_bytes(path, limit), path)


def decoded(content: bytes, path: Path) -> str:
    """Return the text of a file.

    Raises:
        UsageError: it is no UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: the file is not UTF-8 text") from None


def read_tree(path: Path, limit: int = MAX_BYTES) -> Any:
    """Read a YAML file into a tree with typed scalars and lines.

    Raises:
        UsageError: as `read_text`, or the text is no YAML, empty, or more than one document.
    """
    try:
        documents = load_typed(read_text(path, limit))
    except Unreadable as error:
        words, _, line = str(error).rpartition(", line ")
        raise UsageError(f"{path}:{line}: {words}" if words else f"{path}:1: {error}") from None
    if len(documents) != 1 or documents[0] is None:
        found = "is empty" if not documents or documents == [None] else "holds more than one document"
        raise UsageError(f"{path}:1: the file {found}")
    return documents[0]


def read_model(path: Path, adapter: TypeAdapter[M], limit: int = MAX_BYTES) -> M:
    """Read a YAML file into a pydantic model.

    Raises:
        UsageError: `FILE:LINE: what is wrong; did you mean ...?`
    """
    return build(path, read_tree(path, limit), adapter)


def build(path: Path, tree: Any, adapter: TypeAdapter[M]) -> M:
    """Turn a tree that was read from `path` into a model, in strict JSON mode. Raises as `read_model`."""
    try:
        return adapter.validate_json(json.dumps(tree))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        problem = max(problems, key=lambda one: (len(_steps(tree, one["loc"])), one["type"] == "extra_forbidden"))
        line, words = line_at(tree, problem["loc"]), _describe(tree, problem, problems, adapter)
        raise UsageError(f"{path}:{line}: {words}") from None


def suggest(word: str, known: Any) -> str:
    """Return `; did you mean ...?` when a known word is close, else nothing."""
    close = get_close_matches(word, [str(entry) for entry in known], n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def line_at(tree: Any, location: tuple[int | str, ...]) -> int:
    """Return the line of the deepest part of a location that exists in the tree."""
    line = getattr(tree, "line", 1)
    for step in location:
        if isinstance(tree, Table) and step in tree:
            line, tree = tree.line_of(str(step)), tree[str(step)]
        elif isinstance(tree, Series) and isinstance(step, int) and step < len(tree):
            line, tree = tree.line_of(step), tree[step]
    return int(line)


def _steps(tree: Any, location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Keep the parts of a location that are keys and positions of the file; pydantic mixes in the tags of unions."""
    kept: list[int | str] = []
    for step in location:
        if (isinstance(tree, Table) and step in tree) or (isinstance(tree, Series) and isinstance(step, int)):
            tree = tree[step]  # type: ignore[index]  # a key for a table, a position for a series
            kept.append(step)
    return tuple(kept)


def _describe(tree: Any, problem: Any, problems: Any, adapter: TypeAdapter[Any]) -> str:
    """Say one problem in words of the file."""
    steps = _steps(tree, problem["loc"])
    name = str(problem["loc"][-1]) if problem["loc"] else "the file"
    match problem["type"]:
        case "missing":
            return f"{name!r} is missing"
        case "extra_forbidden":
            missing = (one["loc"] for one in problems if one["type"] == "missing")
            absent = [location[-1] for location in missing if location[:-1] == problem["loc"][:-1]]
            known = properties(adapter, steps[:-1])
            hint = suggest(name, absent) or suggest(name, known)
            return f"unknown key {name!r}{hint}" if hint else f"unknown key {name!r}; known here: {', '.join(known)}"
        case "union_tag_not_found":
            known = properties(adapter, steps)
            given = [key for key in problem["input"] if isinstance(problem["input"], dict)]
            hint = next((found for key in given if (found := suggest(key, known))), "")
            return f"one of some, none, every, share, links, all_of, any_of has to be asked here{hint}"
        case "literal_error":
            known = options(adapter, steps)
            value = problem["input"]
            if str(value) in map(str, known):
                return f"{_key(steps)} has to be {value!s} without quotes"
            hint = suggest(str(value), known)
            return f"{_key(steps)} cannot be {_quote(value)}{hint or '; one of: ' + ', '.join(map(str, known))}"
        case _:
            return f"{_key(steps)}: {plain(problem['msg'])}"


def plain(message: str) -> str:
    """Say a message of pydantic in the words of YAML."""
    for theirs, ours in (("Input should", "it has to"), ("to be a valid", "to be a"), ("an object", "a mapping")):
        message = message.replace(theirs, ours)
    message = message.replace("valid array", "list").replace("valid tuple", "list")
    return message.replace(" a integer", " an integer")


def _key(steps: tuple[int | str, ...]) -> str:
    """Name the nearest key above a place."""
    return next((repr(step) for step in reversed(steps) if isinstance(step, str)), "the file")


def _quote(value: object) -> str:
    """Quote a value briefly, with control characters escaped."""
    text = repr(value)
    return text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE - 3] + "..."
