"""Measure the audit of a DVC remote beside DVC itself, its file system, `ls` and `md5sum`, on one remote in one run.

    python benchmarks/remote.py [--objects N] [--kilobytes N] [--folder DIR]

It makes a remote of N objects behind one tracked folder, deletes one of them and corrupts another, and prints a
Markdown table: what each tool takes, what it answers, and which of the two faults it finds. The project's own cache is
complete, as it is where data was pushed from. It judges nothing, because machines differ.
"""

import argparse
import gc
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from fsspec.implementations.local import LocalFileSystem

sys.path.insert(0, str(Path(__file__).parents[1]))

from maturity.model.settings import Settings
from maturity.model.storage import RawStore
from maturity.sources.dvc.audit import audit
from maturity.sources.dvc.integrity import Extent, verify
from maturity.sources.dvc.presence import Flaws, Folders, missing, open_folders
from maturity.sources.dvc.stores.folder import FolderStore
from maturity.sources.dvc.stores.store import Listing
from maturity.sources.git import open_target

T = TypeVar("T")
RUNS = 5
CONFIG = "[core]\n    remote = store\n    analytics = false\n['remote \"store\"']\n    url = {store}\n"


class Took(NamedTuple):
    """What something cost."""

    seconds: float
    cpu: float


class Remote(NamedTuple):
    """A generated project and its remote."""

    project: Path
    store: Path
    folder: tuple[str, str]
    deleted: str
    corrupted: str
    megabytes: float


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--kilobytes", type=int, default=4, help="size of an object")
    parser.add_argument("--folder", type=Path, help="where to make it; a temporary folder when absent")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as place:
        remote = make(Path(place), chosen.objects, chosen.kilobytes * 1024)
        print(f"{chosen.objects:,} objects of {chosen.kilobytes} KiB, one deleted, one corrupted\n")
        print("| what | wall s | CPU s | answer | deleted child | corruption |")
        print("|---|---|---|---|---|---|")
        steps(remote)
        whole(remote)
        others(remote)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"\npeak memory of any child: {peak // 1024} MiB")


def make(place: Path, objects: int, size: int) -> Remote:
    """Make a project with one tracked folder, whose remote holds every file of it but one."""
    draw = random.Random(objects)
    project, store = place / "project", place / "store"
    shelf = store / "files" / "md5"
    entries = []
    for number in range(objects - 1):
        content = draw.randbytes(size)
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        entries.append({"md5": digest, "relpath": f"{number % 100}/{number}.bin"})
        path = shelf / digest[:2] / digest[2:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    listing = json.dumps(sorted(entries, key=lambda entry: entry["relpath"])).encode()
    name = hashlib.md5(listing, usedforsecurity=False).hexdigest() + ".dir"
    (shelf / name[:2]).mkdir(exist_ok=True)
    (shelf / name[:2] / name[2:]).write_bytes(listing)
    (project / ".dvc" / "cache").mkdir(parents=True)
    subprocess.run(["cp", "-al", str(store / "files"), str(project / ".dvc" / "cache")], check=True)
    deleted, corrupted = entries[1]["md5"], entries[2]["md5"]
    (shelf / deleted[:2] / deleted[2:]).unlink()
    (shelf / corrupted[:2] / corrupted[2:]).unlink()
    (shelf / corrupted[:2] / corrupted[2:]).write_bytes(bytes(size))
    sizes = f"  size: {size * len(entries)}\n  nfiles: {len(entries)}\n"
    pointer = f"outs:\n- md5: {name}\n{sizes}  hash: md5\n  path: data\n"
    (project / ".dvc" / "config").write_text(CONFIG.format(store=store))
    (project / "data.dvc").write_text(pointer)
    (project / ".gitignore").write_text("/.dvc/cache\n/.dvc/tmp\n/data\n")
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for command in (["init", "--quiet"], ["add", "--all"], [*identity, "commit", "--quiet", "--message", "data"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    return Remote(project, store, ("md5", name), deleted, corrupted, objects * size / 1e6)


def steps(remote: Remote) -> None:
    """Measure the parts of an audit in this process: listing, presence on top of it, and hashing all."""
    names = [remote.folder]
    gc.disable()  # as in the child that an audit does this in
    listings(remote)
    with FolderStore(remote.store) as store:

        def presence() -> tuple[Listing, Folders, Flaws]:
            listing = store.listing()
            folders = open_folders(store, listing, names)  # type: ignore[arg-type]
            # All of it is handed on, as an audit does: what it costs to forget a listing is in neither of the two rows.
            return listing, folders, missing(listing, folders, names)  # type: ignore[arg-type]

        _, listed = _best(store.listing)
        (_, _, flaws), checked = _best(presence)
        _row("maturity: list", listed, "")
        _row(
            "maturity: list and check presence",
            checked,
            f"{checked.seconds / listed.seconds:.2f}x of listing",
            found=("md5", remote.deleted) in flaws,
        )
        listing = store.listing()
        extent = Extent(0, 0, time.monotonic() + 3_600)
        verified, hashed = _time(lambda: verify(store, listing, Folders(), {}, extent))
        rate = f"{remote.megabytes / hashed.seconds:.0f} MB/s"
        gc.enable()
        _row("maturity: hash everything", hashed, rate, corrupt=("md5", remote.corrupted) in verified.flaws)


def listings(remote: Remote) -> None:
    """Measure what it takes others to list a remote with sizes: the file system of DVC, and coreutils."""
    place = str(remote.store)
    _, took = _best(lambda: LocalFileSystem().find(place, detail=True))
    _row("fsspec: list", took, "")
    _, took = _best(lambda: subprocess.run(["ls", "-lR", place], check=True, stdout=subprocess.DEVNULL))
    _row("ls -lR", took, "")


def whole(remote: Remote) -> None:
    """Measure audits as the command makes them, git and child process included."""
    for label, sample in (("a sample of 200", 200), ("everything", 0)):

        def look(sample: int = sample) -> RawStore:
            with open_target(str(remote.project)) as target:
                assert target.revisions
                return audit(target.revisions, "store", Settings(hash_sample=sample), now=datetime.now(UTC))

        raw, took = _time(look)
        states = {one.digest: one.state for one in raw.flawed}
        _row(
            f"maturity: whole audit, hashing {label}",
            took,
            f"{raw.hashed:,} hashed",
            found=states.get(remote.deleted) == "missing",
            corrupt=states.get(remote.corrupted) == "corrupt",
        )


def others(remote: Remote) -> None:
    """Measure what others do with the same remote."""
    command = ["find", str(remote.store), "-type", "f", "-exec", "md5sum", "{}", "+"]
    _, took = _time(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    _row("md5sum", took, f"{remote.megabytes / took.seconds:.0f} MB/s")
    for label in ("first", "next"):
        done, took = _time(lambda: _dvc(remote, "status", "--cloud", "--quiet"))
        answer = f"exit {done.returncode}"
        _row(f"dvc status --cloud, {label} time", took, answer, found=done.returncode != 0, corrupt=False)
    done, took = _time(lambda: _dvc(remote, "data", "status", "--not-in-remote", "--granular", "--json"))
    found = b"1/1.bin" in done.stdout
    _row("dvc data status --not-in-remote --granular", took, f"exit {done.returncode}", found=found, corrupt=False)


def _dvc(remote: Remote, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    around = os.environ | {"DVC_NO_ANALYTICS": "1", "DVC_SITE_CACHE_DIR": str(remote.store.parent / "site")}
    command = [sys.executable, "-m", "dvc", *arguments]
    return subprocess.run(command, cwd=remote.project, env=around, capture_output=True, check=False)


def _best(work: Callable[[], T]) -> tuple[T, Took]:
    return min((_time(work) for _ in range(RUNS)), key=lambda one: one[1].seconds)


def _time(work: Callable[[], T]) -> tuple[T, Took]:
    began, before = time.perf_counter(), _cpu()
    result = work()
    return result, Took(time.perf_counter() - began, _cpu() - before)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _row(what: str, took: Took, answer: str, *, found: bool | None = None, corrupt: bool | None = None) -> None:
    said = ["" if one is None else "found" if one else "not found" for one in (found, corrupt)]
    print(f"| {what} | {took.seconds:.2f} | {took.cpu:.2f} | {answer} | {said[0]} | {said[1]} |")


if __name__ == "__main__":
    main()
