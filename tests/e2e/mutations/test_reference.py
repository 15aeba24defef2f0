"""One thing at a time is broken in the reference project: exactly those rules change that ask for it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from maturity.model.finding import Status
from tests.e2e import live_breaks
from tests.e2e.mutations.reference import CATALOG, Mutation, judged, make, mutations

TABLE = mutations()
LIVE = {rule.id for rule in CATALOG.rules if rule.source != "repo"}
ELSEWHERE = {
    "server-authenticated": "tests/sources/mlflow/test_stores.py has a server that asks for a login, and others",
}
"""Rules that no mutation of these evidences can break, and where they are broken instead."""


@dataclass(frozen=True)
class Base:
    """The project as it is, and what the rules say of it."""

    folder: Path
    cache: Path
    says: dict[str, Status]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Make the project and scan it once; what did not change is taken from the cache from then on."""
    place = tmp_path_factory.mktemp("reference")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATURITY_CACHE_DIR", str(place / "cache"))
        yield Base(folder=make(place / "project"), cache=place / "cache", says=judged(place / "project"))


@pytest.mark.slow
@pytest.mark.parametrize("mutation", TABLE, ids=lambda mutation: mutation.breaks)
def test_exactly_the_rules_change_that_ask_for_it(
    mutation: Mutation, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATURITY_CACHE_DIR", str(base.cache))
    folder = tmp_path / "project"
    shutil.copytree(base.folder, folder, symlinks=True)
    for edit in mutation.edits:
        edit.apply(folder)
    after = judged(folder)
    assert {rule: status for rule, status in after.items() if status != base.says[rule]} == mutation.changes


def test_every_rule_is_broken_by_something() -> None:
    broken = {rule for mutation in TABLE for rule in mutation.changes} | live_breaks.BROKEN
    assert broken.isdisjoint(ELSEWHERE)
    assert {rule.id for rule in CATALOG.rules} - broken == ELSEWHERE.keys()


@pytest.mark.slow
def test_no_rule_fails_by_what_is_in_the_repository(base: Base) -> None:
    assert {rule for rule, status in base.says.items() if status == "fail"} == set()


def test_a_mutation_of_several_rules_says_why() -> None:
    assert [one.breaks for one in TABLE if len(one.changes) > 1 and not one.why] == []
    assert len({one.breaks for one in TABLE}) == len(TABLE)
    assert all(LIVE.isdisjoint(one.changes) for one in TABLE)
