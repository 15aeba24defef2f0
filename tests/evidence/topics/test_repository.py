"""The repository itself."""

import pytest

from maturity.evidence.topics.repository import collect, large_blobs
from maturity.model.facts.repository import CommitFact, FileFact, TagFact
from maturity.model.raw import RawHistory, RawTag
from tests.evidence.topics.targets import project


def test_the_commit_and_its_tags() -> None:
    history = RawHistory(head="a" * 40, commits=3, tags=(RawTag(name="v1.2.0", commit="b" * 40),))
    commit, tag = collect(project({}, history=history))
    assert isinstance(commit, CommitFact)
    assert (commit.commits, commit.shallow, commit.at.uri) == (3, False, "a" * 40)
    assert isinstance(tag, TagFact)
    assert (tag.name, tag.version, tag.at.uri) == ("v1.2.0", True, "refs/tags/v1.2.0")


def test_a_repository_without_commit_has_none() -> None:
    assert list(collect(project({}, history=RawHistory(head=None, commits=0)))) == []


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("1.0", True),
        ("release-2.1.3", True),
        ("model/v1.0.0-rc1", True),
        ("latest", False),
        ("v2", False),
        ("2024", False),
    ],
)
def test_versions_are_told_from_other_tags(name: str, version: bool) -> None:
    history = RawHistory(head="a" * 40, commits=1, tags=(RawTag(name=name, commit="b" * 40),))
    (found,) = [one for one in collect(project({}, history=history)) if isinstance(one, TagFact)]
    assert found.version is version


def test_large_data_and_models_are_found_by_size() -> None:
    sizes = {"data/raw.csv": 6_000_000, "model.pkl": 5_000_001, "small.csv": 5_000_000, "docs/film.webm": 9_000_000}
    target = project({}, sizes=sizes)
    assert [(one.at.path, one.size) for one in large_blobs(target)] == [
        ("data/raw.csv", 6_000_000),
        ("model.pkl", 5_000_001),
    ]
    assert len(list(large_blobs(target, limit=10_000_000))) == 0


def test_pointers_links_and_conflicts_are_files_of_their_own_kind() -> None:
    target = project(
        {
            "data.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n",
            "conf.yaml": "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n",
            "notes.md": "<<<<<<< is what git writes\n",
        },
        links=("latest",),
    )
    found = {str(one.at): one.role for one in collect(target) if isinstance(one, FileFact)}
    assert found == {"data.csv:1": "lfs-pointer", "conf.yaml:2": "conflict", "latest": "link"}
