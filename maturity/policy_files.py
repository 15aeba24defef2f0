"""The files of a repository that say how it is judged: as they stand, or as another revision has them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from maturity.configuration.layers import OWN_FILE, SHARED_FILE, SHARED_TABLE, InForce, Setting, read, resolve
from maturity.errors import Unreadable, UsageError
from maturity.model.attestation import Attestation
from maturity.model.raw import Gap, RawFile
from maturity.request import Request
from maturity.rules import attestations, waivers
from maturity.sources.git.snapshot import Snapshot

FILES = (OWN_FILE, SHARED_FILE, waivers.FILE, attestations.FILE)


class Terms(NamedTuple):
    """What repository and operator say of how to judge."""

    configured: InForce
    waivers: tuple[waivers.Entry, ...]
    attestations: tuple[Attestation, ...]
    blobs: Mapping[str, str]
    """The ids of the files that attestations are about, as they are judged."""
    frameworks: Path | None
    """A folder with frameworks of the operator."""
    technologies: Path | None = None
    """A folder with technologies of the operator."""
    gaps: tuple[Gap, ...] = ()
    """What the repository says and what does not hold."""


class PolicyFiles(NamedTuple):
    """What was found."""

    texts: Mapping[str, str]
    faults: Mapping[str, str]
    """Why a file that is there could not be read."""

    def layer(self) -> tuple[Setting, ...]:
        """Return what the repository's configuration sets; `maturity.toml` before the table of `pyproject.toml`.

        Raises:
            UsageError: `FILE:LINE: what is wrong`.
        """
        for name, table in ((OWN_FILE, ()), (SHARED_FILE, SHARED_TABLE)):
            if name in self.faults:
                raise UsageError(f"{name}: {self.faults[name]}")
            text = self.texts.get(name, "")
            # A pyproject.toml that says nothing of us may be as it likes.
            if ".".join(table) in text and (found := read(text, name, "repository", table=table)):
                return found
        return ()

    def waivers(self) -> tuple[waivers.Entry, ...]:
        """Return the entries of the file of waivers; one that cannot be read is a malformed entry."""
        if waivers.FILE in self.faults:
            return (waivers.unreadable(self.faults[waivers.FILE]),)
        return waivers.read(self.texts[waivers.FILE]) if waivers.FILE in self.texts else ()

    def attestations(self) -> tuple[Attestation, ...]:
        """Return the entries of the file of attestations; one that cannot be read is a malformed entry."""
        if attestations.FILE in self.faults:
            return (attestations.unreadable(self.faults[attestations.FILE]),)
        return attestations.read(self.texts[attestations.FILE]) if attestations.FILE in self.texts else ()


def terms(snapshot: Snapshot, request: Request) -> Terms:
    """Join what the repository says with what the operator says.

    Raises:
        UsageError: there is no revision to read it from; or the repository's configuration is wrong, and it is needed.
    """
    files = read_policy(snapshot, request.policy_from or None)
    stated = files.attestations()
    subjects = {one.subject.path for one in stated if one.subject}
    blobs = {file.path: file.blob for file in snapshot.files if file.path in subjects}
    told = Terms(request.operator, files.waivers(), stated, blobs, request.frameworks, request.technologies)
    try:
        layer = files.layer()
    except UsageError as error:
        if request.policy_needed:
            raise
        path, _, reason = str(error).partition(":")
        return told._replace(gaps=(Gap(path=path, reason=reason.strip()),))
    configured = resolve(layer, request.configuration)
    return told._replace(configured=configured, gaps=tuple(map(_refusal, configured.refused)))


def _refusal(setting: Setting) -> Gap:
    path, _, line = setting.place.partition(":")
    remedy = (
        f"only the operator sets it; `--config {path}` says so" if path == OWN_FILE else "only the operator sets it"
    )
    return Gap(path=path, reason=f"line {line}: {setting.key} does not hold: {remedy}")


def read_policy(snapshot: Snapshot, revision: str | None) -> PolicyFiles:
    """Read the files of the target, or of the commit that a branch, tag or id names.

    Raises:
        UsageError: there is no such revision.
    """
    texts: dict[str, str] = {}
    faults: dict[str, str] = {}
    for file, content in _contents(snapshot, revision):
        if isinstance(content, Gap):
            faults[file.path] = content.reason
            continue
        try:
            texts[file.path] = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            faults[file.path] = "is not UTF-8 text"
    return PolicyFiles(texts, faults)


def _contents(snapshot: Snapshot, revision: str | None) -> Iterator[tuple[RawFile, bytes | Gap]]:
    if revision is None:
        return snapshot.read(_chosen(snapshot.files))
    if snapshot.revisions is None:
        raise UsageError(f"{revision}: there is no git history to read the policy from")
    commit = snapshot.revisions.resolve(revision)
    if commit is None:
        raise UsageError(f"{revision}: no branch, tag or commit is called so; fetch it (in CI: the whole history)")
    try:
        return snapshot.revisions.read(_chosen(snapshot.revisions.tree(commit)))
    except Unreadable as error:
        raise UsageError(f"{revision}: {error}") from None


def _chosen(files: Iterable[RawFile]) -> list[RawFile]:
    return [file for file in files if file.path in FILES]
