"""The files of a model version, through the server that was named and no other.

Where the files lie is text: an address in a version's source is never contacted, and never made into a path of this
machine. The server is asked for fixed names by model and version, and for a listing where it keeps the files itself.
"""

import re
from collections.abc import Callable, Iterator

from maturity.errors import Unreadable
from maturity.model.tracking import RawVersion
from maturity.sources.mlflow import mlmodel
from maturity.sources.mlflow.connection import Connection
from maturity.sources.mlflow.foreign import number, records, text
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.store import GONE, Absent, Artifact, Files, Listed

API = "/api/2.0/mlflow"
_LOGGED = re.compile(r"models:/(m-[\w\-]{1,100})", re.ASCII)
_OF_RUN = re.compile(r"(?:runs:/|mlflow-artifacts:/(?:\S{1,500}/)?)([0-9a-f]{32})/(?:artifacts/)?(\S{0,500})", re.ASCII)
_KEPT = ("models:", "runs:", "mlflow-artifacts:")
_MOST = 2_000

Fetch = Callable[[str], bytes]
"""Returns a file by its name; Unreadable when it cannot be had."""


def files_of(connection: Connection, model: str, version: RawVersion, limits: Limits, *, names_only: bool) -> Files:
    """Look at the files of a version; a part that could not be looked at is None."""
    if not version.source.startswith(_KEPT):
        scheme = version.source.partition(":")[0][:20] if ":" in version.source else "a path of the server"
        return Files(lacks=f"they lie at an address that is not read ({scheme})")
    question = {"name": model, "version": version.version}

    def fetch(name: str) -> bytes:
        return connection.content("/model-versions/get-artifact", {**question, "path": name}, limit=limits.file_bytes)

    try:
        names = _names(connection, version)
    except Unreadable as error:
        return look(fetch, None, f"it {error}", names_only=names_only)
    return look(fetch, names, None, names_only=names_only)


def artifacts_of(connection: Connection, run: str, folder: str) -> Listed[Artifact]:
    """List one folder among the artifacts of a run; nothing where there is none."""
    question = {"run_id": run, **({"path": folder} if folder else {})}
    try:
        held = connection.json(f"{API}/artifacts/list", question)
    except Absent:
        return Listed(())
    files = held.get("files", [])
    if not isinstance(files, list):
        raise Unreadable("lists files that are no list")
    more = len(files) > _MOST or held.get("next_page_token")
    return Listed(tuple(_artifacts(files[:_MOST])), "lists more than one page of them" if more else None)


def _artifacts(files: object) -> Iterator[Artifact]:
    for one in records(files):
        path, size = text(one.get("path"), 1_000), number(one.get("file_size"))
        if path and ".." not in path.split("/"):
            yield Artifact(path, one.get("is_dir") is True, None if size is None else int(size))


def look(fetch: Fetch, names: tuple[str, ...] | None, lacks: str | None, *, names_only: bool) -> Files:
    """Read the small files of a version by their fixed names; `names` are those that are known to be there."""
    if names == ():
        return GONE
    if names_only and names is not None:
        return Files(names)
    found: dict[str, bytes | None] = {}
    for name in (mlmodel.MODEL,) if names_only else (mlmodel.MODEL, mlmodel.REQUIREMENTS):
        try:
            found[name] = b"" if names is not None and name not in names else fetch(name)
        except Unreadable as error:
            found[name] = None
            lacks = lacks or f"{name}: it {error}"
    if names_only:
        return Files((mlmodel.MODEL,) if found[mlmodel.MODEL] else None, lacks=lacks)
    said, fault = _said(found[mlmodel.MODEL])
    listed = found[mlmodel.REQUIREMENTS]
    return Files(
        names,
        said.signature if said else None,
        said.flavors if said else (),
        None if listed is None else mlmodel.requirements(listed),
        lacks or fault,
        found[mlmodel.MODEL] or b"",
    )


def _said(content: bytes | None) -> tuple[mlmodel.Said | None, str | None]:
    if content is None:
        return None, None
    try:
        return mlmodel.said(content) if content else mlmodel.NOTHING, None
    except Unreadable as error:
        return None, f"{mlmodel.MODEL}: {error}"


def _names(connection: Connection, version: RawVersion) -> tuple[str, ...]:
    """List the files; empty when they are gone."""
    below = ""
    try:
        if logged := _LOGGED.fullmatch(version.source):
            held = connection.json(f"{API}/logged-models/{logged[1]}/artifacts/directories")
        elif of_run := _OF_RUN.fullmatch(version.source):
            below = of_run[2].rstrip("/")
            held = connection.json(f"{API}/artifacts/list", {"run_id": of_run[1], "path": below})
        else:
            raise Unreadable("does not list files by the version of another model")
    except Absent:
        return ()
    if not isinstance(held.get("files", []), list):
        raise Unreadable("lists files that are no list")
    listed = list(records(held.get("files")))[:_MOST]
    return tuple(text(entry.get("path"), 1_000).removeprefix(below).lstrip("/") for entry in listed)
