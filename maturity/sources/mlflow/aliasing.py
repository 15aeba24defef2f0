"""The one module that moves an alias of a registry: it looks, writes, and looks again.

MLflow has no write under a condition. An alias that somebody moves between the last look and the write, a few
milliseconds, is overwritten; looking again afterwards shows a later one, not that one.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from maturity.errors import Unreadable
from maturity.sources.mlflow.address import Server
from maturity.sources.mlflow.connection import Connection, Method
from maturity.sources.mlflow.credentials import Credentials
from maturity.sources.mlflow.foreign import records as objects
from maturity.sources.mlflow.limits import Limits

API = "/api/2.0/mlflow"
_MODEL, _VERSION = f"{API}/registered-models/get", f"{API}/model-versions/get"
_ALIAS = f"{API}/registered-models/alias"
_SET, _DELETE = f"{API}/model-versions/set-tag", f"{API}/model-versions/delete-tag"


class Overtaken(Unreadable):
    """Somebody else moved the alias meanwhile."""


class Alias:
    """One alias of one registered model, at a tracking server."""

    def __init__(
        self, server: Server, environment: Mapping[str, str], model: str, alias: str, limits: Limits | None = None
    ) -> None:
        """Connect; raises UsageError for credentials that cannot be sent."""
        bounds = limits if limits is not None else Limits()
        self._credentials = Credentials.of(environment)
        self._connection = Connection(server.url, self._credentials, bounds, time.monotonic() + bounds.seconds)
        self._model, self._alias = model, alias

    def version(self) -> str:
        """Return the version that it names now; empty when there is none. Raises Unreadable."""
        # The route of one alias answers a missing one like any bad question; the model lists those that there are.
        model = self._ask(_MODEL, {"name": self._model}).get("registered_model")
        if not isinstance(model, dict):
            raise Unreadable("does not say which aliases the model has")
        aliases = objects(model.get("aliases"))
        return next((str(one.get("version")) for one in aliases if one.get("alias") == self._alias), "")

    def move(self, version: str, *, expected: str, tags: Mapping[str, str]) -> None:
        """Write tags on a version and let the alias name it; of both, or neither.

        Args:
            version: Which version.
            expected: The version that the alias has to name until then; empty for none.
            tags: What is written on the version.

        Raises:
            Overtaken: the alias names another version than was expected: nothing is left written.
            Unreadable: the server refuses, or fails; the message says what is left.
        """
        self._same(expected)
        before = self._tags(version)
        begun: list[str] = []
        try:
            for key, value in tags.items():
                begun.append(key)
                self._ask(_SET, self._of(version) | {"key": key, "value": value}, post=True)
            self._same(expected)
            self._set(version)
        except Unreadable as error:
            left = self._take_back(version, before, begun)
            rest = f"; these tags could not be taken back: {', '.join(left)}" if left else ""
            raise type(error)(f"{error}{rest}") from None
        now = self.version()
        if now != version:
            raise Overtaken(f"the alias was set, and names {now or 'nothing'} already: somebody else moved it")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _same(self, expected: str) -> None:
        now = self.version()
        if now != expected:
            raise Overtaken(f"the alias was moved meanwhile, from {expected or 'nothing'} to {now or 'nothing'}")

    def _set(self, version: str) -> None:
        try:
            self._ask(_ALIAS, {"name": self._model, "alias": self._alias, "version": version}, post=True)
        except Unreadable:
            # A server that breaks off may have done it all the same.
            if self.version() != version:
                raise

    def _tags(self, version: str) -> dict[str, str]:
        held = self._ask(_VERSION, self._of(version)).get("model_version")
        listed = objects(held.get("tags")) if isinstance(held, dict) else ()
        return {str(one.get("key")): str(one.get("value", "")) for one in listed}

    def _take_back(self, version: str, before: Mapping[str, str], begun: list[str]) -> list[str]:
        """Let tags be as they were; return those that could not be."""
        for key in begun:
            with suppress(Unreadable):
                if key in before:
                    self._ask(_SET, self._of(version) | {"key": key, "value": before[key]}, post=True)
                else:
                    self._ask(_DELETE, self._of(version) | {"key": key}, method="DELETE")
        try:
            now = self._tags(version)
        except Unreadable:
            return begun
        return [key for key in begun if now.get(key) != before.get(key)]

    def _of(self, version: str) -> dict[str, str]:
        return {"name": self._model, "version": version}

    def _ask(
        self, path: str, question: Mapping[str, str], *, post: bool = False, method: Method | None = None
    ) -> dict[str, Any]:
        try:
            return self._connection.json(path, question, post=post, method=method)
        except Unreadable as error:
            raise type(error)(self._credentials.masked(str(error))) from None
