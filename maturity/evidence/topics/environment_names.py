"""What deployment environments are called."""

import re
from collections.abc import Iterator
from typing import Literal

from maturity.model.place import Place

Name = Literal["development", "test", "staging", "production"]

NAMES: dict[str, Name] = {
    **dict.fromkeys(("dev", "develop", "development"), "development"),
    **dict.fromkeys(("test", "qa", "testing"), "test"),
    **dict.fromkeys(("staging", "stage", "stg", "preprod", "uat", "acceptance"), "staging"),
    **dict.fromkeys(("prod", "production", "prd", "live"), "production"),
}

Means = dict[str, dict[Name, Place]]
"""By what tells them apart: the environments, and where each stands."""


def name_of(word: str) -> Name | None:
    """Return the environment that a word names."""
    return NAMES.get(word.lower())


def named(label: str, ignored: frozenset[str] = frozenset()) -> Iterator[Name]:
    """Yield the environments that the words of a name tell: `deploy-to-prod` tells one."""
    for word in re.split(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", label[:200]):
        if word.lower() not in ignored and (name := name_of(word)):
            yield name
