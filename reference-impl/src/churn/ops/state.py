"""What the loop remembers: one SQLite file of events that are added to and never changed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from churn.ops.retrain import Decision, History, RetrainPolicy, Signal, Window, decide

Kind = Literal["baseline", "window", "performance", "decision", "retraining", "trained", "failed", "promotion", "pause"]

_TABLE = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_kind ON events (kind, at);
"""


class Event(NamedTuple):
    """One thing that happened; `at` in UTC."""

    at: datetime
    kind: str
    content: dict[str, Any]


class LoopState:
    """The events of one file. Each call opens its own connection; decisions exclude one another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._writing() as connection:
            for statement in filter(str.strip, _TABLE.split(";")):
                connection.execute(statement)

    def record(self, kind: Kind, at: datetime, content: dict[str, Any]) -> None:
        """Add an event."""
        with self._writing() as connection:
            _insert(connection, kind, at, content)

    def events(self, *kinds: Kind) -> list[Event]:
        """Return the events of these kinds, or all, in the order in which they were added."""
        with self._writing() as connection:
            rows = connection.execute("SELECT at, kind, content FROM events ORDER BY number").fetchall()
        found = [Event(datetime.fromisoformat(at), kind, json.loads(content)) for at, kind, content in rows]
        return [event for event in found if not kinds or event.kind in kinds]

    def windows(self) -> tuple[Window, ...]:
        """Return the windows since the last training: those before were held against another reference."""
        windows: dict[str, Window] = {}
        for event in self.events("window", "trained"):
            if event.kind == "trained":
                windows = {}
            else:
                content = event.content
                windows[content["month"]] = Window(**{**content, "faults": tuple(content["faults"])})
        return tuple(windows[month] for month in sorted(windows))

    def history(self, new_labels: int = 0) -> History:
        """Return what decisions are made of."""
        with self._writing() as connection:
            return _history(connection, new_labels)

    def claim(self, signals: list[Signal], new_labels: int, policy: RetrainPolicy, now: datetime) -> Decision:
        """Decide, and note the decision and the retraining that begins: of two callers at once, one gets it."""
        with self._writing() as connection:
            decision = decide(signals, _history(connection, new_labels), policy, now)
            if decision.signal:
                _insert(connection, "decision", now, asdict(decision))
            if decision.retrain and decision.signal:
                _insert(connection, "retraining", now, asdict(decision.signal))
        return decision

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection
        finally:
            connection.close()


def _history(connection: sqlite3.Connection, new_labels: int) -> History:
    begun = connection.execute("SELECT at FROM events WHERE kind = 'retraining' ORDER BY number").fetchall()
    pauses = connection.execute("SELECT content FROM events WHERE kind = 'pause' ORDER BY number").fetchall()
    return History(
        retrainings=tuple(datetime.fromisoformat(at) for (at,) in begun),
        new_labels=new_labels,
        paused_until=datetime.fromisoformat(json.loads(pauses[-1][0])["until"]) if pauses else None,
    )


def _insert(connection: sqlite3.Connection, kind: Kind, at: datetime, content: dict[str, Any]) -> None:
    if at.tzinfo is None:
        raise ValueError(f"{at}: a moment needs its time zone")
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    connection.execute("INSERT INTO events (at, kind, content) VALUES (?, ?, ?)", (moment, kind, json.dumps(content)))
