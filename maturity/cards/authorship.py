"""Who gave the answers of a card, as git tells."""

from collections.abc import Mapping

from maturity.model.card import Answer
from maturity.sources.git.revisions import Revisions


def authored(answers: Mapping[str, Answer], revisions: Revisions) -> dict[str, Answer]:
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
