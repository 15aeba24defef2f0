"""Objects are copied into a cache by our own reading: whole, hashed, and nowhere else."""

import os
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.sources.dvc.address import Bucket, Folder
from maturity.sources.dvc.fetch import Lack, fetch
from maturity.sources.dvc.naming import Id
from tests.sources.dvc.projects import Project

TABLE: Id = ("md5", "c3c6bc2ae8ece4bd2510dca21225c041")
SECOND = "4bfa37df50f6bbd627b160809bb7900d"


def images(project: Project) -> Id:
    (name,) = {one.digest for one in project.audit().tracked if one.output == "data/images"}
    return "md5", name


def test_files_and_what_folders_list_arrive(project: Project, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    names = [TABLE, images(project), TABLE]
    assert fetch(Folder(project.store), names, cache, {}, 60) == ()
    arrived = sorted(path.relative_to(cache) for path in cache.rglob("*") if path.is_file())
    assert len(arrived) == 5
    assert all((cache / path).read_bytes() == (project.store / path).read_bytes() for path in arrived)
    assert b"a,b\n1,2\n3,4\n" in {(cache / path).read_bytes() for path in arrived}


def test_what_is_missing_or_changed_is_told_of_the_object_that_it_belongs_to(project: Project, tmp_path: Path) -> None:
    folder = images(project)
    project.object(SECOND).unlink()
    project.object(TABLE[1]).chmod(0o644)
    project.object(TABLE[1]).write_bytes(b"a,b\n9,9\n3,4\n")
    lacks = fetch(Folder(project.store), [folder, TABLE], tmp_path / "cache", {}, 60)
    missing = Lack(folder, f"files/md5/{SECOND[:2]}/{SECOND[2:]}", "is missing")
    (corrupt,) = (lack for lack in lacks if lack.recorded == TABLE)
    assert set(lacks) == {missing, corrupt}
    assert corrupt.reason.startswith("hashes to ")
    left = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert len(left) == 3  # the folder and two of its files; nothing else, and nothing half


def test_nothing_is_written_through_links_of_a_commit(project: Project, tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "clone"
    outside.mkdir()
    inside.mkdir()
    (inside / "cache").symlink_to(outside)
    assert fetch(Folder(project.store), [TABLE], inside / "cache", {}, 60) == ()
    assert not (inside / "cache").is_symlink()
    shelf = inside / "cache" / "files" / "md5" / TABLE[1][:2]
    (shelf / TABLE[1][2:]).unlink()
    shelf.rmdir()
    shelf.symlink_to(outside)
    assert fetch(Folder(project.store), [TABLE], inside / "cache", {}, 60) == ()
    assert (os.listdir(outside), shelf.is_symlink()) == ([], False)


def test_what_cannot_be_reached_or_takes_too_long(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unreadable, match="its folder is missing"):
        fetch(Folder(project.store / "none"), [TABLE], tmp_path / "cache", {}, 60)
    with pytest.raises(Unreadable, match="the cache cannot be written: Not a directory"):
        fetch(Folder(project.store), [TABLE], Path("/dev/null/cache"), {}, 60)
    lacks = fetch(Bucket("bucket", ""), [TABLE], tmp_path / "cache", {"AWS_EC2_METADATA_DISABLED": "true"}, 60)
    assert [lack.reason for lack in lacks] == [
        "needs credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ]
    os.mkfifo(tmp_path / "never")
    monkeypatch.setattr("maturity.sources.dvc.fetch._each", lambda *_: (tmp_path / "never").read_text())
    with pytest.raises(Unreadable, match=r"took longer than 0\.5 s"):
        fetch(Folder(project.store), [TABLE], tmp_path / "cache", {}, 0.5)
