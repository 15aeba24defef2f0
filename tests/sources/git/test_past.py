"""Large files that only earlier commits hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from maturity.cache import Cache
from maturity.children import Later
from maturity.model.raw import Gap, RawBlob
from maturity.sources.git import past
from maturity.sources.git.snapshot import Snapshot
from maturity.sources.git.target import open_target
from tests.repository import Content, MakeRepository, git, write

BIG = bytes(5_000_001)
LARGER = bytes(6_000_000)


def look(target: Path | str, memory: Cache | None = None) -> tuple[tuple[RawBlob, ...], list[Gap]]:
    with open_target(str(target), memory=memory) as snapshot:
        return snapshot.past()


def named(blobs: tuple[RawBlob, ...]) -> list[tuple[str, int, str | None]]:
    return [(one.path, one.size, one.commit) for one in blobs]


@pytest.fixture
def heavy(make_repository: MakeRepository) -> Path:
    """Return a repository that once held two large files, and still holds a third one."""
    return make_repository(
        {"README.md": "# x\n", "data/kept.bin": BIG + b"k"},
        commits=[
            {"data/my train set.csv": LARGER},
            {"data/note.txt": "x\n", "model.pkl": BIG},
            {"data/my train set.csv": None, "model.pkl": None},
        ],
    )


def test_each_is_named_with_the_commit_in_which_it_came(heavy: Path) -> None:
    blobs, gaps = look(heavy)
    assert named(blobs) == [
        ("data/my train set.csv", 6_000_000, git(heavy, "rev-parse", "HEAD~2")),
        ("model.pkl", 5_000_001, git(heavy, "rev-parse", "HEAD~1")),
    ]
    assert gaps == []


def test_a_folder_of_the_repository_sees_its_own(heavy: Path) -> None:
    assert [one.path for one in look(heavy / "data")[0]] == ["my train set.csv"]


def test_what_no_commit_of_head_leads_to_is_not_its_past(heavy: Path) -> None:
    git(heavy, "switch", "-qc", "other")
    write(heavy, {"other.csv": BIG + b"o"})
    git(heavy, "add", "other.csv")
    git(heavy, "commit", "-qm", "elsewhere")
    git(heavy, "switch", "-q", "main")
    assert "other.csv" not in [one.path for one in look(heavy)[0]]


@pytest.mark.parametrize("files", [{}, {"a.py": "x = 1\n"}])
def test_a_light_repository_has_no_such_past(files: dict[str, Content], make_repository: MakeRepository) -> None:
    assert look(make_repository(files)) == ((), [])


def test_a_bare_clone_sees_the_same(heavy: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(heavy), "bare.git")
    assert look(tmp_path / "bare.git") == look(heavy)


@pytest.mark.parametrize(("option", "kind"), [("--depth=1", "shallow"), ("--filter=blob:none", "partial")])
def test_a_clone_that_lacks_commits_or_files_says_so(option: str, kind: str, heavy: Path, tmp_path: Path) -> None:
    git(heavy, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", option, f"file://{heavy}", "clone")
    blobs, gaps = look(tmp_path / "clone")
    assert blobs == ()
    assert [(gap.reason, gap.hides) for gap in gaps] == [
        (f"the clone is {kind}: large files of commits that it lacks are not known", ("large-blob",))
    ]


class TestMemory:
    """What a commit leads to is looked for once."""

    @pytest.fixture
    def looks(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        started: list[str] = []

        def start(*given: Any, **options: Any) -> Later:
            started.append("look")
            return Later(*given, **options)

        monkeypatch.setattr(past, "Later", start)
        return started

    def test_it_is_remembered_by_the_commit(self, heavy: Path, tmp_path: Path, looks: list[str]) -> None:
        with Cache(tmp_path / "cache") as memory:
            first = look(heavy, memory)
            assert (look(heavy, memory), len(looks)) == (first, 1)
            write(heavy, {"more.csv": BIG + b"m"})
            git(heavy, "add", "more.csv")
            git(heavy, "commit", "-qm", "more")
            assert (look(heavy, memory)[0], len(looks)) == (first[0], 2)

    def test_what_could_not_be_found_is_not_kept(
        self, heavy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(past, "SECONDS", 0.0001)
        with Cache(tmp_path / "cache") as memory:
            with _opened(heavy, memory) as snapshot:
                blobs, gaps = snapshot.past()
                assert (blobs, snapshot.settled, [gap.hides for gap in gaps]) == ((), False, [("large-blob",)])
            monkeypatch.setattr(past, "SECONDS", 30.0)
            assert len(look(heavy, memory)[0]) == 2


@contextmanager
def _opened(target: Path, memory: Cache) -> Iterator[Snapshot]:
    with open_target(str(target), memory=memory) as snapshot:
        yield snapshot
