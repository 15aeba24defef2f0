"""Only regular files below the folder come through the door."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.sources import door


@pytest.fixture
def root(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "tree" / "in").mkdir(parents=True)
    (tmp_path / "tree" / "in" / "file").write_bytes(b"content")
    (tmp_path / "secret").write_bytes(b"s3cret")
    handle = os.open(tmp_path / "tree", os.O_RDONLY)
    yield handle
    os.close(handle)


def refusal(root: int, path: bytes, limit: int = 100) -> str:
    with pytest.raises(Unreadable) as caught:
        door.read(root, path, limit)
    return str(caught.value)


def test_a_file(root: int) -> None:
    assert door.read(root, b"in/file", 7) == b"content"
    assert refusal(root, b"in/file", 6) == "is larger than 6 bytes"


def test_links_are_not_followed(root: int, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "out").symlink_to(tmp_path / "secret")
    (tree / "same").symlink_to("in/file")
    (tree / "folder").symlink_to(tmp_path)
    (tree / "ring").symlink_to("ring")
    for name in (b"out", b"same", b"ring"):
        assert refusal(root, name) == "is a link, or lies behind one"
    assert refusal(root, b"folder/secret") == "lies behind a link or a file"
    assert door.link(root, b"same") == b"in/file"
    assert door.state(root, b"folder/secret") is None


def test_special_files_are_not_waited_for(root: int, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    os.mkfifo(tree / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tree / "socket"))
        assert refusal(root, b"socket") == "is not a regular file"
    assert refusal(root, b"pipe") == "is not a regular file"
    assert refusal(root, b"in") == "is not a regular file"


def test_what_is_not_there(root: int) -> None:
    assert refusal(root, b"nothing") == "is missing"
    assert refusal(root, b"in/file/below") == "lies behind a link or a file"
    assert refusal(root, b"a" * 300) == "has a name that is too long"
    assert refusal(root, b"a\0b") == "has a name that no file can have"


def test_a_sparse_giant_is_not_read(root: int, tmp_path: Path) -> None:
    with (tmp_path / "tree" / "giant").open("wb") as file:
        file.truncate(6 << 30)
    assert refusal(root, b"giant", 1 << 20) == "is larger than 1 MiB"


def test_no_handle_is_left_open(root: int) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for path in (b"in/file", b"in/nothing", b"no/such", b"in"):
        with contextlib.suppress(Unreadable):
            door.read(root, path, 3)
        door.state(root, path)
    assert len(os.listdir("/proc/self/fd")) == before


def test_ids_are_git_s() -> None:
    assert door.blob_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert len(door.blob_id(b"", "sha256")) == 64
    assert door.stand_in_id(b"a", 1) != door.stand_in_id(b"b", 1)


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 100_000])
def test_all_of_a_file_and_no_more_than_allowed(root: int, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    (tmp_path / "tree" / "file").write_bytes(content)
    assert door.read(root, b"file", size) == content
    if size:
        assert refusal(root, b"file", size - 1).startswith("is larger than")
