"""Releases say which model serves which share of the customers: numbered files that are never rewritten.

A release log is a folder. `0007.json` is the seventh release and names the SHA-256 of `0006.json`; the highest number
serves. Nothing edits a file there, so the history of what served when is the folder itself. `events.jsonl` beside it
tells what the guards and people did.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import isclose
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

Route = Literal["champion", "challenger", "canary", "shadow"]
Action = Literal["first", "champion", "shadow", "challenger", "canary", "advance", "rollback"]

STEPS = (0.05, 0.25, 1.0)
"""Shares of the customers that a canary serves, one after the other; at 1 it becomes the champion."""


SCORE_EDGES = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5)
"""Edges of the bins in which score distributions are compared: about even where a rate of churn of 8 % is common."""


class ReleaseError(Exception):
    """A release that cannot be read or made; the message says the place, the fault and the remedy."""


class ReleaseConflict(ReleaseError):
    """Somebody else made the next release first."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Value):
    """What a model said of the newest labelled rows, and what was true there: what guards hold its answers against."""

    rate: float = Field(ge=0, le=1, description="share of churn among the rows")
    rows: int = Field(ge=1)
    shares: tuple[float, ...] = Field(description="share of the scores between the SCORE_EDGES")

    @classmethod
    def of(cls, scores: NDArray[np.float64], labels: NDArray[Any]) -> Self:
        """Measure scores and labels, both (n,)."""
        counts = np.bincount(np.searchsorted(SCORE_EDGES, scores), minlength=len(SCORE_EDGES) + 1)
        return cls(rate=float(np.mean(labels)), rows=len(scores), shares=tuple((counts / len(scores)).tolist()))


class Deployment(_Value):
    """One model folder in one role."""

    route: Route
    name: str = Field(min_length=1, max_length=100)
    version: str = Field(min_length=1, max_length=100)
    folder: str
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the model folder, checked before it serves")
    run_id: str | None = Field(None, description="the tracked run that trained it")
    weight: float = Field(ge=0, le=1, description="share of the customers")
    expected: Expected | None = Field(None, description="left out: guards hold it against the champion")


class Release(_Value):
    """What serves from one moment on."""

    number: int = Field(ge=1)
    at: AwareDatetime
    actor: str = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=1, max_length=1000)
    action: Action
    deployments: tuple[Deployment, ...]
    restores: int | None = Field(None, description="the release a rollback returns to")
    condemned: tuple[str, ...] = Field((), description="digests of the models that this rollback took out of service")
    previous: str | None = Field(None, description="SHA-256 of the file of the release before")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        routes = [deployment.route for deployment in self.deployments]
        if routes.count("champion") != 1 or len(routes) != len(set(routes)):
            raise ValueError("a release has one champion and no role twice")
        if not isclose(sum(deployment.weight for deployment in self.deployments), 1, abs_tol=1e-9):
            raise ValueError("the weights of a release add up to 1")
        if any(deployment.weight for deployment in self.deployments if deployment.route == "shadow"):
            raise ValueError("a shadow answers nobody: its weight is 0")
        return self

    def get(self, route: Route) -> Deployment | None:
        """Return the deployment in this role, or None."""
        return next((deployment for deployment in self.deployments if deployment.route == route), None)

    @property
    def champion(self) -> Deployment:
        """The deployment that answers everybody whom no other role answers."""
        return next(deployment for deployment in self.deployments if deployment.route == "champion")


class ReleaseLog:
    """The release files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def number(self) -> int:
        """Return the number of the newest release, 0 when there is none; cheap enough to ask every second."""
        if not self.folder.is_dir():
            return 0
        return max((int(path.stem) for path in self.folder.glob("[0-9]*.json") if path.stem.isdigit()), default=0)

    def read(self, number: int) -> Release:
        """Return one release; raises ReleaseError when its file is missing or not a release."""
        path = self._path(number)
        try:
            release = Release.model_validate_json(path.read_bytes())
        except OSError as error:
            raise ReleaseError(f"{path}: {error.strerror}; the numbers of a release log have no holes") from None
        except ValidationError as error:
            raise ReleaseError(f"{path}: {error.errors()[0]['msg']}; restore the file from version control") from None
        if release.number != number:
            raise ReleaseError(f"{path}: holds release {release.number}; restore the file from version control")
        return release

    def current(self) -> Release:
        """Return the release that serves; raises ReleaseError when there is none yet."""
        if not (number := self.number()):
            raise ReleaseError(f"{self.folder}: no release yet; make one with `churn serve release FOLDER`")
        return self.read(number)

    def history(self) -> tuple[Release, ...]:
        """Return all releases, oldest first; raises ReleaseError when a file was changed after the next was made."""
        releases = tuple(self.read(number) for number in range(1, self.number() + 1))
        for before, after in pairwise(releases):
            if after.previous != _sha256(self._path(before.number)):
                raise ReleaseError(f"{self._path(before.number)}: was changed later; restore it from version control")
        return releases

    def append(
        self,
        action: Action,
        deployments: Sequence[Deployment],
        *,
        actor: str,
        reason: str,
        restores: int | None = None,
        condemned: Sequence[str] = (),
        at: datetime | None = None,
    ) -> Release:
        """Write the next release and return it; raises ReleaseConflict when its number was taken meanwhile."""
        last = self.number()
        try:
            release = Release(
                number=last + 1, at=at or datetime.now(UTC), actor=actor, reason=reason, action=action,
                deployments=tuple(deployments), restores=restores, condemned=tuple(condemned),
                previous=_sha256(self._path(last)) if last else None,
            )  # fmt: skip
        except ValidationError as error:
            raise ReleaseError(f"{self.folder}: release {last + 1}: {error.errors()[0]['msg']}") from None
        self._write(release)
        self.record(action, at=release.at, release=release.number, actor=actor, reason=reason)
        return release

    def record(self, event: str, at: datetime | None = None, **fields: object) -> None:
        """Append one line to the event log."""
        line = json.dumps({"at": (at or datetime.now(UTC)).isoformat(), "event": event, **fields}, default=str)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def events(self) -> list[dict[str, object]]:
        """Return the event log, oldest first."""
        path = self.folder / "events.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def _write(self, release: Release) -> None:
        """Link a complete file to its name: readers see all of it or nothing, and only one writer gets the number."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".release-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(release.model_dump_json(indent=2) + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            os.link(name, self._path(release.number))
        except FileExistsError:
            raise ReleaseConflict(
                f"{self._path(release.number)}: another release was made meanwhile; look at it"
            ) from None
        finally:
            Path(name).unlink()

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:04d}.json"


def deployment(
    route: Route,
    folder: Path,
    *,
    version: str = "",
    weight: float = 0,
    run_id: str | None = None,
    expected: Expected | None = None,
) -> Deployment:
    """Describe a model folder as it is on disk now; without a version, by its digest.

    Raises ReleaseError when it holds no model.
    """
    if not (folder / "model.json").is_file():
        raise ReleaseError(f"{folder}: no model.json there; name a folder that the pipeline made, as models/composite")
    found = digest(folder)
    return Deployment(
        route=route, name=folder.resolve().name, version=version or found[:12], folder=str(folder), digest=found,
        run_id=run_id, weight=weight, expected=expected,
    )  # fmt: skip


def digest(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of all files of a model folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()}\0{_sha256(path)}\n".encode())
    return total.hexdigest()


def condemned(history: Sequence[Release]) -> frozenset[str]:
    """Return the digests of the models that were rolled back, and not released again by a person since."""
    out: set[str] = set()
    for release in history:
        out = out - {one.digest for one in release.deployments} | set(release.condemned)
    return frozenset(out)


def start(
    history: Sequence[Release], candidate: Deployment, *, steps: Sequence[float] = STEPS, again: bool = False
) -> tuple[Deployment, ...]:
    """Return the deployments of a release with `candidate` in its role, beside or instead of what is there.

    A canary begins at the first step, a challenger has the weight it comes with, a shadow none; the champion gives it
    up. The first release makes its candidate the champion. Raises ReleaseError for a model that a rollback condemned,
    unless `again` says that the fault was another's.
    """
    if not history:
        return (candidate.model_copy(update={"route": "champion", "weight": 1.0}),)
    if candidate.digest in condemned(history) and not again:
        raise ReleaseError(f"{candidate.folder}: was rolled back and is the same still; train another, or say --again")
    if candidate.route == "champion":
        raise ReleaseError(f"{candidate.folder}: a champion is made by advancing a canary; release it as canary")
    weight = {"canary": steps[0], "shadow": 0.0}.get(candidate.route, candidate.weight)
    return _reweighed(history[-1], candidate.model_copy(update={"weight": weight}))


def release(
    log: ReleaseLog,
    candidate: Deployment,
    *,
    actor: str,
    reason: str,
    steps: Sequence[float] = STEPS,
    again: bool = False,
) -> Release:
    """Append the release that `start` describes."""
    history = log.history()
    deployments = start(history, candidate, steps=steps, again=again)
    return log.append(candidate.route if history else "first", deployments, actor=actor, reason=reason)


def advance(current: Release, steps: Sequence[float] = STEPS) -> tuple[Deployment, ...]:
    """Return the deployments with the canary one step further; at 1 it is the champion, and nobody else answers."""
    canary = current.get("canary")
    if canary is None:
        raise ReleaseError(f"release {current.number}: has no canary to advance; start one with `churn serve release`")
    weight = next((step for step in steps if step > canary.weight + 1e-9), 1.0)
    if weight < 1:
        return _reweighed(current, canary.model_copy(update={"weight": weight}))
    kept = tuple(deployment for deployment in current.deployments if deployment.route == "shadow")
    return (canary.model_copy(update={"route": "champion", "weight": 1.0}), *kept)


def _reweighed(current: Release, changed: Deployment) -> tuple[Deployment, ...]:
    """Put `changed` in its role, and let the champion answer all whom no other role answers."""
    others = [one for one in current.deployments if one.route not in {"champion", changed.route}]
    rest = 1.0 - changed.weight - sum(one.weight for one in others)
    if rest < 0:
        raise ReleaseError(f"release {current.number}: the weights would pass 1; withdraw a challenger first")
    return (current.champion.model_copy(update={"weight": rest}), *others, changed)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
