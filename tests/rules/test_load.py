"""The catalog as a whole, ours and that of an organisation."""

import shutil
from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.resources import folder
from maturity.rules.load import load_catalog
from tests.rules.test_validate import GOOD

CHECKS = folder("checks")


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    """Return a catalog folder of its own, with one rule."""
    copy = tmp_path / "checks"
    (copy / "rules/automation").mkdir(parents=True)
    for name in ("levels.yaml", "principles.yaml"):
        shutil.copy(CHECKS / name, copy / name)
    (copy / "rules/automation/my-rule.yaml").write_text(GOOD)
    return copy


def test_an_organisation_adds_rules(checks: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra/governance"
    extra.mkdir(parents=True)
    (extra / "our-rule.yaml").write_text(
        GOOD.replace("id: my-rule", "id: our-rule").replace("principle: automation", "principle: governance")
    )
    own, both = load_catalog(checks), load_catalog(checks, extra.parent)
    assert [rule.id for rule in own.rules] == ["my-rule"]
    assert [rule.id for rule in both.rules] == ["my-rule", "our-rule"]
    assert own.digest != both.digest


def test_an_id_is_taken_once(checks: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra/automation"
    extra.mkdir(parents=True)
    (extra / "my-rule.yaml").write_text(GOOD)
    with pytest.raises(UsageError, match=r"extra/automation/my-rule.yaml:1: the id 'my-rule' is taken by .*checks"):
        load_catalog(checks, extra.parent)


def test_the_digest_is_of_content(checks: Path) -> None:
    before = load_catalog(checks).digest
    assert load_catalog(checks).digest == before
    (checks / "rules/automation/my-rule.yaml").write_text(GOOD.replace("level: 1", "level: 2"))
    assert load_catalog(checks).digest != before


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("levels.yaml", "level: 3", "level: 2", "levels.yaml:1: the levels have to be 0, 1, 2 and 3"),
        ("levels.yaml", "title:", "titel:", "unknown key 'titel'; did you mean 'title'?"),
        (
            "principles.yaml",
            "id: automation",
            "id: automatoin",
            "'id' cannot be 'automatoin'; did you mean 'automation'?",
        ),
        ("principles.yaml", "id: automation", "id: continuity", "principles.yaml:1: the principles have to be"),
    ],
)
def test_levels_and_principles_are_complete(checks: Path, name: str, old: str, new: str, expected: str) -> None:
    path = checks / name
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(UsageError) as error:
        load_catalog(checks)
    assert expected in str(error.value)
