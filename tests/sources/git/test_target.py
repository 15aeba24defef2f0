"""Every state a target can be in is read."""

from pathlib import Path

from maturity.model.raw import RawFile
from maturity.sources import door
from tests.repository import Content, MakeRepository, commit, git, write
from tests.sources.git.looking import contents, raw, reasons

FILES: dict[str, Content] = {"train.py": "fit()\n", "data/raw.csv": "a,b\n", "src/model.py": b"x = 1\n"}
READ = {"data/raw.csv": b"a,b\n", "src/model.py": b"x = 1\n", "train.py": b"fit()\n"}


def test_a_clean_repository_is_its_last_commit(make_repository: MakeRepository) -> None:
    folder = make_repository({"train.py": "old\n"}, commits=[FILES])
    assert contents(folder) == READ
    found = raw(folder)
    assert (found.name, found.location, found.prefix, found.gaps) == ("project", str(folder), "", ())
    assert found.files[0] == RawFile(path="data/raw.csv", blob=door.blob_id(b"a,b\n"), size=4)
    assert found.history is not None
    assert found.history.model_dump() == {
        "head": git(folder, "rev-parse", "HEAD"),
        "commits": 2,
        "shallow": False,
        "tags": (),
        "dirty": False,
    }


def test_modes_are_kinds(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"run.sh": "#!/bin/sh\n", "a.py": ""})
    (folder / "run.sh").chmod(0o755)
    (folder / "shortcut").symlink_to("a.py")
    other = make_repository({"x": "y"}, name="other")
    git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "vendor")
    commit(folder, {})
    assert [(file.path, file.kind) for file in raw(folder).files] == [
        (".gitmodules", "file"),
        ("a.py", "file"),
        ("run.sh", "executable"),
        ("shortcut", "link"),
        ("vendor", "submodule"),
    ]
    found = contents(folder)
    assert (found["shortcut"], found["vendor"]) == ("is a link", "is a submodule")


def test_a_folder_of_a_repository(make_repository: MakeRepository) -> None:
    folder = make_repository(FILES | {"src/deep/a b.py": "1\n"})
    write(folder, {"src/model.py": "x = 2\n", "train.py": "changed\n"})
    found = raw(folder / "src")
    assert (found.name, found.prefix) == ("src", "src")
    assert found.history
    assert (found.history.commits, found.history.dirty) == (1, True)
    assert contents(folder / "src") == {"deep/a b.py": b"1\n", "model.py": b"x = 2\n"}


def test_an_untracked_folder_is_read_for_itself(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "", ".gitignore": "out/\n"})
    write(folder, {"out/b.py": "b\n"})
    found = raw(folder / "out")
    assert ([file.path for file in found.files], found.history, found.prefix) == (["b.py"], None, "")


def test_a_bare_repository(make_repository: MakeRepository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(make_repository(FILES)), str(bare))
    assert contents(bare) == READ
    history = raw(bare).history
    assert history
    assert (history.commits, history.dirty) == (1, False)


def test_a_linked_work_tree(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": "1\n"})
    git(folder, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    commit(tmp_path / "linked", {"b.py": "2\n"})
    write(tmp_path / "linked", {"a.py": "changed\n"})
    assert contents(tmp_path / "linked") == {"a.py": b"changed\n", "b.py": b"2\n"}
    history = raw(tmp_path / "linked").history
    assert history
    assert (history.commits, history.dirty) == (2, True)
    assert contents(folder) == {"a.py": b"1\n"}


def test_a_submodule(make_repository: MakeRepository) -> None:
    inner = make_repository({"x.py": "x\n"}, name="inner")
    outer = make_repository({"a.py": ""}, name="outer")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "vendor")
    assert contents(outer / "vendor") == {"x.py": b"x\n"}


def test_a_plain_folder(tmp_path: Path) -> None:
    write(tmp_path / "plain", FILES)
    assert contents(tmp_path / "plain") == READ
    found = raw(tmp_path / "plain")
    assert (found.history, found.gaps) == (None, ())
    assert found.files[0].blob == door.blob_id(b"a,b\n")


def test_a_repository_without_a_commit(make_repository: MakeRepository) -> None:
    folder = make_repository({})
    assert contents(folder) == {}
    assert reasons(folder) == ["git tracks no file here yet; run `git add`"]
    write(folder, {"a.py": "1\n", "b.py": "2\n"})
    git(folder, "add", "a.py")
    assert contents(folder) == {"a.py": b"1\n"}
    history = raw(folder).history
    assert history
    assert (history.head, history.commits, history.dirty) == (None, 0, True)


def test_a_detached_head(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1\n"}, commits=[{"a.py": "2\n"}])
    git(folder, "checkout", "--quiet", "--detach", "HEAD~1")
    assert contents(folder) == {"a.py": b"1\n"}
    history = raw(folder).history
    assert history
    assert history.commits == 1


def test_a_shallow_clone(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a.py": "1\n"}, commits=[{"a.py": f"{n}\n"} for n in range(2, 6)])
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{folder}", str(clone))
    history = raw(clone).history
    assert history
    assert (history.shallow, history.commits) == (True, 2)


def test_tags(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1\n"}, commits=[{"a.py": "2\n"}])
    git(folder, "tag", "v1", "HEAD~1")
    git(folder, "tag", "--annotate", "--message=m", "release/2024")
    git(folder, "tag", "发布")
    git(folder, "pack-refs", "--all")
    git(folder, "tag", "later")
    git(folder, "tag", "of-a-tree", "HEAD^{tree}")
    git(folder, "update-ref", "refs/tags/--output=x", "HEAD")
    first, last = git(folder, "rev-parse", "v1"), git(folder, "rev-parse", "HEAD")
    history = raw(folder).history
    assert history
    assert {tag.name: tag.commit for tag in history.tags} == {
        "v1": first,
        "release/2024": last,
        "发布": last,
        "later": last,
        "--output=x": last,
    }


def test_sha256(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "--quiet", "--object-format=sha256")
    commit(folder, {"a.py": "1\n", "b.py": "2\n"})
    write(folder, {"a.py": "changed\n"})
    assert contents(folder) == {"a.py": b"changed\n", "b.py": b"2\n"}
    assert {file.path: file.blob for file in raw(folder).files} == {
        "a.py": door.blob_id(b"changed\n", "sha256"),
        "b.py": door.blob_id(b"2\n", "sha256"),
    }
