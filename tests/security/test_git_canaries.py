"""Nothing that a repository holds is run by reading it, and reading leaves no trace in it.

Each trap touches a file of its own when it is run. A control test springs traps with plain git, so that a trap that has
gone blunt is noticed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.sources.limits import Limits
from tests.repository import MakeRepository, commit, git, write
from tests.sources.git.looking import contents, raw

ROOT = Path(__file__).parents[2]
DRIVER = """
import sys
from maturity.sources.git import open_target
with open_target(sys.argv[1]) as snapshot:
    read = list(snapshot.read(snapshot.files))
    print(len(read), snapshot.raw.history.commits)
"""


class Traps:
    """A hostile repository and the canaries that tell which of its traps went off."""

    def __init__(self, folder: Path, canaries: Path) -> None:
        self.folder = folder
        self.canaries = canaries
        canaries.mkdir()

    def command(self, name: str) -> str:
        """Return a shell command that touches the canary of a trap."""
        return f"touch {self.canaries}/{name}; cat"

    def sprung(self) -> set[str]:
        """Return the traps that were run."""
        return {path.name for path in self.canaries.iterdir()}

    def set(self, key: str) -> None:
        """Let a setting of the repository run a command."""
        git(self.folder, "config", key, self.command(key))


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return mode, time stamp and bytes of everything below a folder, the folder included."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        seen = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = (seen.st_mode, seen.st_mtime_ns, content)
    return found


SETTINGS = (
    "core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.pager", "core.editor",
    "filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "filter.lfs.process", "filter.lfs.clean",
    "diff.trap.textconv", "diff.trap.command", "diff.external", "merge.trap.driver",
    "gpg.program", "gpg.ssh.program", "pager.log", "pager.status", "pager.ls-tree", "credential.helper",
    "uploadpack.packObjectsHook", "remote.origin.uploadpack", "alias.status", "alias.ls-tree", "alias.cat-file",
)  # fmt: skip
HOOKS = ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc")
MODULES = (
    "sitecustomize",
    "usercustomize",
    "git",
    "gitdb",
    "yaml",
    "json",
    "subprocess",
    "pydantic",
    "conftest",
    "setup",
)


@pytest.fixture
def traps(make_repository: MakeRepository, tmp_path: Path) -> Traps:
    attributes = "*.py filter=trap diff=trap merge=trap\n*.bin filter=lfs diff=trap\n"
    folder = make_repository({"train.py": "fit()\n", "model.bin": "0", ".gitattributes": attributes, "kept.py": "1\n"})
    traps = Traps(folder, tmp_path / "canaries")
    commit(folder, {f"{name}.py": f"open({str(traps.canaries / name)!r}, 'w')\n" for name in MODULES})
    write(folder, {"Makefile": f"X := $(shell touch {traps.canaries}/make)\n", ".git/included": ""})
    git(folder, "tag", "--annotate", "--message=m", "v1")
    for hook in HOOKS:
        write(folder, {f".git/hooks/{hook}": f"#!/bin/sh\n{traps.command(hook)}\n"})
        (folder / ".git/hooks" / hook).chmod(0o755)
    for key in SETTINGS:
        traps.set(key)
    write(folder, {".git/info/attributes": "* filter=trap diff=trap\n"})
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "include.path", str(folder / ".git/included"))
    write(folder, {".git/included": f"[core]\n\tfsmonitor = {traps.command('included').replace(';', '&&')}\n"})
    for path in traps.canaries.iterdir():
        path.unlink()
    # What looks changed is what makes git call filters.
    os.utime(folder / "train.py", (1, 1))
    write(folder, {"model.bin": "1"})
    return traps


def test_the_traps_are_sharp(traps: Traps) -> None:
    subprocess.run(["git", "status"], cwd=traps.folder, check=False, capture_output=True)
    subprocess.run(["git", "log", "-p"], cwd=traps.folder, check=False, capture_output=True)
    subprocess.run(["git", "diff", "HEAD~1", "HEAD"], cwd=traps.folder, check=False, capture_output=True)
    assert {"filter.trap.clean", "post-index-change"} & traps.sprung()
    assert len(traps.sprung()) >= 3


def test_reading_runs_nothing_and_leaves_no_trace(traps: Traps) -> None:
    before = state(traps.folder)
    found = raw(traps.folder)
    assert found.history
    assert (found.history.commits, found.history.dirty, found.gaps) == (2, True, ())
    read = contents(traps.folder)
    assert (read["model.bin"], read["train.py"]) == (b"1", b"fit()\n")
    assert traps.sprung() == set()
    assert state(traps.folder) == before


@pytest.mark.parametrize("target", [".", "{folder}", "file://{folder}"])
def test_modules_of_the_current_folder_are_not_imported(target: str, traps: Traps, tmp_path: Path) -> None:
    driver = tmp_path / "driver" / "look.py"
    write(tmp_path, {"driver/look.py": DRIVER})
    before = state(traps.folder)
    done = subprocess.run(
        [sys.executable, str(driver), target.format(folder=traps.folder)],
        cwd=traps.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.stderr, done.stdout.split()[1:]) == (b"", [b"2"])
    assert traps.sprung() == set()
    assert state(traps.folder) == before


def test_a_bare_repository_with_traps(traps: Traps, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    (traps.folder / ".git").rename(bare)
    before = state(bare)
    assert contents(bare)["model.bin"] == b"0"
    assert raw(bare).gaps == ()
    assert traps.sprung() == set()
    assert state(bare) == before


def test_a_missing_object_of_a_partial_clone_is_not_fetched(traps: Traps) -> None:
    name = git(traps.folder, "rev-parse", "HEAD:kept.py")
    (traps.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    (traps.folder / "kept.py").unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::sh -c 'touch {traps.canaries}/promisor'",
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
    }.items():
        git(traps.folder, "config", key, value)
    assert contents(traps.folder)["kept.py"] == "its object is missing from the repository"
    assert raw(traps.folder).history
    assert traps.sprung() == set()


def test_a_bare_repository_inside_the_tree_is_only_files(traps: Traps, make_repository: MakeRepository) -> None:
    outer = make_repository({"a.py": ""}, name="outer")
    (traps.folder / ".git").rename(outer / "inner.git")
    commit(outer, {})
    assert "inner.git/HEAD" in contents(outer)
    assert raw(outer).gaps == ()
    assert traps.sprung() == set()


def test_the_work_tree_that_the_settings_name_is_not_read(make_repository: MakeRepository, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"secret.py": "s3cret"})
    folder = make_repository({"a.py": "1"})
    git(folder, "config", "core.worktree", str(tmp_path / "elsewhere"))
    write(folder, {"a.py": "2"})
    assert contents(folder) == {"a.py": b"2"}


def test_links_that_leave_are_not_followed(make_repository: MakeRepository, tmp_path: Path) -> None:
    write(tmp_path, {"secret/key.py": "s3cret"})
    folder = make_repository({"a.py": "1", "src/key.py": "public"})
    (folder / "src/key.py").unlink()
    (folder / "src").rmdir()
    (folder / "src").symlink_to(tmp_path / "secret")
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to(tmp_path / "secret/key.py")
    assert contents(folder) == {"a.py": "is a link"}


@pytest.mark.parametrize(
    "name", [".gitattributes", ".gitmodules", ".git/HEAD", ".git/index", ".git/packed-refs", ".git/config"]
)
def test_a_pipe_is_not_waited_for(name: str, make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    assert contents(folder)["a.py"] == b"1"


@pytest.mark.parametrize("name", ["info/alternates", "pack/pack-1.pack"])
def test_a_pipe_among_the_objects_is_refused(name: str, make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"})
    (folder / ".git/objects" / name).parent.mkdir(exist_ok=True)
    os.mkfifo(folder / ".git/objects" / name)
    with pytest.raises(UsageError):
        raw(folder)


def test_objects_elsewhere_are_refused(make_repository: MakeRepository, tmp_path: Path) -> None:
    private = make_repository({"secret.py": "s3cret"}, name="private")
    folder = make_repository({"a.py": "1"})
    (folder / ".git/objects").rename(tmp_path / "objects")
    (folder / ".git/objects").symlink_to(private / ".git/objects")
    assert contents(folder) == {"a.py": b"1"}
    assert raw(folder).history is None
    (folder / ".git/objects").unlink()
    (tmp_path / "objects").rename(folder / ".git/objects")
    (folder / ".git/objects/pack").rmdir()
    (folder / ".git/objects/pack").symlink_to(private / ".git/objects/pack")
    with pytest.raises(UsageError, match="links or special files"):
        raw(folder)


def test_replacements_and_grafts_change_nothing(make_repository: MakeRepository) -> None:
    folder = make_repository({"a.py": "1"}, commits=[{"a.py": "2"}, {"a.py": "3"}])
    git(folder, "replace", git(folder, "rev-parse", "HEAD:a.py"), git(folder, "rev-parse", "HEAD~2:a.py"))
    write(folder, {".git/info/grafts": git(folder, "rev-parse", "HEAD") + "\n"})
    assert contents(folder) == {"a.py": b"3"}
    history = raw(folder).history
    assert history
    assert history.commits == 3


def test_a_tree_bomb_ends_soon(make_repository: MakeRepository) -> None:
    folder = make_repository({"a": ""})
    entries = f"100644 blob {git(folder, 'rev-parse', 'HEAD:a')}\tf\n"
    tree = ""
    for _ in range(12):
        made = subprocess.run(["git", "mktree"], cwd=folder, input=entries.encode(), capture_output=True, check=True)
        tree = made.stdout.decode().strip()
        entries = "".join(f"040000 tree {tree}\td{n}\n" for n in range(10))
    git(folder, "update-ref", "refs/heads/main", git(folder, "commit-tree", "-m", "bomb", tree))
    began = time.monotonic()
    found = raw(folder, Limits(entries=500, listing_bytes=1 << 20, seconds=20))
    assert time.monotonic() - began < 10
    assert len(found.files) == 500
    assert [gap.reason.rpartition(": ")[2] for gap in found.gaps] == [
        "the tree is too large to compare; the last commit is judged",
        "its path lies beyond the first 500 entries",
    ]
