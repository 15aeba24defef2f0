"""Roll back: make a release that restores the newest one without the model at fault."""

from collections.abc import Sequence
from datetime import datetime

from churn.ops.release import Deployment, Release, ReleaseConflict, ReleaseError, ReleaseLog, condemned


def roll_back(
    log: ReleaseLog,
    *,
    actor: str,
    reason: str,
    at_fault: int | None = None,
    offender: Deployment | None = None,
    at: datetime | None = None,
) -> Release | None:
    """Append the release that takes the newest model out of service, and return it.

    The offender is the canary unless named, else the challenger, else the champion. `at_fault` is the release that was
    watched: when another one serves by now, as after a rollback by a second server, nothing is done and None returned.
    Raises ReleaseError when no earlier release served without the offender.
    """
    history = log.history()
    if not history:
        raise ReleaseError(f"{log.folder}: no release yet, so nothing to roll back")
    if at_fault is not None and at_fault != history[-1].number:
        return None
    offender = offender or suspect(history[-1])
    target = restored(history, offender)
    try:
        return log.append(
            "rollback",
            target.deployments,
            actor=actor,
            reason=reason,
            restores=target.number,
            condemned=[offender.digest],
            at=at,
        )
    except ReleaseConflict:
        if at_fault is None:
            raise
        return None


def suspect(release: Release) -> Deployment:
    """Return the deployment that a rollback of this release takes out: the one that is under trial."""
    return release.get("canary") or release.get("challenger") or release.champion


def restored(history: Sequence[Release], offender: Deployment) -> Release:
    """Return the newest release that knows neither the offender nor a model that was condemned before."""
    out = condemned(history) | {offender.digest}
    for release in reversed(history[:-1]):
        if not any(one.digest in out for one in release.deployments):
            return release
    raise ReleaseError(
        f"release {history[-1].number}: no earlier release served without {offender.name} {offender.version}; "
        "release another model as canary"
    )
