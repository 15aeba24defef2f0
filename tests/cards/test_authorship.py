"""Who answered, of all lines of an answer."""

from pathlib import Path

from maturity.cards.authorship import answered
from maturity.cards.repository import view
from maturity.sources.git import open_target
from tests.repository import build, git

FIRST = """summary: |
  Ranks customers.

  For the retention team.
limitations:
- New products.
# a remark
owner: Ada
"""


def commit(project: Path, text: str, author: str, day: str) -> str:
    project.joinpath("model-card.yaml").write_text(text)
    stamp = f"2026-03-{day}T09:00:00+00:00"
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "-m", author, f"--author={author} <{author}@example.org>", f"--date={stamp}")
    return git(project, "rev-parse", "HEAD").strip()


def test_everybody_who_wrote_a_line_of_an_answer_is_named_the_last_one_first(tmp_path: Path) -> None:
    project = build(tmp_path / "project", {"README.md": "x\n"})
    first = commit(project, FIRST, "ada", "01")
    second = commit(project, FIRST.replace("retention team", "retention and sales teams"), "bob", "02")
    with open_target(str(project)) as snapshot:
        assert snapshot.revisions is not None
        seen = view(snapshot.revisions, "", "model-card.yaml")
        found = answered(seen, snapshot.revisions, "churn", "model")
    assert (found["summary"].author, found["summary"].commit) == ("bob, ada", second)
    assert (found["limitations"].author, found["limitations"].commit) == ("ada", first)
    assert (found["owner"].author, found["owner"].commit) == ("ada", first)
