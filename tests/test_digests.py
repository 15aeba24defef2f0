"""Digests: once per content, from the cache or from children, and one bad file never takes the others along."""

import os
import time
from collections.abc import Iterator, Sequence

import pytest

from maturity.cache import Cache
from maturity.digests import SMALL_WORK, Digester
from maturity.model.raw import Gap, RawFile


class Contents:
    """Contents at hand; a file without any is a gap."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.asked: list[str] = []

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        for entry in files:
            self.asked.append(entry.path)
            yield entry, self.files.get(entry.path, Gap(path=entry.path, reason="the object is missing"))


def entries(files: dict[str, bytes], size: int | None = None) -> list[RawFile]:
    return [
        RawFile(path=path, blob=f"{hash(content):x}" if content else path, size=size or len(content))
        for path, content in files.items()
    ]


def upper(path: str, content: bytes) -> bytes:
    if content == b"crash":
        os.kill(os.getpid(), 11)
    if content == b"hang":
        time.sleep(60)
    if content == b"raise":
        raise ValueError("no such thing")
    return content.upper()


def digester(contents: Contents, cache: Cache, version: str = "1") -> Digester:
    return Digester(contents, cache, lambda path: path.rpartition(".")[2], version, upper)


def test_equal_contents_are_read_once() -> None:
    files = {"a.py": b"same", "b.py": b"same", "c.txt": b"same"}
    contents = Contents(files)
    done = digester(contents, Cache.off()).all("skim", entries(files))
    assert done.payloads == {"a.py": b"SAME", "b.py": b"SAME", "c.txt": b"SAME"}
    assert contents.asked == ["a.py", "c.txt"]


def test_what_is_known_is_not_read_again() -> None:
    files = {"a.py": b"one"}
    with Cache.open() as cache:
        first, second, newer = Contents(files), Contents(files), Contents(files)
        assert digester(first, cache).all("skim", entries(files)).payloads == {"a.py": b"ONE"}
        assert digester(second, cache).all("skim", entries(files)).payloads == {"a.py": b"ONE"}
        digester(newer, cache, version="2").all("skim", entries(files))
    assert (first.asked, second.asked, newer.asked) == (["a.py"], [], ["a.py"])


def test_a_missing_object_is_a_gap_beside_the_others() -> None:
    files = {"a.py": b"one"}
    done = digester(Contents(files), Cache.off()).all(
        "skim", [*entries(files), RawFile(path="gone.py", blob="gone", size=3)]
    )
    assert done.payloads == {"a.py": b"ONE"}
    assert [(gap.path, gap.reason) for gap in done.gaps] == [("gone.py", "the object is missing")]


def test_one_that_raises_is_a_gap_beside_the_others() -> None:
    files = {"a.py": b"one", "bad.py": b"raise", "c.py": b"three"}
    done = digester(Contents(files), Cache.off()).all("skim", entries(files))
    assert sorted(done.payloads) == ["a.py", "c.py"]
    (gap,) = done.gaps
    assert gap.path == "bad.py"
    assert "no such thing" in gap.reason


@pytest.mark.slow
def test_one_that_crashes_its_reader_is_a_gap_beside_the_others() -> None:
    files = {f"{number}.py": f"content {number}".encode() for number in range(8)} | {"bad.py": b"crash"}
    done = digester(Contents(files), Cache.off()).all("skim", entries(files, size=SMALL_WORK))
    assert len(done.payloads) == 8
    (gap,) = done.gaps
    assert (gap.path, gap.reason) == ("bad.py", "crashed the reader (SIGSEGV)")
