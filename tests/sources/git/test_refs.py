"""References are read from files, and only from files of the repository."""

import os
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.sources.git import refs
from maturity.sources.git.locate import Located, locate
from tests.repository import MakeRepository, git, write

ID = b"1" * 40


def located(folder: Path) -> Located:
    found = locate(folder)
    assert found
    return found


def test_loose_wins_over_packed(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": "1"})
    git(folder, "pack-refs", "--all")
    packed = refs.read_head(located(folder)).commit
    assert packed == git(folder, "rev-parse", "HEAD")
    write(folder, {".git/refs/heads/main": ID + b"\n"})
    assert refs.read_head(located(folder)).commit == ID.decode()


def test_a_symbolic_reference_is_followed_but_not_for_ever(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": "1"})
    commit = git(folder, "rev-parse", "HEAD")
    git(folder, "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    write(folder, {".git/HEAD": "ref: refs/heads/alias\n"})
    assert refs.read_head(located(folder)).commit == commit
    write(folder, {".git/refs/heads/main": "ref: refs/heads/alias\n"})
    with pytest.raises(Unreadable, match="names itself"):
        refs.read_head(located(folder))


def test_a_reference_that_is_a_link_is_not_followed(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a": "1"})
    (tmp_path / "elsewhere").write_bytes(ID)
    (folder / ".git/refs/heads/main").unlink()
    (folder / ".git/refs/heads/main").symlink_to(tmp_path / "elsewhere")
    assert refs.read_head(located(folder)).commit is None


@pytest.mark.parametrize("name", ["HEAD", "refs/heads/main", "packed-refs", "config", "refs/tags/v1", "shallow"])
def test_a_pipe_is_not_waited_for(name: str, make_repository: MakeRepository) -> None:
    folder = make_repository({"a": "1"})
    file = folder / ".git" / name
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    found = located(folder)
    assert refs.read_below(found, b"refs/tags", 10) == ({}, False)
    if name == "HEAD":
        with pytest.raises(Unreadable):
            refs.read_head(found)
    else:
        refs.read_head(found)


def test_many_tags_are_cut(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": "1"})
    write(folder, {f".git/refs/tags/v{n}": ID for n in range(20)})
    names, more = refs.read_below(located(folder), b"refs/tags", 5)
    assert (len(names), more) == (5, True)
    write(folder, {".git/packed-refs": b"".join(ID + b" refs/tags/p%d\n" % n for n in range(20))})
    names, more = refs.read_below(located(folder), b"refs/tags", 5)
    assert (len(names), more) == (5, True)


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        (b"refs/heads/main", True),
        (b"refs/heads/--output=x", True),
        ("refs/heads/特性".encode(), True),
        (b"refs/heads/../../x", False),
        (b"refs/heads/a..b", False),
        (b"refs/heads/a b", False),
        (b"refs/heads/a\n", False),
        (b"refs/heads/.hidden", False),
        (b"refs/heads/a.lock", False),
        (b"refs/heads/\xff", False),
        (b"/etc/passwd", False),
        (b"heads/main", False),
        (b"refs/" + b"a" * 2000, False),
    ],
)
def test_names(name: bytes, valid: bool) -> None:
    assert refs.is_reference(name) is valid
