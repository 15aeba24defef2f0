"""Which registered version is meant: `models:/NAME@ALIAS` or `models:/NAME/VERSION`."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from maturity.errors import UsageError
from maturity.model.settings import Settings
from maturity.model.tracking import RawModel, RawVersion

_FORM = re.compile(r"models:/(?P<model>[^/]+)(?:@(?P<alias>[^/@]+)|/(?P<version>[0-9]+))")


class Reference(NamedTuple):
    """A version of a model, by its alias or number."""

    model: str
    alias: str
    version: str

    def __str__(self) -> str:
        return f"models:/{self.model}" + (f"@{self.alias}" if self.alias else f"/{self.version}")


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


def version_of(reference: Reference, models: Iterable[RawModel]) -> tuple[RawModel, RawVersion]:
    """Return the model and the version that is meant.

    Raises:
        UsageError: the registry has no such model, alias or version.
    """
    known = {one.name: one for one in models}
    model = known.get(reference.model)
    if model is None:
        names = ", ".join(sorted(known)[:5]) or "none"
        raise UsageError(f"{reference}: there is no such registered model; the registry has {names}")
    number = model.aliases.get(reference.alias) if reference.alias else reference.version
    if number is None:
        raise UsageError(f"{reference}: the model has no such alias; {_aliases(model)}")
    version = next((one for one in model.versions if one.version == number), None)
    if version is None:
        raise UsageError(f"{reference}: the model has no version {number}")
    return model, version


def _aliases(model: RawModel) -> str:
    return f"it has {', '.join(sorted(model.aliases)[:5])}" if model.aliases else "it has none"
