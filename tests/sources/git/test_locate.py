"""The git folder of a target is found by reading."""

import os
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.sources.git.locate import locate
from tests.repository import MakeRepository, git, write


def test_top_inside_and_outside(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"src/deep/a.py": ""})
    top, inside = locate(folder), locate(folder / "src" / "deep")
    assert top
    assert inside
    assert (top.git, top.tree, top.prefix) == (folder / ".git", folder, "")
    assert (inside.git, inside.tree, inside.prefix) == (folder / ".git", folder, "src/deep")
    (tmp_path / "plain").mkdir()
    assert locate(tmp_path / "plain") is None


def test_a_git_folder_itself_is_bare(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": ""})
    found = locate(folder / ".git")
    assert found
    assert (found.git, found.tree) == (folder / ".git", None)


def test_a_linked_work_tree_shares_the_common_folder(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": ""})
    git(folder, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    found = locate(tmp_path / "linked")
    assert found
    assert (found.common, found.git.parent) == (folder / ".git", folder / ".git/worktrees")


def test_a_git_link_is_not_followed(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": ""})
    write(tmp_path / "other", {"b.py": ""})
    (tmp_path / "other/.git").symlink_to(folder / ".git")
    with pytest.raises(Unreadable, match=r"its \.git is a link"):
        locate(tmp_path / "other")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_someone_else_s_repository_above_has_no_claim(tmp_path: Path, make_repository: MakeRepository) -> None:
    above = make_repository({"a.py": ""})
    write(above, {"mine/b.py": ""})
    os.chown(above / ".git", 12_345, -1)
    assert locate(above / "mine") is None
