"""Tracked files are judged as they stand in the work tree."""

import os
import shutil
from pathlib import Path

import pytest

from maturity.sources import door
from maturity.sources.git import open_target
from tests.repository import Content, MakeRepository, commit, git, write
from tests.sources.git.looking import contents, raw

FILES: dict[str, Content] = {"train.py": "fit()\n", "data/raw.csv": "a,b\n", "src/model.py": b"x = 1\n"}
READ = {"data/raw.csv": b"a,b\n", "src/model.py": b"x = 1\n", "train.py": b"fit()\n"}


def test_tracked_files_are_judged_as_they_stand(make_repository: MakeRepository) -> None:
    folder = make_repository(FILES | {"staged.py": "old\n", "gone.py": ""})
    write(folder, {"train.py": "fit(better)\n", "gone.py": None, "new.py": "new\n", "untracked.py": "no\n"})
    write(folder, {"staged.py": "staged\n"})
    git(folder, "add", "new.py", "staged.py")
    write(folder, {"staged.py": "staged, and changed again\n"})
    assert contents(folder) == READ | {
        "train.py": b"fit(better)\n",
        "new.py": b"new\n",
        "staged.py": b"staged, and changed again\n",
    }
    found = raw(folder)
    assert found.history
    assert found.history.dirty
    assert {file.path: file.blob for file in found.files}["train.py"] == door.blob_id(b"fit(better)\n")


def test_a_touched_file_is_not_a_changed_one(make_repository: MakeRepository) -> None:
    folder = make_repository(FILES)
    os.utime(folder / "train.py", (1, 1))
    history = raw(folder).history
    assert history
    assert not history.dirty


def test_a_copied_checkout_is_clean(make_repository: MakeRepository, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(make_repository(FILES), copy)
    history = raw(copy).history
    assert history
    assert not history.dirty


def test_a_folder_that_is_staged_but_not_committed(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": ""})
    write(folder, {"new/b.py": "b\n"})
    git(folder, "add", "new")
    assert contents(folder / "new") == {"b.py": b"b\n"}


def test_a_clone_without_a_checkout_is_its_last_commit(make_repository: MakeRepository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--no-checkout", str(make_repository(FILES)), str(clone))
    assert contents(clone) == READ
    assert raw(clone).gaps == ()


def test_a_merge_conflict_is_not_read(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1\n", "b.py": ""})
    git(folder, "checkout", "--quiet", "-b", "other")
    commit(folder, {"a.py": "2\n"})
    git(folder, "checkout", "--quiet", "main")
    commit(folder, {"a.py": "3\n"})
    with pytest.raises(Exception, match="merge"):
        git(folder, "merge", "other")
    assert contents(folder) == {"a.py": "holds an unresolved merge conflict", "b.py": b""}


def test_a_split_index(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1", "b.py": "2"})
    git(folder, "update-index", "--split-index")
    write(folder, {"a.py": "changed"})
    assert contents(folder) == {"a.py": b"changed", "b.py": b"2"}


def test_a_sparse_checkout_lacks_no_file(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1", "in/b.py": "2", "out/c.py": "3"})
    git(folder, "sparse-checkout", "set", "in")
    assert not (folder / "out").exists()
    assert contents(folder) == {"a.py": b"1", "in/b.py": b"2", "out/c.py": b"3"}


def test_files_fetched_by_lfs_are_not_changes(make_repository: MakeRepository) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5000\n"
    folder = make_repository({"model.bin": pointer, ".gitattributes": "*.bin filter=lfs\n"})
    write(folder, {"model.bin": b"\0" * 5000})
    found = raw(folder)
    assert found.history
    assert not found.history.dirty
    assert contents(folder)["model.bin"] == pointer.encode()


def test_line_ends_that_git_converts_are_not_changes(make_repository: MakeRepository) -> None:
    folder = make_repository({".gitattributes": "*.txt text eol=crlf\n", "a.txt": "1\r\n2\r\n"})
    os.utime(folder / "a.txt", (1, 1))
    history = raw(folder).history
    assert history
    assert not history.dirty


def test_a_file_that_changes_while_it_is_read_is_a_gap(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    write(folder, {"a.py": "2"})
    with open_target(str(folder)) as snapshot:
        write(folder, {"a.py": "3"})
        ((_, gap),) = snapshot.read(snapshot.files)
    assert getattr(gap, "reason", None) == "changed while it was being read"


def test_a_tracked_file_that_became_a_pipe_is_a_gap(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1", "b.py": "2"})
    (folder / "a.py").unlink()
    os.mkfifo(folder / "a.py")
    assert contents(folder) == {"b.py": b"2"}
    assert [gap.reason for gap in raw(folder).gaps] == [
        "not taken from the tree: 'a.py': its path names a device, pipe or socket"
    ]


def test_a_kept_setting_says_what_counts_as_changed(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    (folder / "a.py").chmod(0o755)
    with_modes = raw(folder).history
    git(folder, "config", "core.fileMode", "false")
    without = raw(folder).history
    assert with_modes
    assert without
    assert (with_modes.dirty, without.dirty) == (True, False)
