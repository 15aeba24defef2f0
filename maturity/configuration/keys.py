"""Every key of maturity.toml: its form, its default, who may set it, and what it is for."""

from typing import Annotated, Any, NamedTuple

from pydantic import Field

from maturity.model.policy import LiveSource
from maturity.model.rule import Level, PrincipleId
from maturity.model.settings import Settings
from maturity.model.value import Value

Days = Annotated[int, Field(ge=1, le=3_650)]
Share = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], Field(max_length=200)]
Target = Annotated[int, Field(ge=0, le=3)]


class Goal(Value):
    """The level that a system has to reach, by where it runs and how much depends on it."""

    environment: str = ""
    """Empty for any."""
    criticality: str = ""
    """Empty for any."""
    level: Target


class RuleOverride(Value):
    """What a profile changes about a rule."""

    level: Level | None = None
    required: bool | None = None


class Key(NamedTuple):
    """One key."""

    form: Any
    """Type that pydantic validates."""
    default: Any
    about: str
    """For the file that `maturity init` writes."""
    operator: bool = False
    """Only the operator sets it: it names what is contacted or read, or what is judged how."""


_SETTINGS = Settings()

KEYS: dict[str, Key] = {
    "sources.mlflow": Key(Name, "", "tracking server, database or file store to inspect", operator=True),
    "sources.dvc-remote": Key(Name, "", "DVC remote to inspect: its name in .dvc/config, or an address", operator=True),
    "sources.record-key": Key(
        Name, "", "public Ed25519 key (PEM) that records of re-runs have to be signed with", operator=True
    ),
    "rules.folder": Key(Name, "", "folder with rules of your own, beside ours", operator=True),
    "rules.profile": Key(Name, "", "profile that is in force", operator=True),
    "technologies.folder": Key(Name, "", "folder with technologies of your own, beside ours", operator=True),
    "plugins.packages": Key(Names, (), "installed packages of which extractors and sources are asked", operator=True),
    "project.leave-out": Key(Names, (), "paths that are not looked at, as in .gitignore; reports name them"),
    "settings.serving-aliases": Key(
        Names, _SETTINGS.serving_aliases, "aliases of the registry that mean: this version serves"
    ),
    "settings.commit-tag": Key(Name, _SETTINGS.commit_tag, "tag of a run that names the commit"),
    "settings.run-window-days": Key(Days, _SETTINGS.run_window_days, "runs of so many days are sampled"),
    "settings.fresh-days": Key(Days, _SETTINGS.fresh_days, "a serving version is fresh for so many days"),
    "settings.runs-per-experiment": Key(
        Annotated[int, Field(ge=1, le=10_000)], _SETTINGS.runs_per_experiment, "runs sampled per experiment at most"
    ),
    "settings.hash-sample": Key(
        Annotated[int, Field(ge=0, le=10_000_000)],
        _SETTINGS.hash_sample,
        "objects of the DVC remote whose content is hashed; 0 for all",
    ),
    "settings.hash-seed": Key(
        Annotated[int, Field(ge=0, le=2**31 - 1)],
        _SETTINGS.hash_seed,
        "which objects are drawn: another number, another sample",
        operator=True,
    ),
    "gate.level": Key(Target, None, "level that `maturity gate` demands"),
    "gate.score": Key(Share, None, "least share of assessed rules that pass"),
    "gate.principles": Key(dict[PrincipleId, Target], {}, "levels of single principles"),
    "gate.require-sources": Key(tuple[LiveSource, ...], (), "sources that have to be given and readable"),
    "gate.frameworks": Key(Names, (), "frameworks or their items (NAME, NAME:ITEM) of which the rules have to be met"),
    "gate.waivers": Key(bool, default=True, about="a failure that is waived does not block"),
    "gate.waiver-days": Key(Days, 365, "how long a waiver may last"),
    "gate.goals": Key(
        Annotated[tuple[Goal, ...], Field(max_length=50)],
        (),
        "levels by environment and criticality: [[gate.goals]] with environment, criticality, level",
    ),
    "profiles": Key(
        dict[Name, dict[Name, RuleOverride]],
        {},
        "profiles: [profiles.NAME] with RULE = {level = 2, required = true}",
        operator=True,
    ),
}
