"""Excerpts: a few lines around a place, from inside the folder only."""

import os
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.sources.excerpt import Excerpt, excerpt, locate


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.joinpath("src").mkdir(parents=True)
    folder.joinpath("src/a.py").write_text("\n".join(f"line {number}" for number in range(1, 31)))
    tmp_path.joinpath("secret").write_text("secret\n")
    folder.joinpath("link").symlink_to(tmp_path / "secret")
    folder.joinpath("linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    folder.joinpath("large").write_bytes(b"x\n" * (1 << 20))
    return folder


def test_the_lines_around_a_line(root: Path) -> None:
    assert excerpt(root, "src/a.py", 3, around=2) == Excerpt(1, ("line 1", "line 2", "line 3", "line 4", "line 5"), 3)
    assert excerpt(root, "src/a.py", 30, around=1) == Excerpt(29, ("line 29", "line 30"), 30)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../secret", "does not lie inside the target"),
        ("src/../../secret", "does not lie inside the target"),
        ("/etc/passwd", "does not lie inside the target"),
        ("", "does not lie inside the target"),
        ("link", "is a link, or lies behind one"),
        ("linked/secret", "lies behind a link or a file"),
        ("gone.py", "is missing"),
        ("pipe", "is not a regular file"),
        ("src", "is not a regular file"),
        ("large", "is larger than 1 MiB"),
        ("a\0b", "has a name that no file can have"),
    ],
)
def test_nothing_else_is_read(root: Path, path: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        excerpt(root, path, 1)


def test_a_line_that_is_gone_and_a_line_without_end(root: Path) -> None:
    with pytest.raises(Unreadable, match="has no line 31 any more"):
        excerpt(root, "src/a.py", 31)
    root.joinpath("long").write_text("x" * 500_000)
    assert [len(line) for line in excerpt(root, "long", 1).lines] == [400]


def test_a_file_to_edit_is_located_as_it_is_read(root: Path) -> None:
    assert locate(root, "src/a.py") == root / "src/a.py"
    for path in ("../secret", "link", "linked/secret", "pipe", "src", "gone"):
        with pytest.raises(Unreadable):
            locate(root, path)
