"""What the footer of a Parquet file tells, and that a hostile one ends in a reason."""

import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maturity.cards import parquet
from maturity.cards.parquet import Column, footer
from maturity.errors import Unreadable

WRITE = """
import sys
import pyarrow as pa
from pyarrow import parquet

table = pa.table({
    "age": pa.array([20, 30, None, 50], pa.int64()),
    "name": pa.array(["a", None, None, "b"], pa.string()),
    "joined": pa.array([0, 1, 2, 3], pa.timestamp("ms")),
    "plain": pa.array([0.5, 1.5, 2.5, 3.5]),
})
parquet.write_table(table, sys.argv[1] + "/one.parquet")
parquet.write_table(table, sys.argv[1] + "/groups.parquet", row_group_size=2)
parquet.write_table(table, sys.argv[1] + "/bare.parquet", write_statistics=False)
wide = pa.table({f"c{number}": [1] for number in range(300)})
parquet.write_table(wide, sys.argv[1] + "/wide.parquet")
parquet.write_table(pa.table({"x": list(range(20_000))}), sys.argv[1] + "/many.parquet", row_group_size=2)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet")
    subprocess.run([sys.executable, "-c", WRITE, str(folder)], check=True)
    return folder


def test_the_footer_tells_columns_and_what_is_missing(files: Path) -> None:
    told = footer((files / "one.parquet").read_bytes())
    assert (told.rows, told.groups, told.left_out) == (4, 1, 0)
    assert told.written_by.startswith("parquet-cpp-arrow")
    assert told.columns[0] == Column("age", "int64", 1, None)
    assert told.columns[1] == Column("name", "String", 2, None)
    assert told.columns[2].type.startswith("Timestamp(")
    assert told.columns[3] == Column("plain", "double", 0, None)
    assert footer((files / "groups.parquet").read_bytes()).columns[1].missing == 2
    assert {one.missing for one in footer((files / "bare.parquet").read_bytes()).columns} == {None}


def test_many_columns_are_cut_and_many_groups_refused(files: Path) -> None:
    told = footer((files / "wide.parquet").read_bytes())
    assert (len(told.columns), told.left_out) == (parquet.MOST_COLUMNS, 100)
    with pytest.raises(Unreadable, match="has more than 5000 row groups"):
        footer((files / "many.parquet").read_bytes())


def test_what_is_no_parquet_file_is_a_reason(files: Path) -> None:
    good = (files / "one.parquet").read_bytes()
    size = struct.unpack("<I", good[-8:-4])[0]
    spoiled = {
        "nothing": b"",
        "text": b"a,b\n1,2\n",
        "only the magic": b"PAR1PAR1",
        "a footer that ends early": good[: -8 - size // 2] + good[-8:],
        "a footer that is longer than the file": good[:-8] + struct.pack("<I", 1 << 31) + b"PAR1",
        "a footer of zeros": good[: -8 - size] + bytes(size) + good[-8:],
        "a footer of ones": good[: -8 - size] + b"\xff" * size + good[-8:],
        "a list without end": good[: -8 - size] + b"\x15\x02\x19\xfc\xff\xff\xff\xff\x07" + bytes(size - 9) + good[-8:],
    }
    for what, content in spoiled.items():
        began = time.monotonic()
        with pytest.raises(Unreadable) as caught:
            footer(content)
        assert "is no Parquet file, or its footer is damaged" in str(caught.value), what
        assert time.monotonic() - began < parquet.SECONDS, what


def test_every_byte_of_a_footer_may_be_wrong(files: Path) -> None:
    good = bytearray((files / "one.parquet").read_bytes())
    size = struct.unpack("<I", good[-8:-4])[0]
    for at in range(len(good) - 8 - size, len(good) - 8, size // 12):
        spoiled = bytes(good[:at]) + bytes((good[at] ^ 0xFF,)) + bytes(good[at + 1 :])
        try:
            told = footer(spoiled)
        except Unreadable:
            continue
        assert len(told.columns) <= parquet.MOST_COLUMNS


def test_without_the_library_it_is_said_what_to_install(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unreadable, match=r"not installed: pip install 'maturity\[parquet\]'"):
        footer((files / "one.parquet").read_bytes())
