"""What was worked out of a blob before, kept in the user's cache folder.

The cache only ever saves time: every fault of it - a full disk, a locked, foreign or damaged database - means that
nothing is found, never that a scan fails. Payloads are ours; callers still validate what they get back.
"""

import os
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import sqlite3

LIMIT = 256 << 20
WAIT_SECONDS = 0.2
"""How long another scan may hold the database before this one goes on without it."""
DAY = 86_400
CHUNK = 500
CHECK_BYTES = 4

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries(key TEXT PRIMARY KEY, used INTEGER NOT NULL, payload BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS entries_by_use ON entries(used);
"""


def folder() -> Path | None:
    """Return the cache folder of the user; None when there is no place for one."""
    named = os.environ.get("MATURITY_CACHE_DIR")
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "maturity"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "maturity" / "Cache"
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else home / ".cache") / "maturity"


class Cache:
    """Payloads by blob id, kind and version of the extractor; one process uses one Cache."""

    def __init__(self, place: Path | None, *, limit: int = LIMIT) -> None:
        self._limit = limit
        self._file = place / "blobs.sqlite3" if place else None
        self._database = self._open()

    @classmethod
    def open(cls) -> Self:
        """Open the user's cache."""
        return cls(folder())

    @classmethod
    def off(cls) -> Self:
        """Return a cache that finds nothing and keeps nothing."""
        return cls(None)

    @property
    def kept(self) -> bool:
        """Tell whether anything is kept: asking is cheaper than naming what one would ask for."""
        return self._database is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        database, self._database = self._database, None
        if database:
            database.close()

    def get(self, kind: str, version: str, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return the payloads that are known, by blob id."""
        if self._database is None:
            return {}
        prefix = _prefix(kind, version)
        keys = [prefix + blob for blob in blobs]
        found: dict[str, bytes] = {}

        def read(database: "sqlite3.Connection") -> None:
            today = int(time.time()) // DAY
            stale: list[str] = []
            for chunk in _chunks(keys):
                marks = ",".join("?" * len(chunk))
                rows = database.execute(f"SELECT key, used, payload FROM entries WHERE key IN ({marks})", chunk)  # noqa: S608 -- only question marks
                for key, used, sealed in rows:
                    payload = _unseal(key, sealed)
                    if payload is not None:
                        found[key[len(prefix) :]] = payload
                    if used != today:
                        stale.append(key)
            if stale:
                database.executemany("UPDATE entries SET used = ? WHERE key = ?", ((today, key) for key in stale))

        self._guarded(read)
        return found

    def put(self, kind: str, version: str, payloads: Mapping[str, bytes]) -> None:
        """Keep payloads by blob id, and make room for them when the cache is full."""
        if self._database is None or not payloads:
            return
        prefix = _prefix(kind, version)
        today = int(time.time()) // DAY
        rows = [
            (prefix + blob, today, _seal(prefix + blob, payload))
            for blob, payload in payloads.items()
            if len(payload) <= self._limit // 16
        ]

        def write(database: "sqlite3.Connection") -> None:
            database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
            self._evict(database)

        self._guarded(write)

    def _evict(self, database: "sqlite3.Connection") -> None:
        # Pages are counted, not payloads: that costs nothing. Freed pages are used again, so the file stays bounded.
        for _ in range(8):
            pages, free, size = (
                database.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
            if (pages - free) * size <= self._limit:
                return
            (count,) = database.execute("SELECT count(*) FROM entries").fetchone()
            oldest = "SELECT rowid FROM entries ORDER BY used, rowid LIMIT ?"
            database.execute(f"DELETE FROM entries WHERE rowid IN ({oldest})", (count // 4 + 1,))  # noqa: S608 -- a constant

    def _guarded(self, action: Callable[["sqlite3.Connection"], None]) -> None:
        import sqlite3

        assert self._database is not None
        try:
            with self._database as database:
                action(database)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                return
            self.close()
            if _damaged(error):
                self._discard()

    def _open(self) -> "sqlite3.Connection | None":
        if self._file is None:
            return None
        import sqlite3

        for _ in range(2):
            try:
                if not _private(self._file.parent):
                    return None
                return _connect(self._file)
            except OSError:
                return None
            except sqlite3.Error as error:
                if not _damaged(error):
                    return None
                self._discard()
        return None

    def _discard(self) -> None:
        assert self._file is not None
        for suffix in ("", "-wal", "-shm"):
            try:
                self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
            except OSError:
                return


def _private(place: Path) -> bool:
    """Make the folder; say whether it is a real folder of this user that no one else can write to."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = place.lstat()
    mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
    return stat.S_ISDIR(state.st_mode) and mine and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _connect(file: Path) -> "sqlite3.Connection":
    import sqlite3

    # SQLite would make the file readable to others; its side files take the mode of this one.
    os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600))
    database = sqlite3.connect(file, timeout=WAIT_SECONDS)
    try:
        # Readers and one writer side by side; what a crash loses is only time.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _damaged(error: "sqlite3.Error") -> bool:
    import sqlite3

    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    # A plain SQLITE_ERROR is a table of another shape: not ours, or of a version that never was.
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _prefix(kind: str, version: str) -> str:
    return f"{kind}\n{version}\n"


def _seal(key: str, payload: bytes) -> bytes:
    return zlib.crc32(payload, zlib.crc32(key.encode())).to_bytes(CHECK_BYTES, "big") + payload


def _unseal(key: str, sealed: bytes) -> bytes | None:
    payload = sealed[CHECK_BYTES:]
    return payload if _seal(key, payload)[:CHECK_BYTES] == sealed[:CHECK_BYTES] else None


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
