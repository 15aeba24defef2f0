"""Which registered version is meant: `models:/NAME@ALIAS` or `models:/NAME/VERSION`."""

import re
from typing import NamedTuple

from maturity.errors import UsageError
from maturity.model.settings import Settings
from maturity.model.tracking import RawModel, RawRun, RawTracking, RawVersion

_FORM = re.compile(r"models:/(?P<model>[^/@]+)(?:@(?P<alias>[^/@]+)|/(?P<version>[0-9]+))")


class Reference(NamedTuple):
    """A version of a model, by its alias or number."""

    model: str
    alias: str
    version: str

    def __str__(self) -> str:
        return f"models:/{self.model}" + (f"@{self.alias}" if self.alias else f"/{self.version}")


class Recorded(NamedTuple):
    """What the registry and the tracker know of the version."""

    version: RawVersion
    run: RawRun
    commit: str


def parse(text: str) -> Reference:
    """Read what the operator named."""
    found = _FORM.fullmatch(text)
    if not found:
        raise UsageError(f"{text}: names no model version; write models:/NAME@ALIAS or models:/NAME/VERSION")
    return Reference(found["model"], found["alias"] or "", found["version"] or "")


def serving(reference: Reference, settings: Settings) -> Settings:
    """Return settings under which the run behind the version is read."""
    aliases = dict.fromkeys((*settings.serving_aliases, *([reference.alias] if reference.alias else [])))
    return settings.model_copy(update={"serving_aliases": tuple(aliases)})


def find(reference: Reference, tracking: RawTracking, commit_tag: str) -> Recorded:
    """Find the version, its run and the commit of the run."""
    version = _version(reference, tracking)
    name = f"{reference.model}/{version.version}"
    if not version.run:
        raise UsageError(f"{name}: names no run; there is nothing to compare a re-run with")
    run = next((one for one in tracking.runs if one.id == version.run and not one.deleted), None)
    if run is None:
        gone = version.run in tracking.missing_runs
        why = "is gone" if gone else "was not read; name the version by an alias that serves"
        raise UsageError(f"{name}: its run {version.run} {why}")
    commit = run.tags.get(commit_tag)
    if not commit:
        raise UsageError(f"{name}: its run {run.id} records no commit in the tag {commit_tag}")
    return Recorded(version, run, commit)


def _version(reference: Reference, tracking: RawTracking) -> RawVersion:
    model = next((one for one in tracking.models if one.name == reference.model), None)
    if model is None:
        known = ", ".join(sorted(one.name for one in tracking.models)[:5]) or "none"
        raise UsageError(f"{reference}: there is no such registered model; the registry has {known}")
    number = model.aliases.get(reference.alias) if reference.alias else reference.version
    if number is None:
        raise UsageError(f"{reference}: the model has no such alias; {_aliases(model)}")
    version = next((one for one in model.versions if one.version == number), None)
    if version is None:
        raise UsageError(f"{reference}: the model has no version {number}")
    return version


def _aliases(model: RawModel) -> str:
    return f"it has {', '.join(sorted(model.aliases)[:5])}" if model.aliases else "it has none"
