"""What git's status says, read."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.sources.git.changes import Changes, parse

ID = b"0" * 40


def test_paths_with_blanks_and_new_lines() -> None:
    plain = b"1 .M N... 100644 100644 100644 " + ID + b" " + ID + b" two words\nand a line"
    conflict = b"u UU N... 100644 100644 100644 100644 " + b" ".join([ID] * 3) + b" in conflict"
    assert parse(plain + b"\0" + conflict + b"\0# branch.oid x\0? untracked\0") == Changes(
        {b"two words\nand a line"}, {b"in conflict"}
    )


@given(st.binary())
def test_any_bytes_are_read(output: bytes) -> None:
    assert isinstance(parse(output), Changes)
