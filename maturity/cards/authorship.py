"""What people answered in a repository, and who, as git tells."""

from collections.abc import Mapping

from maturity.cards import human
from maturity.cards.repository import RepositoryView
from maturity.model.card import Answer, Subject
from maturity.sources.git.revisions import Revisions


def answered(seen: RepositoryView, revisions: Revisions, name: str, subject: Subject) -> dict[str, Answer]:
    """Return what people answered for a model, or for data, with who and in which commit.

    Raises:
        UsageError: what they wrote cannot be read.
    """
    if not seen.card:
        return {}
    return _authored(human.answers(seen.card[1], seen.card[0], name, subject), revisions)


def _authored(answers: Mapping[str, Answer], revisions: Revisions) -> dict[str, Answer]:
    """Return the answers with who changed the line of each last, and in which commit."""
    found: dict[str, Answer] = {}
    lines: dict[str, tuple[tuple[str, str], ...]] = {}
    for field, answer in answers.items():
        path, _, number = answer.locator.rpartition(":")
        if path not in lines:
            lines[path] = tuple(revisions.authors(path))
        at = int(number) - 1
        author, commit = lines[path][at] if 0 <= at < len(lines[path]) else ("", "")
        found[field] = answer.model_copy(update={"author": author, "commit": commit})
    return found
