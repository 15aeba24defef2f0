"""What is damaged or leads elsewhere is a gap or one line, never a traceback and never another repository."""

import shutil
from pathlib import Path

import pytest

from maturity.errors import SourceError, UsageError
from tests.repository import Content, MakeRepository, git, write
from tests.sources.git.looking import contents, raw, reasons

FILES: dict[str, Content] = {"train.py": "fit()\n", "data/raw.csv": "a,b\n", "src/model.py": b"x = 1\n"}
READ = {"data/raw.csv": b"a,b\n", "src/model.py": b"x = 1\n", "train.py": b"fit()\n"}


def test_a_git_file_does_not_choose_a_repository_of_the_operator(
    make_repository: MakeRepository, tmp_path: Path
) -> None:
    private = make_repository({"secret.py": "s3cret"}, name="private")
    write(tmp_path / "hostile", {".git": f"gitdir: {private}/.git\n", "a.py": ""})
    with pytest.raises(UsageError, match="does not name it back"):
        contents(tmp_path / "hostile")


@pytest.mark.parametrize("pointer", ["gitdir: /nowhere/at/all\n", "rubbish", "", "gitdir: \0\n", "gitdir: .\n"])
def test_a_broken_git_file_leaves_the_folder(pointer: str, tmp_path: Path) -> None:
    write(tmp_path / "project", {".git": pointer, "a.py": "1"})
    assert contents(tmp_path / "project") == {"a.py": b"1"}
    (reason,) = reasons(tmp_path / "project")
    assert reason.startswith("git: its .git file")


def lose(folder: Path, name: str) -> None:
    file = folder / ".git" / "objects" / name[:2] / name[2:]
    file.chmod(0o644)
    file.unlink()


def test_a_missing_blob_is_one_gap(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": "1\n", "b.py": "2\n", "c.py": "3\n"})
    lose(folder, git(folder, "rev-parse", "HEAD:b.py"))
    assert contents(folder) == {"a.py": b"1\n", "b.py": b"2\n", "c.py": b"3\n"}, "the work tree still has it"
    (folder / "b.py").unlink()
    missing = "its object is missing from the repository"
    assert contents(folder) == {"a.py": b"1\n", "b.py": missing, "c.py": b"3\n"}
    shutil.copytree(folder / ".git", tmp_path / "bare.git")
    assert contents(tmp_path / "bare.git") == {"a.py": b"1\n", "b.py": missing, "c.py": b"3\n"}


def test_a_damaged_blob_is_one_gap(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": "1\n" * 50, "b.py": "2\n" * 50, "c.py": "3\n" * 50})
    name = git(folder, "rev-parse", "HEAD:b.py")
    file = folder / ".git" / "objects" / name[:2] / name[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-8] + b"rubbish!")
    (folder / ".git").rename(tmp_path / "bare.git")
    found = contents(tmp_path / "bare.git")
    assert (found["a.py"], found["c.py"]) == (b"1\n" * 50, b"3\n" * 50)
    assert isinstance(found["b.py"], str)


@pytest.mark.parametrize("lost", ["HEAD", "HEAD^{tree}", "HEAD:src"])
def test_a_missing_tree_leaves_the_work_tree(lost: str, make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository(FILES)
    lose(folder, git(folder, "rev-parse", lost))
    assert contents(folder) == READ
    (reason,) = reasons(folder)
    assert reason.startswith("git: its tree cannot be listed")
    shutil.copytree(folder / ".git", tmp_path / "bare.git")
    with pytest.raises(SourceError, match="its tree cannot be listed"):
        raw(tmp_path / "bare.git")


def test_a_missing_ancestor_is_an_incomplete_history(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": "0"}, commits=[{"a": str(n)} for n in range(1, 5)])
    lose(folder, git(folder, "rev-parse", "HEAD~3"))
    found = raw(folder)
    assert [gap.reason for gap in found.gaps] == ["the history is incomplete: commits are missing"]
    assert found.history
    assert 0 < found.history.commits <= 3


@pytest.mark.parametrize(
    "head", ["", "rubbish", "ref: ../../etc/passwd", "ref: refs/heads/../../x", "ref: HEAD", "ref: refs/heads/a\nb"]
)
def test_a_damaged_head_leaves_the_work_tree(head: str, make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    write(folder, {".git/HEAD": head})
    assert contents(folder) == {"a.py": b"1"}
    assert reasons(folder)[0].startswith("git: its HEAD")


def test_a_damaged_index_leaves_the_last_commit(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    write(folder, {".git/index": b"DIRC rubbish", "a.py": "changed"})
    assert contents(folder) == {"a.py": b"1"}
    assert reasons(folder)[0].startswith("uncommitted changes are not known")


def test_an_extension_that_is_not_known_is_refused(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    with (folder / ".git" / "config").open("a") as config:
        config.write("[extensions]\n\trefStorage = reftable\n")
    with pytest.raises(UsageError, match="refstorage = reftable"):
        raw(folder)


def test_objects_of_another_repository_are_refused(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": "1"})
    git(tmp_path, "clone", "--quiet", "--shared", str(folder), str(tmp_path / "borrower"))
    with pytest.raises(UsageError, match="alternates"):
        raw(tmp_path / "borrower")


def test_objects_inside_are_not_another_repository_s(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    objects = folder / ".git" / "objects"
    store = folder / ".git" / "store"
    objects.rename(store)
    write(folder, {".git/objects/info/alternates": "../store\n"})
    assert contents(folder) == {"a.py": b"1"}
