"""The section of a changelog that is about a version: read at a commit, and nothing where there is none."""

from pathlib import Path

import pytest

from maturity.cards.changelog import Release, section
from maturity.model.card import Card
from tests.cards import store
from tests.repository import build, commit, git

LOG = """# Changelog

All notable changes, as `## [9.9.9]` is none.

## [Unreleased]

### Added

- What is to come.

## [1.2.0] - 2024-05-01

### Added

- The region of a customer,
  as the shop has it.
- Weights for rare customers.

### Removed

- The sex of a customer.

```
## [1.1.0]
- in a fence
```

## [1.1.0] - 2024-04-01

Only words.

## [2] - 2024-03-01

- Second model.

[1.2.0]: https://example.org/compare
"""
ENTRIES = (
    "Added: The region of a customer, as the shop has it.",
    "Added: Weights for rare customers.",
    "Removed: The sex of a customer.",
)


@pytest.mark.parametrize(
    ("name", "entries"),
    [("1.2.0", ENTRIES), ("1.1.0", ("Only words.",)), ("9.9.9", None), ("in a fence", None), ("1.2", None), ("", None)],
)
def test_a_section_is_found_by_its_heading(name: str, entries: tuple[str, ...] | None) -> None:
    found = section(LOG, name)
    assert (found.entries if found else None) == entries


@pytest.mark.parametrize(
    "heading",
    [
        "## [1.2.0]",
        "## 1.2.0",
        "## 1.2.0 - 2024-05-01",
        "# [1.2.0](https://example.org/a...b) (2024-05-01)",
        "## 1.2.0 (2024-05-01)",
        "## Release 1.2.0",
        "## Version 1.2.0 \u2014 May 2024",
        "## [1.2.0] - 2024-05-01 [YANKED]",
        "## 1.2.0 [YANKED]",
        "### 1.2.0 ###",
    ],
)
def test_the_forms_of_a_heading(heading: str) -> None:
    found = section(f"# Log\n\n{heading}\n\n- One.\n\n{heading.partition(' ')[0]} 1.1.0\n\n- Other.\n", "1.2.0")
    assert found is not None
    assert (found.name, found.line, found.entries) == ("1.2.0", 3, ("One.",))


def test_a_long_section_is_cut() -> None:
    found = section("## 1\n" + "- x\n" * 50 + "- " + "y" * 10_000 + "\n", "1")
    assert found is not None
    assert (len(found.entries), found.left_out) == (40, 11)


@pytest.mark.parametrize(
    ("tag", "number"),
    [("v1.2.0", "1.2.0"), ("release/1.2.0", "1.2.0"), ("churn-v1.2.0-rc.1", "1.2.0-rc.1"), ("champion", None)],
)
def test_the_number_in_the_name_of_a_tag(tag: str, number: str | None) -> None:
    names = Release("churn", "7").names([tag])
    assert names[0] == tag
    assert (number in names) is (number is not None)
    assert names[-2:] == ("v7", "7")


def changes(card: Card) -> list[tuple[str, ...]]:
    rows = [tuple(map(str, row)) for row in card.rows("changes")]
    return [row for row in rows if row[0].startswith(("CHANGELOG", "HISTORY"))]


def remarks(card: Card) -> list[str]:
    return [one.en for one in card.remarks if "changelog" in one.en.lower()]


def test_a_card_tells_the_section_of_the_tag_at_the_commit_of_the_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = build(tmp_path / "project", {"README.md": "churn\n"})
    run = commit(project, {"CHANGELOG.md": LOG})
    git(project, "tag", "v1.2.0")
    commit(project, {"CHANGELOG.md": LOG.replace("The region", "A later word")})
    git(project, "tag", "--annotate", "--message", "next", "v1.3.0")
    mlruns = store.make(tmp_path, run)
    told = store.card(capfd, mlruns, project)
    assert changes(told) == [("CHANGELOG.md 1.2.0", "-", entry) for entry in ENTRIES]
    line = LOG[: LOG.index("## [1.2.0]")].count("\n") + 1
    assert f"{run}:CHANGELOG.md:{line}" in [one.locator for one in told.entry("changes").sources]
    assert remarks(told) == []


def test_a_release_that_was_written_later_is_read_at_head_and_said_to_be(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = build(tmp_path / "project", {"CHANGELOG.md": "## [Unreleased]\n\n- Soon.\n"})
    run = git(project, "rev-parse", "HEAD")
    mlruns = store.make(tmp_path, run, {"models/churn/version-1/tags/release": "v1.2.0"})
    told = store.card(capfd, mlruns, project)
    assert changes(told) == []
    assert remarks(told) == ["CHANGELOG.md has no section for this version: none is headed v1.2.0 or 1"]
    head = commit(project, {"CHANGELOG.md": LOG})
    told = store.card(capfd, mlruns, project)
    assert [row[0] for row in changes(told)] == ["CHANGELOG.md 1.2.0 (at HEAD)"] * 3
    assert told.entry("changes").sources[0].locator.startswith(f"{head}:CHANGELOG.md:")


def test_a_section_for_the_number_of_the_version(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = build(tmp_path / "project", {"HISTORY.md": "## churn/1 - 2024-05-01\n\n- First.\n"})
    told = store.card(capfd, store.make(tmp_path, git(project, "rev-parse", "HEAD")), project)
    assert changes(told) == [("HISTORY.md churn/1", "-", "First.")]


def test_without_a_commit_the_tag_of_head_is_not_that_of_the_version(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = build(tmp_path / "project", {"CHANGELOG.md": LOG})
    git(project, "tag", "v1.2.0")
    told = store.card(capfd, store.make(tmp_path), project)
    assert changes(told) == []
    assert remarks(told) == ["CHANGELOG.md has no section for this version: none is headed churn/1 or 1"]


def test_a_repository_without_a_changelog_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = build(tmp_path / "project", {"README.md": "churn\n", "docs/CHANGELOG.md": LOG})
    git(project, "tag", "v1.2.0")
    told = store.card(capfd, store.make(tmp_path, git(project, "rev-parse", "HEAD")), project)
    assert told.entry("changes").missing is not None
    assert remarks(told) == ["the repository has no changelog that could tell of this version"]
