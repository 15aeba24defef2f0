"""A framework file is refused with its line when it does not fit."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.rules.frameworks import load_framework, load_frameworks, read_framework

GOOD = """\
id: ours
name: {en: Our policy, zh: 本公司政策}
version: "1"
scope: {en: All of it., zh: 全部。}
confidence: {en: High., zh: 高。}
items:
  - {id: P, ref: P, verify: group, title: {en: Part, zh: 部分}}
  - id: P.1
    ref: P.1
    section: P
    verify: auto
    title: {en: CI trains, zh: CI 训练}
    rules:
      - rule: ci-trains
        relation: full
        reason: {en: It does., zh: 确实如此。}
  - {id: P.2, ref: P.2, section: P, verify: attest, title: {en: Someone said so, zh: 有人声明}}
"""
RULES = {"ci-trains", "ci-on-change"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a framework file."""
    path = tmp_path / "ours.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_framework_is_read_with_every_item(file: Path) -> None:
    framework = read_framework(file, RULES)
    assert [(item.id, item.section) for item in framework.items] == [("P", None), ("P.1", "P"), ("P.2", "P")]
    assert framework.items[1].rules[0].reason.zh == "确实如此。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: ours", "id: our", "ours.yaml:1: the id 'our' differs from the name of the file, 'ours'"),
        ("rule: ci-trains", "rule: ci-trians", "ours.yaml:14: there is no rule 'ci-trians'; did you mean 'ci-trains'?"),
        ("rule: ci-trains", "rule: zzz", "ours.yaml:14: there is no rule 'zzz'; see: maturity rules list"),
        ("relation: full", "relation: total", "ours.yaml:15: 'relation' cannot be 'total'; one of: full, partial"),
        ("verify: auto", "verify: partial", "ours.yaml:15: a rule decides an item alone only where verify is 'auto'"),
        ("verify: auto", "verify: out", "ours.yaml:13: no rule speaks to an item of verify 'out'"),
        ("section: P\n", "section: Q\n", "ours.yaml:10: there is no group 'Q'"),
        ("{id: P.2", "{id: P.1", "ours.yaml:17: the item 'P.1' is listed twice"),
        ("verify: attest", "verfy: attest", "ours.yaml:17: unknown key 'verfy'; did you mean 'verify'?"),
        (
            "        reason: {en: It does., zh: 确实如此。}\n",
            "        reason: {en: a, zh: b}\n      - {rule: ci-trains, relation: partial, reason: {en: a, zh: b}}\n",
            "ours.yaml:17: the rule 'ci-trains' is linked twice to 'P.1'",
        ),
        (
            "version: ",
            "scoring: ml-test-score\nversion: ",
            None,
        ),
        ("        reason: {en: It does., zh: 确实如此。}\n", "", "ours.yaml:14: 'reason' is missing"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(file: Path, old: str, new: str, expected: str | None) -> None:
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    if expected is None:
        assert read_framework(file, RULES).scoring == "ml-test-score"
        return
    with pytest.raises(UsageError) as refused:
        read_framework(file, RULES)
    assert expected in str(refused.value)


def test_a_person_s_word_is_at_most_supported(file: Path) -> None:
    file.write_text(GOOD.replace("verify: auto", "verify: attest").replace("full", "partial"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"ours.yaml:15: what only a person can state, a rule at most supports"):
        read_framework(file, RULES)


def test_an_organisation_adds_its_own(file: Path, tmp_path: Path) -> None:
    checks = tmp_path / "checks/frameworks"
    checks.mkdir(parents=True)
    (checks / "theirs.yaml").write_text(GOOD.replace("id: ours", "id: theirs"), encoding="utf-8")
    extra = tmp_path / "extra"
    extra.mkdir()
    file.rename(extra / "ours.yaml")
    assert list(load_frameworks(checks.parent, RULES, extra)) == ["ours", "theirs"]
    (extra / "theirs.yaml").write_text(GOOD.replace("id: ours", "id: theirs"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"extra/theirs.yaml:1: the id 'theirs' is taken by .*checks"):
        load_frameworks(checks.parent, RULES, extra)


def test_links_and_other_endings_are_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "checks/frameworks").mkdir(parents=True)
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "ours.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UsageError, match=r"ours.yml:1: a framework file ends in .yaml"):
        load_frameworks(tmp_path / "checks", RULES, extra)
    (extra / "ours.yml").unlink()
    (extra / "ours.yaml").symlink_to(file)
    with pytest.raises(UsageError, match="links are not followed here"):
        load_frameworks(tmp_path / "checks", RULES, extra)


def test_one_is_read_and_no_other(file: Path, tmp_path: Path) -> None:
    checks = tmp_path / "checks/frameworks"
    checks.mkdir(parents=True)
    (checks / "broken.yaml").write_text("[")
    file.rename(checks / "ours.yaml")
    assert load_framework("ours", checks.parent, RULES).id == "ours"
    with pytest.raises(UsageError, match=r"there is no framework 'our'; did you mean 'ours'\?"):
        load_framework("our", checks.parent, RULES)
    with pytest.raises(UsageError, match=r"there is no framework 'zzz'; known: broken, ours"):
        load_framework("zzz", checks.parent, RULES)
