"""A plain folder is walked without following, waiting or going on for ever."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maturity.sources import door
from maturity.sources.folder import walk
from maturity.sources.limits import Limits
from maturity.sources.listing import Listing
from tests.repository import write


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    yield handle
    os.close(handle)


def listed(folder: Path, limits: Limits | None = None) -> Listing:
    with opened(folder) as root:
        return walk(root, limits or Limits())


def test_files_links_and_modes(tmp_path: Path) -> None:
    write(tmp_path, {"b/c.py": "1", "a.py": "", "run": "#!"})
    (tmp_path / "run").chmod(0o755)
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "around").symlink_to(".")
    found = listed(tmp_path).entries
    assert {path.decode(): entry.kind for path, entry in found.items()} == {
        "a.py": "file",
        "around": "link",
        "b/c.py": "file",
        "link": "link",
        "run": "executable",
    }
    assert found[b"link"].blob == door.blob_id(b"/etc/passwd")


def test_leavings_of_tools_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, {f"{name}/x.py": "" for name in (".git", "venv", "node_modules", "a/__pycache__", ".tox")})
    write(tmp_path, {"my-env/pyvenv.cfg": "", "my-env/lib/x.py": "", "a/kept.py": "", ".github/workflows/ci.yml": ""})
    assert sorted(listed(tmp_path).entries) == [b".github/workflows/ci.yml", b"a/kept.py"]


def test_special_files_and_closed_folders_are_gaps(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path, {"a.py": ""})
    assert [gap.reason for gap in listed(tmp_path).gaps()] == [
        "not taken from the tree: 'pipe': its path names a device, pipe or socket"
    ]


def test_a_file_that_is_not_read_has_an_id_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "x" * 30, "b.csv": "x" * 30, "c.csv": "x" * 10})
    found = listed(tmp_path, Limits(file_bytes=20)).entries
    assert found[b"a.csv"].blob != found[b"b.csv"].blob
    assert (found[b"a.csv"].size, found[b"c.csv"].blob) == (30, door.blob_id(b"x" * 10))


def test_depth_and_number_are_bounded(tmp_path: Path) -> None:
    write(tmp_path, {"/".join(["d"] * 20) + "/deep.py": "", "d/near.py": ""})
    write(tmp_path, {f"many/{n:02}.py": "" for n in range(30)})
    deep = listed(tmp_path, Limits(depth=5))
    assert b"d/near.py" in deep.entries
    assert "is too deep" in deep.refused
    many = listed(tmp_path / "many", Limits(entries_of_folder=10))
    assert (len(many.entries), list(many.refused)) == (10, ["holds more than 10 entries"])
    few = listed(tmp_path / "many", Limits(entries=4))
    assert (len(few.entries), list(few.refused)) == (4, ["lies beyond the first 4 entries"])
    assert list(listed(tmp_path, Limits(seconds=-1)).refused) == ["was not reached in -1 s"]


def test_a_path_longer_than_the_system_can_name(tmp_path: Path) -> None:
    here = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(30):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
        Path("file.py").write_text("")
    finally:
        os.chdir(here)
    assert list(listed(tmp_path).refused) == ["is too long"]
    assert len(listed(tmp_path, Limits(path_bytes=10_000)).entries) == 1


def test_names_are_bytes(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n.py")).write_text("")
    assert list(listed(tmp_path).entries) == [b"caf\xe9\n.py"]
