"""Notebooks as Python: their code cells on the lines where they stand in the file, so that places can be opened."""

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from maturity.documents import json as documents
from maturity.errors import Unreadable
from maturity.evidence.python import source
from maturity.evidence.python.module import Module
from maturity.evidence.python.parse import parse_text

MAX_NOTEBOOK = 8 << 20
MAX_CELLS = 5000
MAX_LINES = 50_000
MAX_MISSES = 50
"""Cells that were not found in the text before looking for others is given up."""
NEAR = 2000
_MAGIC = re.compile(r"^[ \t]*(?:%|!|\?)|^[^#\"']*\?[ \t]*$")
_ASSIGNED_MAGIC = re.compile(r"^([ \t]*\w[\w, ]*=)[ \t]*[!%].*")
_TIMED = re.compile(r"^%%?(?:time|timeit|capture|prun)\b")
_WRITES = re.compile(r"^%%writefile[ \t]+(?:-a[ \t]+)?[\"']?([^\s\"']+\.py)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its source lines, and the line of the file each stands on."""

    lines: tuple[str, ...]
    at: tuple[int, ...]
    count: int | None
    outputs: bool


def parse(path: str, data: bytes) -> Module:
    """Return the code of a notebook as one module; files that its cells write stand in `written`."""
    try:
        cells = read(data)
    except Unreadable as error:
        return Module(problem=str(error))
    written = {}
    code = []
    for cell in cells:
        target = _WRITES.match(cell.lines[0]) if cell.lines else None
        if target is not None:
            written[target[1]] = parse_text(target[1], _placed([_without_first(cell)]))
        elif plain := python(cell):
            code.append(plain)
    module = parse_text(path, _placed(code))
    if module.problem:
        module = parse_text(path, _placed([cell for cell in code if _is_valid(cell)]))
    return replace(module, in_order=in_order(cells), written=written)


def read(data: bytes) -> list[Cell]:
    """Return the code cells of a notebook in format 3 or 4.

    Raises:
        Unreadable: it is too large, no JSON, or not shaped like a notebook.
    """
    text = source.decode(data, MAX_NOTEBOOK)
    tree = documents.load(text)
    if not isinstance(tree, dict):
        raise Unreadable("not shaped like a notebook")
    found = list(_cells(tree))[:MAX_CELLS]
    if sum(len(lines) for lines, _, _ in found) > MAX_LINES:
        raise Unreadable(f"more than {MAX_LINES} lines of code")
    lines = _lines_of(text, [lines for lines, _, _ in found])
    return [Cell(tuple(a), tuple(b), count, outputs) for (a, count, outputs), b in zip(found, lines, strict=True)]


def in_order(cells: list[Cell]) -> bool:
    """Tell whether cells with outputs ran once, top to bottom."""
    if not any(cell.outputs for cell in cells):
        return True
    counts = [cell.count for cell in cells if cell.count is not None]
    return all(one < other for one, other in pairwise(counts))


def python(cell: Cell) -> Cell | None:
    """Return a cell with its magics and shell lines blanked; None when it is in another language."""
    first = next((line for line in cell.lines if line.strip()), "")
    if first.startswith("%%") and not _TIMED.match(first):
        return None
    lines = [_ASSIGNED_MAGIC.sub(r"\1 None", line) for line in cell.lines]
    return replace(cell, lines=tuple(_blanked(line) for line in lines))


def _blanked(line: str) -> str:
    """Replace a magic by `pass` in its place, since it may be all that stands in a block."""
    if _MAGIC.match(line):
        return line[: len(line) - len(line.lstrip())] + "pass"
    return line


def _cells(tree: dict[str, Any]) -> Iterator[tuple[list[str], int | None, bool]]:
    sheets = tree.get("worksheets")
    holders = [tree, *(sheets if isinstance(sheets, list) else ())]
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            if not isinstance(cell, dict) or cell.get("cell_type") != "code":
                continue
            count = cell.get("execution_count", cell.get("prompt_number"))
            yield _source(cell), count if isinstance(count, int) else None, bool(cell.get("outputs"))


def _source(cell: dict[str, Any]) -> list[str]:
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(one for one in text if isinstance(one, str))
    return text.split("\n") if isinstance(text, str) else []


def _lines_of(text: str, cells: list[list[str]]) -> list[list[int]]:
    """Find each source line in the JSON text, in order; what is not found stands on the line of what came before."""
    position, line, misses = 0, 1, 0
    placed = []
    for cell in cells:
        at = []
        end = len(text) if misses < MAX_MISSES else position
        for one in cell:
            found = _find(text, one, position, end)
            if found >= 0:
                line += text.count("\n", position, found)
                position = found + 1
                end = min(len(text), position + len(one) + NEAR)  # the next line of a cell comes at once
            else:
                misses += 1
                end = min(end, position + NEAR)
            at.append(line)
        placed.append(at)
    return placed


def _find(text: str, line: str, start: int, end: int) -> int:
    """Return where a source line begins as a JSON text of its own; -1 when it does not."""
    for form in {json.dumps(line, ensure_ascii=False)[:-1], json.dumps(line)[:-1]}:
        found = text.find(form, start, end)
        if found >= 0:
            return found
    return -1


def _placed(cells: list[Cell]) -> str:
    """Join cells into one source, padded so that lines keep their numbers where the file has one line for each."""
    out: list[str] = []
    for cell in cells:
        for line, at in zip(cell.lines, cell.at, strict=True):
            out.extend([""] * (at - 1 - len(out)))
            out.append(line)
    return "\n".join(out) + "\n"


def _without_first(cell: Cell) -> Cell:
    return replace(cell, lines=cell.lines[1:], at=cell.at[1:])


def _is_valid(cell: Cell) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse("\n".join(cell.lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
