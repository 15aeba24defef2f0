"""What the registry and the tracker know of the version that is run again."""

from typing import NamedTuple

from maturity.errors import UsageError
from maturity.model.tracking import RawRun, RawTracking, RawVersion
from maturity.sources.mlflow.naming import Reference, version_of


class Recorded(NamedTuple):
    """What the registry and the tracker know of the version."""

    version: RawVersion
    run: RawRun
    commit: str


def find(reference: Reference, tracking: RawTracking, commit_tag: str) -> Recorded:
    """Find the version, its run and the commit of the run."""
    _, found = version_of(reference, tracking.models)
    name = f"{reference.model}/{found.version}"
    if not found.run:
        raise UsageError(f"{name}: names no run; there is nothing to compare a re-run with")
    run = next((one for one in tracking.runs if one.id == found.run and not one.deleted), None)
    if run is None:
        gone = found.run in tracking.missing_runs
        why = "is gone" if gone else "was not read; name the version by an alias that serves"
        raise UsageError(f"{name}: its run {found.run} {why}")
    commit = run.tags.get(commit_tag)
    if not commit:
        raise UsageError(f"{name}: its run {run.id} records no commit in the tag {commit_tag}")
    return Recorded(found, run, commit)
