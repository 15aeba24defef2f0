"""The history is read aside, and what goes wrong there is a gap."""

from dataclasses import replace
from pathlib import Path

from maturity.model.raw import RawHistory
from maturity.sources.git import private, refs
from maturity.sources.git.history import History
from maturity.sources.git.locate import locate
from maturity.sources.git.private import Private
from maturity.sources.limits import Limits
from tests.repository import MakeRepository, git


def borrowed(folder: Path, workspace: Path, limits: Limits | None = None) -> tuple[Private, str | None]:
    located = locate(folder)
    assert located
    head = refs.read_head(located).commit
    workspace.mkdir()
    return private.make(workspace, located, head, {}, limits or Limits()), head


def test_commits_are_counted(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a": "0"}, commits=[{"a": "1"}, {"a": "2"}])
    place, head = borrowed(folder, tmp_path / "private")
    history = History(place, head)
    assert history.read(dirty=True) == (RawHistory(head=head, commits=3, dirty=True), [])


def test_without_a_commit_nothing_is_started(make_repository: MakeRepository, tmp_path: Path) -> None:
    place, head = borrowed(make_repository({}), tmp_path / "private")
    history = History(place, head)
    assert history.read(dirty=False) == (RawHistory(head=None, commits=0), [])


def test_a_history_that_takes_too_long_is_a_gap(make_repository: MakeRepository, tmp_path: Path) -> None:
    place, head = borrowed(make_repository({"a": "0"}), tmp_path / "private")
    history = History(Private(place.folder, place.located, replace(place.limits, seconds=0.001)), head)
    found, gaps = history.read(dirty=False)
    assert (found.head, found.commits) == (head, 1)
    assert [gap.reason for gap in gaps] == ["the history cannot be read: took longer than 0.001 s"]
    assert gaps[0].hides == ("commit", "tag")


def test_it_can_be_given_up(make_repository: MakeRepository, tmp_path: Path) -> None:
    place, head = borrowed(make_repository({"a": "0"}), tmp_path / "private")
    History(place, head).end()


def test_git_finds_nothing_of_the_repository_but_its_objects(make_repository: MakeRepository, tmp_path: Path) -> None:
    folder = make_repository({"a": "0"})
    git(folder, "config", "core.fsmonitor", "trap")
    git(folder, "config", "core.fileMode", "false")
    place, _ = borrowed(folder, tmp_path / "private")
    with place.start("config", "--list", "--show-origin") as process:
        lines = process.everything(10_000).data.decode().splitlines()
    assert {line.split("\t")[0] for line in lines} == {f"file:{place.folder}/config"}
    settings = dict(line.split("\t")[1].split("=", 1) for line in lines)
    assert (settings["core.fsmonitor"], settings["core.filemode"]) == ("false", "false")
