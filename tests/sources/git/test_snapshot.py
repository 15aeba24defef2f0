"""Entries and contents, within bounds, again and again."""

import os
from pathlib import Path

import pytest

from maturity.model.raw import RawTag
from maturity.sources.git import open_target
from maturity.sources.limits import Limits
from tests.repository import Content, MakeRepository, commit, git, write
from tests.sources.git.looking import contents, raw, reasons

FILES: dict[str, Content] = {"train.py": "fit()\n", "data/raw.csv": "a,b\n", "src/model.py": b"x = 1\n"}


def test_names_that_others_chose(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": ""})
    names = [b"caf\xe9.py", "模型.py".encode(), b"two\nlines.py", b"-rf.py", b"tab\t.py", b"\x1b[31m.py"]
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(name)
    commit(folder, {})
    found = contents(folder)
    assert found.pop("a") == b""
    assert found == {name.decode(errors="backslashreplace"): name for name in names}
    Path(os.fsdecode(os.fsencode(folder) + b"/" + names[0])).write_bytes(b"changed")
    assert contents(folder)["caf\\xe9.py"] == b"changed"
    assert raw(folder).model_dump_json()


def test_a_large_file_is_listed_and_not_read(make_repository: MakeRepository) -> None:
    large = "x" * 2_000_000
    folder = make_repository({"data.csv": large, "notes.ipynb": large, "a.py": ""})
    found = contents(folder)
    assert found["data.csv"] == "is larger than 1 MiB"
    assert found["notes.ipynb"] == large.encode()
    write(folder, {"data.csv": large + "y"})
    assert contents(folder)["data.csv"] == "is larger than 1 MiB"


def test_limits_are_gaps(make_repository: MakeRepository) -> None:
    folder = make_repository({f"f{n}.py": "0123456789" for n in range(10)})
    assert reasons(folder, Limits(entries=4)) == [
        "uncommitted changes are not known: the tree is too large to compare; the last commit is judged",
        "not taken from the tree: 'f4.py': its path lies beyond the first 4 entries",
    ]
    found = contents(folder, Limits(total_bytes=35))
    assert [path for path, content in found.items() if content == "lies beyond the first 35 bytes"] == [
        f"f{n}.py" for n in range(3, 10)
    ]


def test_more_commits_than_are_counted(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": "0"}, commits=[{"a": str(n)} for n in range(1, 6)])
    found = raw(folder, Limits(commits=3))
    assert found.history
    assert found.history.commits == 3
    assert [gap.reason for gap in found.gaps] == ["only the newest 3 commits are counted"]


def test_children_read_too(make_repository: MakeRepository) -> None:
    from maturity import children

    folder = make_repository({f"f{n}.py": f"{n}\n" for n in range(40)})
    write(folder, {"f3.py": "changed\n"})
    with open_target(str(folder)) as snapshot:

        def read(position: int) -> bytes:
            return b"".join(
                content for _, content in snapshot.read(snapshot.files[position::4]) if isinstance(content, bytes)
            )

        answers = [answer for _, answer in children.run(read, range(4), workers=2)]
        here = [content for _, content in snapshot.read(snapshot.files)]
    assert sorted(b"".join(part for part in answers if isinstance(part, bytes)).split()) == sorted(
        b"".join(part for part in here if isinstance(part, bytes)).split()
    )
    assert len(here) == 40


def test_reading_may_be_given_up_and_taken_up_again(make_repository: MakeRepository) -> None:
    folder = make_repository({f"f{n:02}.py": f"{n}\n" for n in range(50)})
    with open_target(str(folder)) as snapshot:
        first = next(iter(snapshot.read(snapshot.files)))
        again = [content for _, content in snapshot.read(snapshot.files)]
    assert first[1] == b"0\n"
    assert again == [f"{n}\n".encode() for n in range(50)]


def test_the_same_repository_reads_the_same(make_repository: MakeRepository) -> None:
    folder = make_repository(FILES)
    git(folder, "tag", "v1")
    write(folder, {"train.py": "changed"})
    first, second = raw(folder), raw(folder)
    assert first.model_dump_json() == second.model_dump_json()
    assert first.history
    assert first.history.tags == (RawTag(name="v1", commit=git(folder, "rev-parse", "HEAD")),)


def test_nothing_is_left_behind(
    make_repository: MakeRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    folder = make_repository(FILES)
    contents(folder)
    with pytest.raises(KeyboardInterrupt), open_target(str(folder)):
        raise KeyboardInterrupt
    assert list(scratch.iterdir()) == []
