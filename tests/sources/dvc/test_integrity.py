"""What is hashed, and in which order: entity tags and recorded sizes lead to what is wrong."""

import hashlib
import time
from pathlib import Path

import pytest

from maturity.sources.dvc.integrity import Extent, Verified, verify
from maturity.sources.dvc.naming import Hasher, Id, key_of
from maturity.sources.dvc.presence import Folders
from maturity.sources.dvc.stores.folder import FolderStore


def put(store: Path, content: bytes, held: bytes | None = None) -> Id:
    name: Id = ("md5", hashlib.md5(content, usedforsecurity=False).hexdigest())
    path = store / key_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if held is None else held)
    return name


def verified(store: Path, tags: dict[Id, str], sizes: dict[Id, int], sample: int) -> Verified:
    with FolderStore(store) as opened:
        listing = opened.listing()
        listing.tags.update(tags)
        return verify(opened, listing, Folders(), sizes, Extent(sample, 0, time.monotonic() + 60))


def test_a_tag_that_is_the_name_needs_no_reading_and_one_that_is_not_is_read(tmp_path: Path) -> None:
    good = [put(tmp_path, b"%d" % number) for number in range(20)]
    bad = [put(tmp_path, b"b%d" % number, b"x") for number in range(3)]
    tags = {name: name[1] for name in good} | dict.fromkeys(bad, "9dd4e461268c8034f5c8564e155c67a6")
    done = verified(tmp_path, tags, {}, sample=1)
    assert set(done.flaws) == set(bad)
    assert done.hashed == 23


def test_a_store_that_encrypts_tells_nothing_by_its_tags(tmp_path: Path) -> None:
    names = [put(tmp_path, b"%d" % number) for number in range(50)]
    done = verified(tmp_path, dict.fromkeys(names, "9dd4e461268c8034f5c8564e155c67a6"), {}, sample=5)
    assert (done.flaws, done.hashed) == ({}, 5)


def test_what_is_not_of_the_recorded_size_is_read_before_the_sample(tmp_path: Path) -> None:
    names = [put(tmp_path, b"%d" % number) for number in range(50)]
    short = put(tmp_path, b"a long content", b"a long")
    done = verified(tmp_path, {}, dict.fromkeys(names, 1) | {short: 14}, sample=1)
    assert set(done.flaws) == {short}
    wrong = {name for name in names if len(b"%d" % names.index(name)) != 1}
    assert wrong <= done.good


@pytest.mark.parametrize("size", [7, 600, 1 << 20, 3 << 20])
def test_the_parts_in_which_a_content_comes_do_not_matter(size: int) -> None:
    content = b"a line\r\n" * 200_000  # its line ends do not lie across a block of 1 MiB
    plain, unix = Hasher("md5"), Hasher("md5-dos2unix")
    for at in range(0, len(content), size):
        plain.update(content[at : at + size])
        unix.update(content[at : at + size])
    assert plain.digest() == hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert unix.digest() == hashlib.md5(b"a line\n" * 200_000, usedforsecurity=False).hexdigest()
