"""What the demo makes room for, and what it says when a step fails; the whole of it is tests/e2e/test_reference.py."""

from pathlib import Path

import pytest

from maturity.demo.evidence import COMPLETE, MARK, build
from maturity.errors import UsageError


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder of programs that looks like an environment, and holds a `dvc` that cannot run."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "dvc").touch()
    return folder


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, programs: Path) -> None:
    precious = tmp_path / "demo" / "precious"
    precious.parent.mkdir()
    precious.write_text("mine")
    with pytest.raises(UsageError, match="was not made by this command"):
        build(tmp_path / "demo" / "churn", programs, progress=print)
    assert precious.read_text() == "mine"


def test_without_the_environment_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the environment of the reference project is not there"):
        build(tmp_path / "demo" / "churn", tmp_path, progress=print)
    assert not (tmp_path / "demo").exists()


def test_a_step_that_fails_says_where_and_its_last_words(tmp_path: Path, programs: Path) -> None:
    told: list[str] = []
    with pytest.raises(UsageError, match=r"make first: exit code \d+ in .*churn\n(?s:.*)No module named"):
        build(tmp_path / "demo" / "churn", programs, progress=told.append)
    assert [line[:3] for line in told] == ["1/4", "2/4"]
    assert (tmp_path / "demo" / MARK).read_text() == ""


def test_what_is_complete_is_not_made_again_and_what_is_not_is(tmp_path: Path, programs: Path) -> None:
    mark = tmp_path / "demo" / MARK
    (tmp_path / "demo" / "churn").mkdir(parents=True)
    mark.write_text(COMPLETE)
    told: list[str] = []
    build(tmp_path / "demo" / "churn", programs, progress=told.append)
    assert told == []

    mark.write_text("")
    stray = tmp_path / "demo" / "churn" / "stray"
    stray.touch()
    with pytest.raises(UsageError, match="make first"):
        build(tmp_path / "demo" / "churn", programs, progress=told.append)
    assert not stray.exists()
