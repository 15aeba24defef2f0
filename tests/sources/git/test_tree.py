"""What git lists, read: hostile trees hold what no checkout would."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.sources.git.tree import parse
from maturity.sources.limits import Limits
from maturity.sources.listing import Entry

ID = b"1" * 40


def line(path: bytes, mode: bytes = b"100644", size: bytes = b"12") -> bytes:
    return mode + b" blob " + ID + b"    " + size + b"\t" + path + b"\0"


def test_entries() -> None:
    listed = line(b"a\tb.py") + line(b"run", b"100755") + line(b"gone", size=b"BAD") + line(b"sub", b"160000", b"-")
    assert parse(listed, Limits()).entries == {
        b"a\tb.py": Entry(ID.decode(), "file", 12),
        b"run": Entry(ID.decode(), "executable", 12),
        b"gone": Entry(ID.decode(), "file", None),
        b"sub": Entry(ID.decode(), "submodule", 0),
    }


def test_names_that_leave_the_tree_are_gaps() -> None:
    bad = [b"../x", b"a/../../x", b"/etc/passwd", b"a//b", b"./a", b".git/config", b"sub/.GIT/hooks/x", b""]
    listing = parse(b"".join(map(line, bad)) + line(b"good") + line(b"good"), Limits())
    assert list(listing.entries) == [b"good"]
    assert [gap.reason for gap in listing.gaps()] == [
        "not taken from the tree: '../x' (and 5 more): its path leaves the tree",
        "not taken from the tree: '.git/config' (and 1 more): its path is a git folder",
        "not taken from the tree: 'good': its path is there twice",
    ]


def test_depth_and_length() -> None:
    listing = parse(line(b"/".join([b"a"] * 300)) + line(b"a" * 5000), Limits())
    assert list(listing.refused) == ["is too deep", "is too long"]
    assert listing.entries == {}


def test_a_last_line_that_is_cut_is_left_out() -> None:
    assert list(parse(line(b"a") + line(b"bcdef")[:-3], Limits()).entries) == [b"a"]


@given(st.binary())
def test_any_bytes_are_read(output: bytes) -> None:
    for path in parse(output, Limits()).entries:
        assert b".." not in path.split(b"/")
