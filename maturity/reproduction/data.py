"""The data of a re-run: what DVC recorded at the commit, fetched from the remote that the operator named."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import basename

from maturity.errors import SourceError, UsageError
from maturity.model.reproduction import InputDigests
from maturity.reproduction.environment import Environment
from maturity.reproduction.workspace import NETWORK, Workspace
from maturity.sources.dvc.address import Bucket, Folder, Ssh, Web, locate, projects_of
from maturity.sources.dvc.at import recorded_at
from maturity.sources.dvc.audit import configs
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.git.revisions import Revisions

NAME = "maturity-reproduce"
CREDENTIALS = ("AWS_",)
"""What fetching the data may need; the project's own code does not get it."""


def digests(revisions: Revisions, commit: str) -> InputDigests:
    """Digest what DVC recorded at a commit, of which the data follows."""
    recorded = recorded_at(revisions, [commit])[commit]
    if recorded.unread:
        raise SourceError(f"commit {commit[:12]}: {recorded.unread}")
    files = [file for file in revisions.tree(commit) if file.path.endswith(".dvc") or basename(file.path) == "dvc.lock"]
    data = sorted(f"{one.output} {one.digest}" for one in recorded.tracked)
    return InputDigests(
        lock=_digest([f"{file.path} {file.blob}" for file in files]), data=_digest(data), environment=""
    )


def pull(workspace: Workspace, project: Path, made: Environment, revisions: Revisions, remote: str | None) -> None:
    """Fetch the data with DVC, from the named remote alone."""
    if remote is None:
        raise UsageError("the commit keeps data in DVC; name the remote that has it with --dvc-remote")
    program = shutil.which("dvc", path=made.path())
    if program is None:
        raise UsageError("dvc is not in the environment of the project, nor on PATH; install it, or choose --python")
    root = next((place for place in (project, *project.parents) if (place / ".dvc").is_dir()), None)
    if root is None or not root.is_relative_to(workspace.folder):
        raise UsageError("the commit has no .dvc folder, so that DVC cannot fetch its data")
    around = workspace.variables(*CREDENTIALS, *NETWORK, PATH=made.path(), **_files_of_credentials())
    steps = ([program, "remote", "add", "--default", NAME, _url(revisions, remote)], [program, "pull"])
    with unconfigured(root / ".dvc"):
        for step in steps:
            if not workspace.run(step, project, around, network=True):
                raise SourceError(f"--dvc-remote {remote}: the data of the commit cannot be fetched; the log says why")


@contextmanager
def unconfigured(folder: Path) -> Iterator[None]:
    """Take away what the repository configures of DVC: it could choose to whom the operator's credentials are sent."""
    places = (folder, folder / "config", folder / "config.local")
    if any(place.is_symlink() for place in places):
        raise UsageError(
            "the .dvc folder of the commit holds links in place of its configuration; DVC is not run on it"
        )
    kept = {place: place.read_bytes() for place in places[1:] if place.exists()}
    for place in kept:
        place.unlink()
    (folder / "config").touch()
    try:
        yield
    finally:
        (folder / "config").unlink(missing_ok=True)
        for place, content in kept.items():
            place.write_bytes(content)


def _files_of_credentials() -> dict[str, str]:
    """Name the operator's own files of credentials, which boto3 would look for in another home folder."""
    home = Path.home() / ".aws"
    named = {"AWS_SHARED_CREDENTIALS_FILE": home / "credentials", "AWS_CONFIG_FILE": home / "config"}
    return {name: str(path) for name, path in named.items() if name not in os.environ and path.is_file()}


def _url(revisions: Revisions, remote: str) -> str:
    head = Committed(revisions.head or "", revisions.tree(revisions.head or ""), Contents(revisions))
    place = locate(remote, projects_of(configs(head)), revisions.folder).place
    match place:
        case Bucket():
            return f"s3://{place.name}/{place.prefix}".rstrip("/")
        case Web():
            return place.url
        case Folder():
            return str(place.path.absolute())
        case Ssh():
            raise UsageError(
                f"--dvc-remote {remote}: a re-run fetches nothing over ssh; copy or mount it, and name the folder"
            )


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest() if lines else ""
