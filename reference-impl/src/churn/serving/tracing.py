"""Ids and logs: every request has an id and a trace id; the logs hold both, the caller and the store the first."""

import json
import logging
import os
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from random import Random
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from churn.serving.metrics import Metrics

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")  # W3C Trace Context, version 00

request_id: ContextVar[str] = ContextVar("request_id", default="-")
trace_id: ContextVar[str] = ContextVar("trace_id", default="-")
logger = logging.getLogger("churn.access")
# An id is no secret. To ask the system for each would hand the interpreter to the threads that score, and wait for it.
_ids = Random(os.urandom(32))  # noqa: S311
os.register_at_fork(after_in_child=lambda: _ids.seed(os.urandom(32)))


class Tracing:
    """ASGI middleware: sets both ids, counts and times the request, and logs one line about it without features."""

    def __init__(self, app: ASGIApp, metrics: Metrics, paths: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request = _accepted(_ID, headers.get(b"x-request-id", b"")) or f"{_ids.getrandbits(128):032x}"
        request_id.set(request)
        trace_id.set(_accepted(_TRACEPARENT, headers.get(b"traceparent", b"")) or request)
        started, status = perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request.encode())]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            seconds = perf_counter() - started
            # Unknown paths are one label: a scanner must not fill the registry.
            path = scope["path"] if scope["path"] in self._paths else "other"
            self._metrics.requests.labels(path, str(status)).inc()
            self._metrics.request_seconds.labels(path).observe(seconds)
            logger.info("request", extra={"fields": {"path": path, "status": status, "ms": round(1000 * seconds, 3)}})


class JsonLines(logging.Formatter):
    """One JSON object per record, with both ids."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line; JSON escapes what could begin another."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            "request_id": request_id.get(),
            "trace_id": trace_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry)


def log_to_stderr(level: str = "INFO") -> None:
    """Send all logs to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _accepted(pattern: re.Pattern[str], value: bytes) -> str | None:
    """Return the id in a header, if it is one: what else it holds reaches no log."""
    found = pattern.fullmatch(value.decode("latin-1"))
    return (found[1] if pattern.groups else found[0]) if found else None
