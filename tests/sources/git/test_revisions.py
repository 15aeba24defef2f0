"""Any commit can be looked at, wherever it lies, and nothing that others named is taken for more than it is."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from maturity.errors import Unreadable
from maturity.model.raw import Gap, RawBranch, RawTag
from maturity.sources.git import open_target
from maturity.sources.git.revisions import Revisions
from maturity.sources.limits import Limits
from tests.repository import MakeRepository, build, commit, git, write

Open = Callable[..., Revisions]
GONE = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def opened() -> Iterator[Open]:
    with ExitStack() as stack:

        def enter(folder: Path, limits: Limits | None = None) -> Revisions:
            revisions = stack.enter_context(open_target(str(folder), limits or Limits())).revisions
            assert revisions
            return revisions

        yield enter


def texts(revisions: Revisions, at: str) -> dict[str, bytes | str]:
    return {
        file.path: content.reason if isinstance(content, Gap) else content
        for file, content in revisions.read(revisions.tree(at))
    }


def test_the_tree_of_any_commit(make_repository: MakeRepository, opened: Open) -> None:
    folder = make_repository({"a": "1", "data/x.dvc": "old"}, commits=[{"a": "2"}])
    write(folder, {"a": "not committed"})
    revisions = opened(folder)
    first, last = git(folder, "rev-parse", "HEAD~1"), git(folder, "rev-parse", "HEAD")
    assert revisions.head == last
    assert texts(revisions, first) == {"a": b"1", "data/x.dvc": b"old"}
    assert texts(revisions, last)["a"] == b"2"
    with pytest.raises(Unreadable, match="not the id of a commit"):
        revisions.tree("HEAD~1")
    with pytest.raises(Unreadable, match="cannot be listed"):
        revisions.tree(GONE)


def test_a_folder_of_a_repository_is_looked_at_alone(make_repository: MakeRepository, opened: Open) -> None:
    folder = make_repository({"a": "1"}, commits=[{"ml/b": "2"}])
    revisions = opened(folder / "ml")
    assert texts(revisions, git(folder, "rev-parse", "HEAD")) == {"b": b"2"}
    assert revisions.tree(git(folder, "rev-parse", "HEAD~1")) == ()


def test_what_is_not_read_is_a_gap(make_repository: MakeRepository, opened: Open) -> None:
    folder = make_repository({"big.csv": "x" * 2_000_000, "ok": "1"})
    (folder / "link").symlink_to("/etc/passwd")
    head = commit(folder, {})
    assert texts(opened(folder), head) == {"big.csv": "is larger than 1 MiB", "link": "is a link", "ok": b"1"}
    few = opened(folder, Limits(total_bytes=1))
    assert [texts(few, head)["ok"], texts(few, head)["ok"]] == [
        b"1",
        "lies beyond the first 1 bytes of older revisions",
    ]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_references(packed: bool, algorithm: str, tmp_path: Path, opened: Open) -> None:
    folder = tmp_path / "project"
    git(tmp_path, "init", "--quiet", f"--object-format={algorithm}", "--initial-branch=main", str(folder))
    first = commit(folder, {"a": "1"})
    git(folder, "tag", "--annotate", "v1", "--message", "one")
    git(folder, "update-ref", "refs/remotes/origin/main", first)
    git(folder, "branch", "topic/x")
    last = commit(folder, {"a": "2"})
    git(folder, "tag", "of-a-file", "HEAD:a")
    if packed:
        git(folder, "pack-refs", "--all")
    revisions = opened(folder)
    assert revisions.tags == (RawTag(name="v1", commit=first),)
    assert revisions.branches() == (
        RawBranch(name="main", commit=last),
        RawBranch(name="topic/x", commit=first),
        RawBranch(name="origin/main", commit=first),
    )
    names = ("main", "v1", "origin/main", "topic/x", last, first[:9], "v2", "HEAD", "main~1")
    assert [revisions.resolve(name) for name in names] == [last, first, first, first, last, first, None, None, None]


def test_which_reference_leads_there(make_repository: MakeRepository, opened: Open) -> None:
    folder = make_repository({"a": "1"}, commits=[{"a": "2"}])
    first, main = git(folder, "rev-parse", "HEAD~1"), git(folder, "rev-parse", "HEAD")
    git(folder, "checkout", "--quiet", "-b", "topic")
    topic = commit(folder, {"a": "3"})
    git(folder, "checkout", "--quiet", "--detach")
    tagged = commit(folder, {"a": "4"})
    git(folder, "tag", "v1")
    rewritten = commit(folder, {"a": "5"})
    git(folder, "checkout", "--quiet", "main")
    revisions = opened(folder)
    assert revisions.known([first, rewritten, GONE]) == {first, rewritten}
    reach = revisions.reachable([first, main, topic, tagged, rewritten, GONE])
    assert reach.starts == {first: "main", main: "main", topic: "topic", tagged: "v1"}
    assert reach.fault == ""


def test_a_commit_that_only_a_detached_head_leads_to_is_not_reachable(
    make_repository: MakeRepository, opened: Open
) -> None:
    folder = make_repository({"a": "1"})
    git(folder, "checkout", "--quiet", "--detach")
    head = commit(folder, {"a": "2"})
    assert opened(folder).reachable([head]).starts == {}


def test_ids_as_people_write_them(make_repository: MakeRepository, opened: Open) -> None:
    folder = make_repository({"a": "1"})
    head = git(folder, "rev-parse", "HEAD")
    tree = git(folder, "rev-parse", "HEAD^{tree}")
    revisions = opened(folder)
    asked = [head[:7], head.upper(), f" {head}\n", tree, tree[:8], head[:6], "", "--all", "HEAD", "x" * 40, "$(id)"]
    assert revisions.known(asked) == {head[:7], head.upper(), f" {head}\n"}
    assert set(revisions.find(asked).values()) == {head}


def test_a_tag_that_is_called_like_an_id_is_not_it(make_repository: MakeRepository, opened: Open) -> None:
    folder = make_repository({"a": "1"})
    git(folder, "tag", "abcdef1")
    git(folder, "tag", GONE)
    assert opened(folder).known(["abcdef1", GONE]) == frozenset()


def test_hostile_references(make_repository: MakeRepository, tmp_path: Path, opened: Open) -> None:
    folder = make_repository({"a": "1"})
    head = git(folder, "rev-parse", "HEAD")
    os.mkfifo(folder / ".git/refs/heads/pipe")
    (tmp_path / "outside").write_text(head)
    (folder / ".git/refs/heads/link").symlink_to(tmp_path / "outside")
    (folder / ".git/refs/heads/folder").symlink_to(tmp_path)
    packed = [
        f"{head} refs/heads/../../x",
        f"{head} refs/heads/--output=x",
        f"{GONE} refs/heads/gone",
        "x refs/heads/no",
    ]
    write(folder, {".git/refs/heads/garbage": "ref: ../../etc/passwd", ".git/packed-refs": "\n".join(packed)})
    revisions = opened(folder)
    assert [branch.name for branch in revisions.branches()] == ["--output=x", "main"]
    assert revisions.reachable([head]).starts == {head: "--output=x"}


def test_what_is_not_whole_is_not_called_unreachable(
    make_repository: MakeRepository, tmp_path: Path, opened: Open
) -> None:
    folder = make_repository({"a": "0"}, commits=[{"a": str(n)} for n in range(1, 6)])
    first = git(folder, "rev-parse", "HEAD~5")
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{folder}", "shallow")
    shallow = opened(tmp_path / "shallow")
    assert shallow.shallow
    assert shallow.known([first]) == frozenset()
    assert shallow.reachable([first]).fault == "the repository is a shallow clone; fetch its whole history"
    assert opened(folder, Limits(commits=3)).reachable([first]).fault == "only the newest 3 commits are walked"
    for n in range(5):
        git(folder, "branch", f"b{n}", "HEAD~1")
    few = opened(folder, Limits(branches=2))
    assert few.reachable([GONE]).fault == "there are too many references below refs/heads"
    lost = git(folder, "rev-parse", "HEAD~2")
    (folder / ".git/objects" / lost[:2] / lost[2:]).unlink()
    assert opened(folder).reachable([first]).fault.startswith("commits are missing or damaged: ")


def test_a_clean_clone_runs_nothing_of_the_repository(
    make_repository: MakeRepository, tmp_path: Path, opened: Open
) -> None:
    folder = make_repository({"a": "1", ".gitattributes": "a filter=x\n"}, commits=[{"a": "2", "ml/b": "3"}])
    first = git(folder, "rev-parse", "HEAD~1")
    git(folder, "checkout", "--quiet", "--detach", first)
    lost = commit(folder, {"a": "4", "ml/b": "5"})
    git(folder, "checkout", "--quiet", "main")
    hook = "#!/bin/sh\ntouch " + str(tmp_path / "ran")
    write(folder, {".git/hooks/post-checkout": hook, "ml/b": "not committed"})
    (folder / ".git/hooks/post-checkout").chmod(0o755)
    git(folder, "config", "filter.x.smudge", f"touch {tmp_path}/ran; cat")
    place = tmp_path / "clone"
    place.mkdir()
    assert opened(folder / "ml").check_out(lost, place) == place / "ml"
    assert (place / "a").read_text() + (place / "ml/b").read_text() == "45"
    assert git(place, "rev-parse", "HEAD") == lost
    assert git(place, "log", "--format=%H").split() == [lost, first]
    assert git(place, "remote") == ""
    assert not (tmp_path / "ran").exists()


def test_a_bare_repository(make_repository: MakeRepository, tmp_path: Path, opened: Open) -> None:
    folder = make_repository({"a": "1"}, commits=[{"a": "2"}])
    git(tmp_path, "clone", "--quiet", "--bare", f"file://{folder}", "bare.git")
    revisions = opened(tmp_path / "bare.git")
    first = git(folder, "rev-parse", "HEAD~1")
    assert texts(revisions, first) == {"a": b"1"}
    assert revisions.reachable([first]).starts == {first: "main"}


def test_a_folder_without_git_has_no_revisions(tmp_path: Path) -> None:
    write(tmp_path, {"a": "1"})
    with open_target(str(tmp_path)) as snapshot:
        assert snapshot.revisions is None


def test_a_repository_without_a_commit(tmp_path: Path, opened: Open) -> None:
    write(build(tmp_path / "new", {}), {"a": "1"})
    git(tmp_path / "new", "add", "a")
    revisions = opened(tmp_path / "new")
    assert (revisions.head, revisions.tags, revisions.branches()) == (None, (), ())
    assert revisions.reachable([GONE]).starts == {}
