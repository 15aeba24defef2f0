"""The data of a re-run: what DVC recorded at the commit, fetched from the remote that the operator named."""

import hashlib
import shutil
from pathlib import Path
from posixpath import basename

from maturity.errors import SourceError, UsageError
from maturity.model.reproduction import InputDigests
from maturity.reproduction.environment import Environment
from maturity.reproduction.workspace import NETWORK, Workspace
from maturity.sources.dvc.address import Bucket, locate, projects_of
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
    around = workspace.variables(*CREDENTIALS, *NETWORK, PATH=made.path())
    # A remote of ours: what the repository sets beside its own URL would choose credentials and hosts.
    steps = (
        [program, "remote", "add", "--local", "--force", NAME, _url(revisions, remote)],
        [program, "pull", "--remote", NAME],
    )
    for step in steps:
        if not workspace.run(step, project, around):
            raise SourceError(f"--dvc-remote {remote}: the data of the commit cannot be fetched; the log says why")


def _url(revisions: Revisions, remote: str) -> str:
    head = Committed(revisions.head or "", revisions.tree(revisions.head or ""), Contents(revisions))
    place = locate(remote, projects_of(configs(head)), revisions.folder).place
    return f"s3://{place.name}/{place.prefix}".rstrip("/") if isinstance(place, Bucket) else str(place.path.absolute())


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest() if lines else ""
