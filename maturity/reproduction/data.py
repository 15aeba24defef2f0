"""The data of a re-run: what DVC recorded at the commit, fetched from the remote that the operator named."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import basename

from maturity.errors import SourceError, Unreadable, UsageError
from maturity.model.reproduction import InputDigests
from maturity.reproduction.environment import Environment
from maturity.reproduction.workspace import Workspace
from maturity.sources.dvc.address import locate, projects_of
from maturity.sources.dvc.at import recorded_at
from maturity.sources.dvc.audit import configs
from maturity.sources.dvc.committed import Committed, Contents
from maturity.sources.dvc.fetch import fetch
from maturity.sources.dvc.recorded import Recorder
from maturity.sources.git.revisions import Revisions


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


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the data of a commit is recorded, and where it is fetched from."""

    revisions: Revisions
    commit: str
    remote: str | None
    """As the operator named it."""
    surroundings: Mapping[str, str]
    """The operator's environment, where credentials are looked for."""


def provide(workspace: Workspace, clone: Path, project: Path, made: Environment, origin: Origin) -> None:
    """Fetch what DVC recorded from the named remote alone, and let DVC put it in its place.

    DVC is the project's own, and does not hash what it fetches: it gets neither credentials nor the network.
    """
    if origin.remote is None:
        raise UsageError("the commit keeps data in DVC; name the remote that has it with --dvc-remote")
    program = shutil.which("dvc", path=made.path())
    if program is None:
        raise UsageError("dvc is not in the environment of the project, nor on PATH; install it, or choose --python")
    root = next((place for place in (project, *project.parents) if (place / ".dvc").is_dir()), None)
    if root is None or not root.is_relative_to(clone):
        raise UsageError("the commit has no .dvc folder, so that DVC cannot put its data in place")
    with unconfigured(root / ".dvc"):
        _fill(workspace, root / ".dvc" / "cache", origin)
        if not workspace.run([program, "checkout", "--allow-missing"], project, workspace.variables(PATH=made.path())):
            raise SourceError("DVC cannot put the data of the commit in its place; the log says why")


def _fill(workspace: Workspace, cache: Path, origin: Origin) -> None:
    """Copy what the target records into the cache of its DVC project; projects inside of it have their own remotes."""
    revisions, contents, named = origin.revisions, Contents(origin.revisions), str(origin.remote)
    try:
        head, at = (
            Committed(commit, revisions.tree(commit), contents) for commit in (revisions.head or "", origin.commit)
        )
        # Whom a name stands for is what HEAD says, as it is where the remote is audited.
        address = locate(named, projects_of(configs(head)), revisions.folder)
        if address.versioned:
            raise UsageError(f"--dvc-remote {named}: keeps versions of files and no objects; name one with objects")
        recorder = Recorder(replace(address, root=""), [project.root for project in projects_of(configs(at))])
        kept = sorted((one for one in recorder.outputs(at).found if one.cached), key=lambda one: bool(one.exempt))
        lacks = fetch(address.place, [one.name for one in kept], cache, origin.surroundings, workspace.left)
    except Unreadable as error:
        raise SourceError(f"--dvc-remote {named}: {error}") from None
    due = {one.name: one.output for one in reversed(kept) if not one.exempt}
    faults = [f"{due[one.recorded]}: the object {one.key} {one.reason}" for one in lacks if one.recorded in due]
    if faults:
        workspace.note(*faults)
        more = f", and {len(faults) - 1} more that the log names" if faults[1:] else ""
        raise SourceError(f"--dvc-remote {named}: {faults[0]}{more}")


@contextmanager
def unconfigured(folder: Path) -> Iterator[None]:
    """Take away what the repository configures of DVC: it could choose where DVC reads and writes."""
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


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "replace")).hexdigest() if lines else ""
