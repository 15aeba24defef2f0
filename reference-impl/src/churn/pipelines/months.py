"""A folder with one Parquet file per month, which is added to and not made again.

`manifest.json` beside the files says for each month the SHA-256 of its file and what it was made from: a month whose
origin is the same is neither read nor written when others are added.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MANIFEST = "manifest.json"


class MonthFolder:
    """Tables by month, named `YYYY-MM`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def months(self) -> list[str]:
        """Return the months that are there, in order."""
        return sorted(self._manifest())

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each month's file, from the manifest: no month is read for it."""
        return {month: entry["sha256"] for month, entry in sorted(self._manifest().items())}

    def rows(self) -> dict[str, int]:
        """Return the number of rows of each month, from the manifest."""
        return {month: entry["rows"] for month, entry in sorted(self._manifest().items())}

    def file(self, month: str) -> Path:
        """Return where a month lies."""
        return self.path / f"{month}.parquet"

    def read(self, month: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read one month."""
        return pq.read_table(self.file(month), columns=list(columns) if columns else None, partitioning=None)

    def keep(self, origins: Mapping[str, str]) -> list[str]:
        """Forget the months that are not wanted any more; return those that have to be made, in order."""
        manifest = self._manifest()
        for month in set(manifest) - set(origins):
            self.file(month).unlink(missing_ok=True)
            del manifest[month]
        self._save(manifest)
        return [
            m for m in sorted(origins) if manifest.get(m, {}).get("from") != origins[m] or not self.file(m).is_file()
        ]

    def put(self, month: str, table: pa.Table, made_from: str) -> None:
        """Write one month."""
        write(table, self.file(month))
        entry = {"sha256": sha256(self.file(month)), "from": made_from, "rows": table.num_rows}
        self._save({**self._manifest(), month: entry})

    def _manifest(self) -> dict[str, dict[str, Any]]:
        file = self.path / MANIFEST
        if not file.is_file():
            return {}
        content: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return content

    def _save(self, manifest: Mapping[str, Mapping[str, Any]]) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dict(sorted(manifest.items())), indent=1) + "\n"
        (self.path / MANIFEST).write_text(text, encoding="utf-8")


def write(table: pa.Table, file: Path) -> None:
    """Write a table as one Parquet file; the same table gives the same bytes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, file, compression="zstd", row_group_size=1 << 20, store_schema=True)


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def origin(*parts: object) -> str:
    """Return a short digest of what a month is made from: parameters, and digests of inputs."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]
