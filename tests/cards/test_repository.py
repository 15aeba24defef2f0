"""What a repository says of a version, at the commit of its run."""

from pathlib import Path

import pytest

from maturity.cards import repository
from maturity.cards.repository import RepositoryView, view
from maturity.sources.git import open_target
from tests.repository import build, commit, git


def seen(project: Path, now: str, before: str) -> RepositoryView:
    with open_target(str(project)) as snapshot:
        assert snapshot.revisions is not None
        return view(snapshot.revisions, now, "model-card.yaml", before)


def test_the_commits_since_the_version_before_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = build(tmp_path / "project", {"a.py": "1\n"})
    before = git(project, "rev-parse", "HEAD")
    second = commit(project, {"a.py": "2\n"}, "Weigh rare customers more")
    third = commit(project, {"a.py": "3\n"}, "Take the region out")
    commit(project, {"a.py": "4\n"}, "Later than the run")
    told = seen(project, third, before)
    assert [(one.value, one.place) for one in told.changes] == [
        ("Take the region out", third),
        ("Weigh rare customers more", second),
    ]
    assert told.remarks == ()
    assert seen(project, third, "").changes == ()
    assert seen(project, third, "0" * 40).changes == ()
    assert seen(project, third, "--output=x").changes == ()
    assert seen(project, "0" * 40, before).changes == ()
    monkeypatch.setattr(repository, "MOST_COMMITS", 1)
    told = seen(project, third, before)
    assert [one.place for one in told.changes] == [third]
    assert told.remarks == ("more than 1 commits since the version before: the newest are told",)


def test_a_project_below_a_repository_has_its_own_commits(tmp_path: Path) -> None:
    top = build(tmp_path / "top", {"model/a.py": "1\n", "other/b.py": "1\n"})
    before = git(top, "rev-parse", "HEAD")
    own = commit(top, {"model/a.py": "2\n"}, "Ours")
    now = commit(top, {"other/b.py": "2\n"}, "Theirs")
    assert [one.place for one in seen(top / "model", now, before).changes] == [own]


def test_a_citation_is_told_and_a_broken_one_is_said_to_be(tmp_path: Path) -> None:
    project = build(tmp_path / "project", {"CITATION.cff": "title: Churn\n"})
    told = seen(project, "", "").citation
    assert [(what, one.value, one.place) for what, one in told] == [("title", "Churn", "CITATION.cff:1")]
    commit(project, {"CITATION.cff": "title: [\n"})
    broken = seen(project, "", "")
    assert broken.citation == ()
    assert broken.remarks[0].startswith("CITATION.cff: ")
