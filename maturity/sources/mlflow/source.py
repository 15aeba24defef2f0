"""Read a tracking store in a child process, whatever it does to the reader."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime

from maturity.children import watched
from maturity.errors import Unreadable
from maturity.model.settings import Settings
from maturity.model.tracking import RawTracking
from maturity.sources.mlflow.address import Address, Database, Server, parse
from maturity.sources.mlflow.credentials import Credentials
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.store import TrackingStore

Progress = Callable[[str], None]
DEFAULT = Limits()


def read(
    uri: str,
    settings: Settings,
    *,
    now: datetime,
    progress: Progress = lambda _: None,
    environment: Mapping[str, str],
    limits: Limits = DEFAULT,
) -> RawTracking:
    """Read a tracking store as far as it can be read: registry, what is behind serving versions, a sample of runs.

    Args:
        uri: `http(s)://host`, `sqlite:///FILE`, or a folder of a file store.
        settings: What serves, and how large the sample is.
        now: The time that the sample's window ends.
        progress: Told in a few words what is being done.
        environment: Where credentials are looked for: the documented `MLFLOW_TRACKING_*` variables.
        limits: What bounds the reading.

    Raises:
        UsageError: this is no address of a tracking store, or a credential cannot be sent.
        Unreadable: it cannot be read, or is no tracking store; the message is the reason, without credentials.
    """

    def look(store: TrackingStore, shown: str, tell: Progress) -> str:
        from maturity.sources.mlflow.inspect import Inspection

        return Inspection(store, settings, limits, now.timestamp(), tell).read(shown).model_dump_json()

    return RawTracking.model_validate_json(looked(uri, look, progress=progress, environment=environment, limits=limits))


def looked(
    uri: str,
    look: Callable[[TrackingStore, str, Progress], str],
    *,
    progress: Progress,
    environment: Mapping[str, str],
    limits: Limits,
) -> bytes:
    """Return the JSON that a look at a store gives, made in a child that has limits, without credentials.

    Args:
        uri: The address of the store.
        look: Given the open store, its address as it may be shown, and whom to tell of progress (in the child).
        progress: Told in a few words what is being done.
        environment: Where credentials are looked for.
        limits: What bounds the reading.

    Raises:
        UsageError: this is no address of a tracking store, or a credential cannot be sent.
        Unreadable: it cannot be read; the message is the reason, without credentials.
    """
    address, credentials = parse(uri), Credentials.of(environment)

    def work(tell: Progress) -> bytes:
        deadline = time.monotonic() + max(limits.seconds - limits.reserve, limits.seconds / 2)
        with closing(_store_of(address, credentials, limits, deadline)) as store:
            return look(store, address.shown, tell).encode()

    try:
        answer = watched(work, progress=progress, seconds=limits.seconds, memory=limits.memory)
    except Unreadable as error:
        raise Unreadable(credentials.masked(str(error))) from None
    return json.dumps(credentials.scrubbed(json.loads(answer))).encode() if credentials.secrets else answer


def _store_of(address: Address, credentials: Credentials, limits: Limits, deadline: float) -> TrackingStore:
    """Return the store behind an address (in the child)."""
    if isinstance(address, Server):
        from maturity.sources.mlflow import server

        return server.Server(address.url, credentials, limits, deadline)
    if isinstance(address, Database):
        from maturity.sources.mlflow import database

        return database.Database(address.path, credentials.workspace, limits)
    from maturity.sources.mlflow import filestore

    return filestore.FileStore(address.path, limits, deadline)
