"""From arguments of the command line to what is asked for."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from maturity.configuration.files import named_layer, user_layer
from maturity.configuration.layers import Setting, given, resolve
from maturity.request import Request

_TARGET_BRANCHES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "CHANGE_TARGET",
)
"""Where GitHub, GitLab, Azure Pipelines, Bitbucket and Jenkins say which branch a change goes to."""

_OPTIONS = (
    ("--level", "level", "gate.level"),
    ("--score", "score", "gate.score"),
    ("--profile", "profile", "rules.profile"),
    ("--require-source", "require_source", "gate.require-sources"),
    ("--framework", "framework_items", "gate.frameworks"),
    ("--principle", "principles", "gate.principles"),
    ("--plugin", "plugins", "plugins.packages"),
    ("--mlflow", "mlflow", "sources.mlflow"),
    ("--dvc-remote", "dvc_remote", "sources.dvc-remote"),
    ("--record-key", "record_key", "sources.record-key"),
    ("--hash-sample", "hash_sample", "settings.hash-sample"),
    ("--hash-seed", "hash_seed", "settings.hash-seed"),
)
"""Options that set a key of the configuration."""


def request_of(arguments: argparse.Namespace) -> Request:
    """Return the request of a verb that assesses something.

    Raises:
        UsageError: a configuration file of the operator is not what it should be.
    """
    layers = (*user_layer(), *_named(getattr(arguments, "config", None)), *options(arguments))
    return Request(
        target=arguments.target,
        project=arguments.project,
        rules=arguments.rules or _folder(layers, "rules.folder"),
        technologies=arguments.technologies or _folder(layers, "technologies.folder"),
        frameworks=getattr(arguments, "frameworks", None),
        cache=not arguments.no_cache,
        configuration=layers,
    )


def target_branch(environment: Mapping[str, str]) -> str:
    """Return the branch that a change goes to, as CI names it; empty where no change is being checked."""
    for name in _TARGET_BRANCHES:
        if branch := environment.get(name, "").removeprefix("refs/heads/"):
            return f"origin/{branch}"
    return ""


def _folder(layers: Sequence[Setting], key: str) -> Path | None:
    """Return the folder that a file names, beside that file."""
    setting = resolve(layers).settings.get(key)
    return Path(setting.place.rpartition(":")[0]).parent / setting.value if setting and setting.value else None


def _named(path: Path | None) -> tuple[Setting, ...]:
    return named_layer(path) if path is not None else ()


def options(arguments: argparse.Namespace) -> tuple[Setting, ...]:
    """Return what the options of a verb set of the configuration."""
    return tuple(_options(arguments))


def _options(arguments: argparse.Namespace) -> Iterator[Setting]:
    for option, name, key in _OPTIONS:
        value = getattr(arguments, name, None)
        if value is not None:
            yield given(key, value, option)
    if getattr(arguments, "no_waivers", False):
        yield given("gate.waivers", value=False, option="--no-waivers")
