"""The cache saves time, and never costs a scan."""

import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maturity import cache
from maturity.cache import Cache

ROOT = Path(__file__).parent.parent


def database(folder: Path) -> Path:
    return folder / "blobs.sqlite3"


def test_what_was_put_is_got_by_blob_kind_and_version(cache_folder: Path) -> None:
    with Cache.open() as first:
        first.put("skim", "1", {"aa": b"one", "bb": b""})
    with Cache.open() as second:
        assert second.get("skim", "1", ["aa", "bb", "cc"]) == {"aa": b"one", "bb": b""}
        assert second.get("skim", "2", ["aa"]) == {}
        assert second.get("module", "1", ["aa"]) == {}
    assert database(cache_folder).exists()


def test_only_the_user_can_look_inside(cache_folder: Path) -> None:
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one"})
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [cache_folder, *cache_folder.iterdir()]}
    assert modes.pop(cache_folder.name) == 0o700
    assert set(modes.values()) == {0o600}


def test_off_keeps_nothing(cache_folder: Path) -> None:
    with Cache.off() as off:
        off.put("skim", "1", {"aa": b"one"})
        assert off.get("skim", "1", ["aa"]) == {}
    assert not cache_folder.exists()


def test_a_damaged_entry_is_not_found(cache_folder: Path) -> None:
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one", "bb": b"two"})
    with sqlite3.connect(database(cache_folder)) as raw:
        raw.execute("UPDATE entries SET payload = substr(payload, 1, 4) || x'00' WHERE key LIKE '%aa'")
        raw.execute("UPDATE entries SET key = replace(key, 'bb', 'cc')")
    raw.close()
    with Cache.open() as opened:
        assert opened.get("skim", "1", ["aa", "bb", "cc"]) == {}


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_database_is_made_anew(cache_folder: Path, content: bytes) -> None:
    cache_folder.mkdir(mode=0o700)
    database(cache_folder).write_bytes(content)
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one"})
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one"})
        assert opened.get("skim", "1", ["aa"]) == {"aa": b"one"}


def test_a_database_damaged_while_it_is_open_costs_nothing_but_what_it_held(cache_folder: Path) -> None:
    with Cache.open() as opened:
        opened.put("skim", "1", {str(n): os.urandom(2000) for n in range(500)})
    with database(cache_folder).open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(200_000))
    with Cache.open() as opened:
        opened.get("skim", "1", [str(n) for n in range(500)])
        opened.put("skim", "1", {"x": b"y"})
    with Cache.open() as opened:
        opened.put("skim", "1", {"x": b"y"})
        assert opened.get("skim", "1", ["x"]) == {"x": b"y"}


def test_a_table_of_another_shape_is_replaced(cache_folder: Path) -> None:
    cache_folder.mkdir(mode=0o700)
    with sqlite3.connect(database(cache_folder)) as raw:
        raw.execute("CREATE TABLE entries(other)")
    raw.close()
    Cache.open().close()
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one"})
        assert opened.get("skim", "1", ["aa"]) == {"aa": b"one"}


def test_a_locked_database_is_done_without(cache_folder: Path) -> None:
    Cache.open().close()
    holder = sqlite3.connect(database(cache_folder), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one"})
        assert opened.get("skim", "1", ["aa"]) == {}
    assert time.monotonic() - began < 3
    holder.close()


@pytest.mark.parametrize("kind", ["file", "link", "open to all"])
def test_a_folder_that_is_not_ours_is_not_used(
    kind: str, tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "cache"
    match kind:
        case "file":
            place.write_text("mine")
        case "link":
            (tmp_path / "real").mkdir()
            place.symlink_to(tmp_path / "real")
        case _:
            place.mkdir()
            place.chmod(0o777)
    monkeypatch.setenv("MATURITY_CACHE_DIR", str(place))
    with Cache.open() as opened:
        opened.put("skim", "1", {"aa": b"one"})
        assert opened.get("skim", "1", ["aa"]) == {}
    assert not place.is_dir() or list(place.iterdir()) == []


def test_the_oldest_make_room(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 4 << 20
    with Cache(cache_folder, limit=limit) as small:
        small.put("skim", "1", {f"old{n}": os.urandom(10_000) for n in range(150)})
        small.put("skim", "1", {f"kept{n}": os.urandom(10_000) for n in range(50)})
        later = time.time() + 3 * cache.DAY
        monkeypatch.setattr(time, "time", lambda: later)
        assert len(small.get("skim", "1", [f"kept{n}" for n in range(50)])) == 50
        for batch in range(4):
            small.put("skim", "1", {f"new{batch}.{n}": os.urandom(10_000) for n in range(60)})
        assert len(small.get("skim", "1", [f"kept{n}" for n in range(50)])) == 50
        assert len(small.get("skim", "1", [f"old{n}" for n in range(150)])) < 110
        assert small.get("skim", "1", ["new3.59"])
    assert database(cache_folder).stat().st_size < 2 * limit


def test_something_huge_is_not_kept(cache_folder: Path) -> None:
    with Cache(cache_folder, limit=1 << 20) as small:
        small.put("skim", "1", {"huge": bytes(1 << 20), "small": b"x"})
        assert small.get("skim", "1", ["huge", "small"]) == {"small": b"x"}


def test_two_scans_at_once(cache_folder: Path) -> None:
    script = (
        "import sys; from maturity.cache import Cache\n"
        "for n in range(20):\n"
        "    with Cache.open() as c: c.put('skim', '1', {f'{sys.argv[1]}.{n}': b'x' * 1000})\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, name], cwd=ROOT, env=dict(os.environ)) for name in ("a", "b")
    ]
    assert [process.wait(30) for process in running] == [0, 0]
    with Cache.open() as opened:
        assert len(opened.get("skim", "1", [f"{name}.{n}" for name in "ab" for n in range(20)])) >= 30


def test_three_thousand_look_ups_are_quick(cache_folder: Path) -> None:
    payloads = {f"{n:040x}": bytes([n % 256]) * 4000 for n in range(3000)}
    with Cache.open() as opened:
        opened.put("skim", "1", payloads)
    with Cache.open() as opened:
        began = time.process_time()
        assert opened.get("skim", "1", payloads) == payloads
        assert time.process_time() - began < 0.15


def test_the_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MATURITY_CACHE_DIR")
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache.folder() == Path("/home/ada/.cache/maturity")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.folder() == Path("/home/ada/.cache/maturity")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache.folder() == Path("/caches/maturity")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache.folder() == Path("/home/ada/Library/Caches/maturity")
