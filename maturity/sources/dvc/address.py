"""Where a remote is: what the operator named, as a place that can be listed. Credentials are never part of it."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname
from urllib.parse import SplitResult, urlsplit

from maturity.documents.dvc.config import Remote
from maturity.errors import UsageError
from maturity.sources.git.address import redacted

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,200}\Z")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SCHEMES = "a folder, an s3://, ssh:// or http(s):// URL"
SSH_PORT = 22


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """Objects of a bucket below a prefix."""

    name: str
    prefix: str
    """Ends with a slash, or is empty."""


@dataclass(frozen=True, slots=True)
class Web:
    """Objects below an address of HTTP."""

    url: str
    """Without credentials, and without a slash at its end."""


@dataclass(frozen=True, slots=True)
class Ssh:
    """A folder of another machine, behind SSH."""

    host: str
    port: int
    user: str
    """Empty where it is the user who asks."""
    path: str
    """From the root on, without a slash at its end."""


Place = Folder | Bucket | Web | Ssh


@dataclass(frozen=True, slots=True)
class Address:
    """One remote: what it is called, and where its objects are."""

    name: str
    """In .dvc/config; empty when the operator gave a place that has no name there."""
    uri: str
    """As it may be shown."""
    place: Place
    root: str
    """Folder of the DVC project that the name belongs to, relative to the target; of a URL, the target itself."""
    versioned: bool
    """It keeps files under their own names, in versions, and no objects."""


@dataclass(frozen=True, slots=True)
class Project:
    """One .dvc/config of the target."""

    root: str
    remotes: Sequence[Remote]


def locate(given: str, projects: Sequence[Project], base: Path | None) -> Address:
    """Find the place that the operator named.

    Args:
        given: The name of a remote, a URL or a folder.
        projects: What the .dvc/config files of the target name.
        base: The target's folder; None when it is a clone of ours, where relative paths lead nowhere.

    Raises:
        UsageError: it is none, or not one that can be listed.
    """
    for project in projects:
        for remote in project.remotes:
            if given == remote.name or ("://" in given and given.rstrip("/") == remote.url.rstrip("/")):
                home = base / project.root / ".dvc" if base else None
                place = _place(remote.url, home, remote.name)
                if isinstance(place, Web | Ssh) and given == remote.name:
                    # Any host may stand there, and the operator would log in to it.
                    raise UsageError(
                        f"--dvc-remote {remote.name}: only the repository says where it is; "
                        f"give its address, if it is meant: --dvc-remote {redacted(remote.url)}"
                    )
                return Address(remote.name, redacted(remote.url), place, project.root, remote.versioned)
    if "://" not in given and "/" not in given and not Path(given).is_dir():
        raise UsageError(_unknown(given, [remote.name for project in projects for remote in project.remotes]))
    return Address("", redacted(given), _place(given, Path(), redacted(given)), "", versioned=False)


def _unknown(given: str, names: Sequence[str]) -> str:
    shown = redacted(given)
    near = difflib.get_close_matches(given, names, 1)
    if near:
        return f"--dvc-remote {shown}: .dvc/config names no such remote; did you mean {near[0]!r}?"
    known = ", ".join(sorted(name for name in names if _NAME.match(name))[:10])
    rest = f"it names {known}" if known else "it names none"
    return f"--dvc-remote {shown}: .dvc/config names no such remote ({rest}); name one of its remotes, {SCHEMES}"


def _place(url: str, base: Path | None, shown: str) -> Place:
    """Read a URL; of a remote in .dvc/config `base` is the folder that relative paths start from."""
    if not url or _UNPRINTABLE.search(url):
        raise UsageError(f"--dvc-remote {shown}: its URL is empty or holds control characters; use {SCHEMES}")
    scheme, mark, rest = url.partition("://")
    if not mark or scheme == "file":
        path = Path(rest if mark else url)
        if not path.is_absolute() and base is None:
            raise UsageError(
                f"--dvc-remote {shown}: its path is relative to a checkout, and the target is a clone; give {SCHEMES}"
            )
        return Folder(path if base is None else base / path)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise UsageError(f"--dvc-remote {shown}: is not a URL; use {SCHEMES}") from None
    if scheme in ("http", "https"):
        if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
            raise UsageError(
                f"--dvc-remote {shown}: is no plain address; use https://host/path, and MATURITY_DVC_USER and "
                "MATURITY_DVC_PASSWORD or MATURITY_DVC_TOKEN for a login"
            )
        return Web(url.rstrip("/"))
    if scheme == "ssh":
        return _ssh(parts, shown)
    if scheme != "s3":
        raise UsageError(f"--dvc-remote {shown}: {redacted(scheme)[:20]} remotes cannot be listed; use {SCHEMES}")
    if not _BUCKET.match(parts.netloc):
        raise UsageError(f"--dvc-remote {shown}: names no bucket; use a URL such as s3://bucket/prefix")
    prefix = parts.path.strip("/")
    return Bucket(parts.netloc, prefix + "/" if prefix else "")


def _ssh(parts: SplitResult, shown: str) -> Ssh:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if not parts.hostname or port == 0 or parts.password is not None or parts.query or parts.fragment:
        raise UsageError(
            f"--dvc-remote {shown}: is no plain address; use ssh://user@host/path, and your ssh agent for the login"
        )
    return Ssh(parts.hostname, port or SSH_PORT, parts.username or "", parts.path.rstrip("/"))


def projects_of(configs: Mapping[str, Sequence[Remote]]) -> list[Project]:
    """Return the DVC projects of a target by the paths of their .dvc/config, the outermost first."""
    found = [Project(dirname(dirname(path)), remotes) for path, remotes in configs.items()]
    return sorted(found, key=lambda project: (project.root.count("/") if project.root else -1, project.root))
