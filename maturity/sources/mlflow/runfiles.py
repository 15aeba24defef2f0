"""What lies among the artifacts of a run: their listing, small pictures and tables.

Only files whose names say picture or table are asked for, each within a bound, and none in the folders of models.
"""

import base64
import csv
import io
import json
import math
import re
from collections.abc import Sequence

from maturity.errors import Unreadable
from maturity.model.tracking import RawRun
from maturity.model.version import MediaType, RawFileHash, RawPicture, RawTable
from maturity.sources.mlflow.foreign import text
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.store import TrackingStore

_LOGGED = re.compile(r"models:/(m-[\w\-]{1,100})", re.ASCII)
LOGGED = "mlflow.loggedArtifacts"
"""The tag in which MLflow notes the tables that a run logs."""
_TABLE = re.compile(
    r"metric|slice|group|fairness|table|result|report|score|validation|quality|expectation|contract", re.IGNORECASE
)
"""What JSON is called that holds a table; other JSON may be a model's."""
_MODEL_FOLDER = re.compile(r"(?:^|/)(?:model|models|checkpoints?|weights)(?:/|$)", re.IGNORECASE)
_MAGIC: dict[bytes, MediaType] = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MOST_FOLDERS, MOST_FILES, MOST_PICTURES, MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 20, 500, 6, 6, 30, 12
PICTURE_BYTES, CELL = 512 << 10, 200


def logged_id(source: str) -> str:
    """Return the id of the logged model that a version comes from; empty when it comes from none."""
    found = _LOGGED.fullmatch(source)
    return found[1] if found else ""


def listing(store: TrackingStore, run: str, lacks: list[str]) -> tuple[RawFileHash, ...]:
    """List the artifacts of a run, folder by folder; those of a model itself are left alone."""
    found: list[RawFileHash] = []
    folders = [""]
    for folder in folders:
        listed = store.artifacts(run, folder)
        if listed.lacks:
            lacks.append(f"the artifacts of its run were not all listed: it {listed.lacks}")
        for one in listed.items:
            if one.folder:
                if len(folders) < MOST_FOLDERS and one.path not in folders and not _MODEL_FOLDER.search(one.path):
                    folders.append(one.path)
            elif len(found) < MOST_FILES:
                found.append(RawFileHash(path=one.path, size=one.size))
    return tuple(found)


def shown(
    store: TrackingStore, run: RawRun, files: Sequence[RawFileHash], limits: Limits, lacks: list[str]
) -> tuple[tuple[RawPicture, ...], tuple[RawTable, ...]]:
    """Fetch the small pictures and tables of a run; of JSON what was logged as a table, or is called as one."""
    named = _logged_tables(run.tags.get(LOGGED, ""))
    pictures: list[RawPicture] = []
    tables: list[RawTable] = []
    for file in files:
        ending = file.path.rpartition(".")[2].lower()
        picture = ending in ("png", "jpg", "jpeg") and len(pictures) < MOST_PICTURES
        table = (ending == "csv" or (ending == "json" and _is_table(file.path, named))) and len(tables) < MOST_TABLES
        bound = PICTURE_BYTES if picture else limits.file_bytes
        if not (picture or table) or (file.size or 0) > bound:
            continue
        try:
            content = store.artifact(run.id, file.path, bound)
        except Unreadable as error:
            lacks.append(f"artifact {file.path} was not read: it {error}")
            continue
        if picture and (media := _media(content)):
            told = base64.b64encode(content).decode()
            pictures.append(RawPicture(path=file.path, media_type=media, content=told))
        elif table and (read := _table(file.path, ending, content)):
            tables.append(read)
    return tuple(pictures), tuple(tables)


def _logged_tables(tag: str) -> frozenset[str]:
    """Return the paths that MLflow notes where a run logs a table."""
    try:
        held = json.loads(tag) if tag else []
    except (ValueError, RecursionError):
        return frozenset()
    listed = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
    return frozenset(str(one.get("path")) for one in listed if one.get("type") == "table")


def _is_table(path: str, named: frozenset[str]) -> bool:
    return path in named or _TABLE.search(path.rpartition("/")[2]) is not None


def _media(content: bytes) -> MediaType | None:
    """Tell what an image is by how it begins, not by its name."""
    return next((media for magic, media in _MAGIC.items() if content.startswith(magic)), None)


def _table(path: str, ending: str, content: bytes) -> RawTable | None:
    """Read a small table: a CSV file with a head, MLflow's JSON of a table, or records; None for anything else."""
    try:
        rows = _csv(content) if ending == "csv" else _json(content)
    except (ValueError, RecursionError, csv.Error):
        return None
    if not rows or not rows[0] or len(rows) < 2:  # noqa: PLR2004 - a head and a row
        return None
    head, *body = rows
    width = min(len(head), MOST_COLUMNS)
    kept = [tuple(_short(cell) for cell in row[:width]) for row in body[:MOST_ROWS] if len(row) >= width]
    return RawTable(
        path=path,
        columns=tuple(text(str(cell), CELL) for cell in head[:width]),
        rows=tuple(kept),
        left_out=max(0, len(body) - MOST_ROWS),
    )


def _short(cell: str | float) -> str | float:
    return text(cell, CELL) if isinstance(cell, str) else cell


def _csv(content: bytes) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"))) if row]


def _json(content: bytes) -> list[list[str | float]]:
    held = json.loads(content.decode("utf-8", "replace"))
    if isinstance(held, dict) and isinstance(held.get("columns"), list) and isinstance(held.get("data"), list):
        return [[_cell(one) for one in row] for row in (held["columns"], *held["data"]) if isinstance(row, list)]
    if isinstance(held, list) and held and all(isinstance(one, dict) for one in held):
        head = list(held[0])
        return [[str(name) for name in head], *([_cell(one.get(name)) for name in head] for one in held)]
    return []


def _cell(value: object) -> str | float:
    if isinstance(value, float) and math.isfinite(value):
        return value
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
