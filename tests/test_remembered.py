"""A target is remembered whole, and only for as long as it and the tool stay what they were."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.assess import assess
from maturity.cache import Cache
from maturity.model.assessment import Assessment
from maturity.remembered import KIND, recall, remember, version
from maturity.request import Request
from maturity.sources.git.target import open_target
from tests.repository import MakeRepository, git

FILES = {"train.py": "from sklearn.svm import SVC\n\nSVC().fit([[1]], [1])\n", "README.md": "# Project\n"}


def scan(folder: Path, *, cache: bool = True) -> Assessment:
    assessment = assess(Request(target=str(folder), cache=cache), now=datetime(2026, 1, 2, tzinfo=UTC))
    return assessment.model_copy(update={"duration": 0.0})


def kinds(cache_folder: Path) -> set[str]:
    with closing(sqlite3.connect(cache_folder / "blobs.sqlite3")) as database:
        return {key.partition("\n")[0] for (key,) in database.execute("SELECT key FROM entries")}


def spoil(cache_folder: Path, kind: str, payload: bytes) -> None:
    """Replace what is kept by something that passes the check sum and is nothing that we wrote."""
    with closing(sqlite3.connect(cache_folder / "blobs.sqlite3")) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM entries") if key.startswith(f"{kind}\n")]
    assert keys
    with Cache(cache_folder) as cache:
        for key in keys:
            _, version, blob = key.split("\n")
            cache.put(kind, version, {blob: payload})


def test_a_second_scan_says_the_same(make_repository: MakeRepository, cache_folder: Path) -> None:
    folder = make_repository(FILES)
    first = scan(folder)
    assert {"collected", "history"} <= kinds(cache_folder)
    assert scan(folder) == first == scan(folder, cache=False)


def test_without_a_cache_nothing_is_kept(make_repository: MakeRepository, cache_folder: Path) -> None:
    scan(make_repository(FILES), cache=False)
    assert not cache_folder.exists()


@pytest.mark.parametrize("payload", [b"", b"not json", b"{}", b'{"facts": [{"kind": "file"}]}'])
@pytest.mark.parametrize("kind", ["collected", "history"])
def test_what_is_damaged_is_worked_out_again(
    make_repository: MakeRepository, cache_folder: Path, kind: str, payload: bytes
) -> None:
    folder = make_repository(FILES)
    first = scan(folder)
    spoil(cache_folder, kind, payload)
    assert scan(folder) == first


@pytest.mark.parametrize("change", [{"train.py": "print(1)\n"}, {"new.py": "x = 1\n"}])
def test_a_change_is_seen_at_once(make_repository: MakeRepository, change: dict[str, str]) -> None:
    folder = make_repository(FILES)
    scan(folder)
    for name, content in change.items():
        (folder / name).write_text(content)
    git(folder, "add", ".")
    assert scan(folder) == scan(folder, cache=False)


def test_a_new_commit_and_a_new_tag_are_seen_at_once(make_repository: MakeRepository) -> None:
    folder = make_repository(FILES)
    assert scan(folder).sources[0].detail == "2 files, 1 commit"
    git(folder, "commit", "--allow-empty", "-m", "Again")
    assert scan(folder).sources[0].detail == "2 files, 2 commits"
    git(folder, "tag", "v1.0")
    with Cache.open() as memory, open_target(str(folder), memory=memory) as snapshot:
        assert snapshot.raw.history
        assert [tag.name for tag in snapshot.raw.history.tags] == ["v1.0"]


def test_a_history_that_misses_commits_is_not_remembered(make_repository: MakeRepository, cache_folder: Path) -> None:
    folder = make_repository(FILES, commits=[{"a": "1"}, {"a": "2"}])
    first = git(folder, "rev-list", "--max-parents=0", "HEAD").strip()
    lost = folder / ".git" / "objects" / first[:2] / first[2:]
    content = lost.read_bytes()
    lost.unlink()
    assert "the history is incomplete: commits are missing" in {gap.reason for gap in scan(folder).sources[0].gaps}
    assert kinds(cache_folder).isdisjoint({"collected", "history"})
    lost.write_bytes(content)
    assert scan(folder).sources[0].gaps == ()


def test_a_tag_that_names_no_commit_is_looked_at_again(make_repository: MakeRepository, cache_folder: Path) -> None:
    folder = make_repository(FILES)
    git(folder, "tag", "blob", "HEAD:train.py")
    scan(folder)
    assert kinds(cache_folder).isdisjoint({"collected", "history"})


def test_the_version_follows_every_letter_of_source_and_technologies(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    seen = set()
    for content in ("a", "b"):
        for name in ("x.py", "y.yaml"):
            (inner / name).write_text(content)
            version.cache_clear()
            seen.add(version(tmp_path))
    assert len(seen) == 4  # x; x and y; another x; another x and y
    (inner / "z.txt").write_text("neither")
    version.cache_clear()
    assert version(tmp_path) in seen


def test_another_target_or_no_cache_recalls_nothing(make_repository: MakeRepository) -> None:
    folder = make_repository(FILES)
    scan(folder)
    with Cache.open() as cache, open_target(str(folder), memory=cache) as snapshot:
        found = recall(snapshot.key, cache)
        assert found
        assert recall("another", cache) is None
        assert recall(snapshot.key, Cache.off()) is None
        assert remember("again", Cache.off(), found) is found
    assert KIND == "collected"
