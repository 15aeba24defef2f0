"""The one module that writes a card to a tracking server: files of the run, description and tags of the version."""

import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from maturity.errors import Unreadable
from maturity.model.version import RawVersionDetail
from maturity.sources.mlflow.address import Server
from maturity.sources.mlflow.connection import Connection
from maturity.sources.mlflow.credentials import Credentials
from maturity.sources.mlflow.foreign import record, text
from maturity.sources.mlflow.limits import Limits

API = "/api/2.0/mlflow"
_ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts"
DIGEST_TAG, CARD_TAG = "maturity.card.digest", "model_card"
DESCRIBED = "Model card:"
"""How a description begins that is ours; another one stays."""
_SCHEME = "mlflow-artifacts:"


class Change(NamedTuple):
    """One thing that is written."""

    where: str
    what: str


class Publication(NamedTuple):
    """What a card is published with."""

    files: Mapping[str, bytes]
    """By the path among the artifacts of the run."""
    digest: str
    summary: str
    """First line of the description."""


def planned(detail: RawVersionDetail, publication: Publication) -> tuple[Change, ...]:
    """Say what would be written; nothing where this very card is there already."""
    version = detail.version
    name = f"models:/{detail.model}/{version.version}"
    there = {file.path for file in detail.files or ()}
    if version.tags.get(DIGEST_TAG) == publication.digest and there >= set(publication.files):
        return ()
    changes = [
        Change(f"run {version.run}", f"artifact {path}, {len(content)} bytes")
        for path, content in publication.files.items()
    ]
    if not version.description or version.description.startswith(DESCRIBED):
        changes.append(Change(name, f"description: {DESCRIBED} {publication.summary}"))
    tags = {DIGEST_TAG: publication.digest, CARD_TAG: next(iter(publication.files))}
    changes += [Change(name, f"tag {key} = {value}") for key, value in tags.items()]
    return tuple(changes)


def publish(
    server: Server,
    environment: Mapping[str, str],
    detail: RawVersionDetail,
    publication: Publication,
    limits: Limits | None = None,
) -> None:
    """Write files first, then the tags: a version whose tag names a card has it.

    Raises:
        UsageError: a credential cannot be sent.
        Unreadable: the version has no run, its files are kept elsewhere, or the server refuses.
    """
    bounds = limits if limits is not None else Limits()
    credentials = Credentials.of(environment)
    connection = Connection(server.url, credentials, bounds, time.monotonic() + bounds.seconds)
    version = detail.version
    if version.run is None:
        raise Unreadable(f"models:/{detail.model}/{version.version} names no run that could hold the card")
    try:
        below = _place(connection, version.run)
        for path, content in publication.files.items():
            connection.put(f"{_ARTIFACTS}/{quote(below)}/{quote(path)}", content)
        named = {"name": detail.model, "version": version.version}
        if not version.description or version.description.startswith(DESCRIBED):
            told = {**named, "description": f"{DESCRIBED} {publication.summary}"}
            connection.json(f"{API}/model-versions/update", told, method="PATCH")
        tags = {CARD_TAG: next(iter(publication.files)), DIGEST_TAG: publication.digest}
        for key, value in tags.items():
            connection.json(f"{API}/model-versions/set-tag", {**named, "key": key, "value": value}, post=True)
    except Unreadable as error:
        raise Unreadable(credentials.masked(str(error))) from None
    finally:
        connection.close()


def _place(connection: Connection, run: str) -> str:
    """Return where below the server's own artifacts those of a run lie."""
    info = record(record(connection.json(f"{API}/runs/get", {"run_id": run}).get("run")).get("info"))
    place = text(info.get("artifact_uri"), 1_000)
    if not place.startswith(_SCHEME) or ".." in place.split("/"):
        raise Unreadable("keeps the files of the run elsewhere: start it with --serve-artifacts, or log the card")
    below = place.removeprefix(_SCHEME)
    if below.startswith("//"):
        below = below[2:].partition("/")[2]
    return below.strip("/")
