"""What the operator named: a server, a database file or a folder of a file store."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from maturity.errors import UsageError

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]+")
_SHOWN = 200
_EXAMPLE = "https://host, sqlite:///mlflow.db or ./mlruns"
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Server:
    """A tracking server; its URL has no slash at the end."""

    url: str
    shown: str


@dataclass(frozen=True, slots=True)
class Database:
    """A database file of this machine."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A file store of this machine; the operator may name a link, what lies in it may not be one."""

    path: Path
    shown: str


Address = Server | Database | Folder


def parse(uri: str) -> Address:
    """Read what the operator named.

    Raises:
        UsageError: it is no address of a tracking store; one line, without credentials.
    """
    shown = redacted(uri)
    if not uri.strip():
        raise UsageError(f"MLflow: the address is empty; name one such as {_EXAMPLE}")
    if uri.startswith(_SQLITE):
        return _database(uri.removeprefix(_SQLITE), shown)
    if uri.startswith("file:") or "://" not in uri:
        return _folder(uri, shown)
    if " " in uri or not uri.isprintable():
        raise UsageError(f"MLflow: {shown}: a URL holds no blanks or control characters; write them as %20")
    try:
        url = urlsplit(uri)
        fault = _fault(url)
    except ValueError:
        fault = f"is not a URL; use {_EXAMPLE}"
    if fault:
        raise UsageError(f"MLflow: {shown}: {fault}")
    return Server(uri.rstrip("/"), shown.rstrip("/"))


def redacted(uri: str) -> str:
    """Return an address as it may be shown: without credentials, query and control characters, not endless."""
    scheme, mark, rest = uri.partition("://")
    if mark:
        held, at, tail = rest.rpartition("@")
        rest = re.sub(r"[?#].*", "?***", "***@" + tail if at and held else rest, flags=re.DOTALL)
    safe = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in scheme + mark + rest)
    return safe if len(safe) <= _SHOWN else safe[: _SHOWN - 1] + "…"


def _fault(url: SplitResult) -> str | None:
    if url.scheme not in ("http", "https"):
        return f"no store is read by {url.scheme}; use {_EXAMPLE}"
    if url.username is not None or url.password is not None:
        return "an address holds no credentials; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
    if not _HOST.fullmatch(url.hostname or ""):
        return "has no host that can be named; use https://host"
    if url.query or url.fragment:
        return "an address ends before '?' and '#'; leave them out"
    # Reading the port is what checks it.
    return "has no port 0; name the one that the server listens on" if url.port == 0 else None


def _database(name: str, shown: str) -> Database:
    path = Path(name.partition("?")[0])
    try:
        found = path.is_file()
    except OSError:  # a name that is too long
        found = False
    if not found:
        raise UsageError(f"MLflow: {shown}: there is no such database file; name an existing one")
    return Database(path.resolve(), shown)


def _folder(uri: str, shown: str) -> Folder:
    name = uri
    if uri.startswith("file:"):
        name = unquote(uri.removeprefix("file:"))
        if name.startswith("//"):
            host, _, name = name[2:].partition("/")
            name = "/" + name
            if host:
                raise UsageError(f"MLflow: {shown}: a file address names no host; use file:///folder")
    try:
        path = Path(name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise UsageError(f"MLflow: {shown}: is no URL and no existing folder; use {_EXAMPLE}") from None
    if not path.is_dir() or not os.access(path, os.R_OK | os.X_OK):
        raise UsageError(f"MLflow: {shown}: is no folder that can be read; name a file store, or sqlite:///FILE")
    return Folder(path, shown)
