"""What people answered in a repository, and who, as git tells."""

from collections.abc import Mapping

from maturity.cards import human
from maturity.cards.lines import block
from maturity.cards.repository import RepositoryView
from maturity.model.card import Answer, Subject
from maturity.sources.git.authors import Authored
from maturity.sources.git.revisions import Revisions


def answered(seen: RepositoryView, revisions: Revisions, name: str, subject: Subject) -> dict[str, Answer]:
    """Return what people answered for a model, or for data, with who and in which commit.

    Raises:
        UsageError: what they wrote cannot be read.
    """
    if not seen.card:
        return {}
    return _authored(human.answers(seen.card[1], seen.card[0], name, subject), seen.card[1], revisions)


def _authored(answers: Mapping[str, Answer], source: str, revisions: Revisions) -> dict[str, Answer]:
    """Return the answers with who changed their lines, the last one first, and in which commit that was."""
    found: dict[str, Answer] = {}
    lines: dict[str, tuple[Authored, ...]] = {}
    for field, answer in answers.items():
        path, _, number = answer.locator.rpartition(":")
        if path not in lines:
            lines[path] = revisions.authors(path)
        own = [lines[path][at] for at in block(source.splitlines(), int(number) - 1) if at < len(lines[path])]
        newest = sorted(own, key=lambda one: -one.when)
        authors = ", ".join(dict.fromkeys(one.author for one in newest))
        found[field] = answer.model_copy(update={"author": authors, "commit": newest[0].commit if newest else ""})
    return found
