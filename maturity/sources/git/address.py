"""What the operator named: an existing folder, or the URL of a repository to clone."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from maturity.errors import UsageError
from maturity.sources.names import decode

SCHEMES = ("http", "https", "ssh", "file")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]+")
_USER = re.compile(r"[A-Za-z0-9_][^@/:\s]*")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f]")
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, links resolved: the operator may name a link, the scanned tree may not."""

    path: Path
    name: str
    location: str


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository elsewhere."""

    url: str
    scheme: str
    name: str
    location: str


def parse(target: str) -> Folder | Remote:
    """Read what the operator named. A path that exists wins over any other reading; nothing is expanded in either."""
    shown = redacted(target)
    try:
        path = Path(target).resolve(strict=True) if target else None
    except (OSError, ValueError, RuntimeError):
        path = None
    if path is None:
        return _remote(target, shown)
    if not path.is_dir():
        raise UsageError(f"{shown}: is a file; name the folder it lies in")
    if not os.access(path, os.R_OK | os.X_OK):
        raise UsageError(f"{shown}: may not be read by this user; change its permissions or scan as its owner")
    return Folder(path, decode(os.fsencode(path.name)) or "root", shown)


def redacted(target: str) -> str:
    """Return a path or URL as it may be shown: without credentials and control characters, not endless."""
    scheme, mark, rest = target.partition("://")
    if mark:
        authority, slash, path = rest.partition("/")
        # An @ in the path can belong to a password with an unescaped slash: everything before the last one goes.
        held, at, tail = (authority + slash + path).rpartition("@")
        if at and not (scheme == "ssh" and _USER.fullmatch(held)):
            authority, slash, path = ("***@" + tail).partition("/")
        path = re.sub(r"[?#].*", "?***", path, flags=re.DOTALL)
        target = scheme + mark + authority + slash + path
    else:
        target = re.sub(r"(?<=::).*", "***", target, flags=re.DOTALL)
    safe = os.fsencode(target).decode("utf-8", errors="backslashreplace") if target.isprintable() is False else target
    safe = _UNPRINTABLE.sub(lambda found: repr(found[0])[1:-1] if found[0] != " " else " ", safe)
    return safe if len(safe) <= _SHOWN else safe[: _SHOWN - 1] + "…"


def _remote(target: str, shown: str) -> Remote:
    if "://" not in target:
        raise UsageError(
            f"{shown or 'the target'}: no such folder; name an existing one, or a git URL such as {_example()}"
        )
    if _UNPRINTABLE.search(target):
        raise UsageError(f"{shown}: a URL holds no blanks or control characters; write them as %20")
    try:
        url = urlsplit(target)
        fault = _fault(url)
    except ValueError:
        fault = "is not a URL"
    if fault:
        raise UsageError(f"{shown}: {fault}; use a URL such as {_example()}")
    name = url.path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    return Remote(target, url.scheme, name or url.hostname or "repository", shown)


def _fault(url: SplitResult) -> str | None:
    if url.scheme not in SCHEMES:
        return f"only {', '.join(SCHEMES)} URLs are read"
    host, user = url.hostname or "", url.username
    if url.scheme == "file":
        return None if not url.netloc else "a file URL names no host"
    if not _HOST.fullmatch(host):
        return "has no host that can be named"
    if user is not None and not _USER.fullmatch(user):
        return "has a user that cannot be named"
    # Reading the port is what checks it.
    return None if url.port != 0 and url.path.strip("/") else "names no repository"


def _example() -> str:
    return "https://host/group/project.git"
