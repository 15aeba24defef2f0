"""Which files say how a repository is judged, and where they are read from."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.policy_files import PolicyFiles, read_policy
from maturity.sources.git.target import open_target
from tests.repository import MakeRepository, git

WAIVERS = """waivers:
  - rule: alerting
    reason: risk-accepted
    justification: x
    requested_by: a
    approved_by: b
    created: 2026-01-01
    expires: 2026-12-31
"""


def policy(target: Path, revision: str | None = None) -> PolicyFiles:
    with open_target(str(target)) as snapshot:
        return read_policy(snapshot, revision)


def keys(files: PolicyFiles) -> list[tuple[str, object, str]]:
    return [(setting.key, setting.value, setting.place) for setting in files.layer()]


def test_our_own_file_comes_before_the_shared_one(make_repository: MakeRepository) -> None:
    shared = {"pyproject.toml": "[tool.maturity.gate]\nlevel = 1\n"}
    own = {"maturity.toml": "[gate]\nlevel = 2\n"}
    assert keys(policy(make_repository(shared, name="shared"))) == [("gate.level", 1, "pyproject.toml:2")]
    assert keys(policy(make_repository(shared | own, name="both"))) == [("gate.level", 2, "maturity.toml:2")]
    assert keys(policy(make_repository({"README.md": "x"}, name="none"))) == []


def test_a_broken_pyproject_that_says_nothing_of_us_is_none_of_our_business(make_repository: MakeRepository) -> None:
    assert keys(policy(make_repository({"pyproject.toml": "[project\n"}))) == []


def test_a_change_does_not_waive_itself(make_repository: MakeRepository) -> None:
    target = make_repository({"maturity.toml": "[gate]\nlevel = 2\n"})
    git(target, "checkout", "-q", "-b", "change")
    (target / "maturity.toml").write_text("[gate]\nlevel = 0\n")
    (target / ".maturity").mkdir()
    (target / ".maturity/waivers.yaml").write_text(WAIVERS)
    git(target, "add", "-A")
    git(target, "commit", "-q", "-m", "lower the bar")
    here, there = policy(target), policy(target, "main")
    assert (keys(here)[0][1], len(here.waivers())) == (0, 1)
    assert (keys(there)[0][1], len(there.waivers())) == (2, 0)


def test_a_revision_that_is_not_there_is_said(make_repository: MakeRepository) -> None:
    with pytest.raises(UsageError, match="origin/main: no branch, tag or commit is called so"):
        policy(make_repository({"a": "x"}), "origin/main")


def test_a_folder_without_git_has_no_other_revision(tmp_path: Path) -> None:
    (tmp_path / "maturity.toml").write_text("[gate]\nlevel = 2\n")
    assert keys(policy(tmp_path)) == [("gate.level", 2, "maturity.toml:2")]
    with pytest.raises(UsageError, match="no git history"):
        policy(tmp_path, "main")


def test_what_cannot_be_read_is_no_policy_and_no_waiver(make_repository: MakeRepository, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("[gate]\nlevel = 0\n")
    target = make_repository({".maturity/waivers.yaml": b"waivers:\n  - rule: \xff\n"})
    (target / "maturity.toml").symlink_to(tmp_path / "secret.toml")
    git(target, "add", "-A")
    files = policy(target)
    with pytest.raises(UsageError, match=r"maturity\.toml: is a link"):
        files.layer()
    (entry,) = files.waivers()
    assert entry.waiver is None
    assert (entry.report.state, entry.report.detail.en) == ("malformed", "is not UTF-8 text")


def test_a_file_of_attestations_that_cannot_be_read_is_one_malformed_entry(make_repository: MakeRepository) -> None:
    (entry,) = policy(make_repository({".maturity/attestations.yaml": b"\xff\xfe"})).attestations()
    assert (entry.state, entry.detail.en, str(entry.at)) == (
        "malformed",
        "is not UTF-8 text",
        ".maturity/attestations.yaml",
    )
