"""The card of data that DVC tracks: what the repository records, and what its content shows where that is at hand."""

from collections.abc import Callable
from datetime import datetime

from maturity.cards import human
from maturity.cards.authorship import answered
from maturity.cards.build import About, as_remarks, assembled
from maturity.cards.content import Seen, look
from maturity.cards.repository import RepositoryView, view
from maturity.cards.tables import tabled
from maturity.cards.told import Told, grid, source, words
from maturity.errors import UsageError
from maturity.model.card import Answer, Card, Stated
from maturity.model.storage import RawTracked
from maturity.sources.dvc.at import recorded_at
from maturity.sources.git import open_target
from maturity.sources.git.revisions import Revisions

MOST_TAGS = 50


def make(target: str, output: str, now: datetime, progress: Callable[[str], None], remote: str | None = None) -> Card:
    """Return the card of one output of DVC at HEAD; `remote` is where its content may be, besides the cache.

    Raises:
        UsageError: the repository tracks no such output, what people wrote cannot be read, or there is
            no such remote.
    """
    progress("reading what DVC recorded")
    with open_target(target) as snapshot:
        revisions = snapshot.revisions
        if revisions is None or revisions.head is None:
            raise UsageError(f"{target}: is no git repository with a commit")
        seen = view(revisions, revisions.head, human.FILES["data"])
        known = {one.output: one for one in seen.tracked}
        if output not in known:
            names = ", ".join(sorted(known)[:8]) or "nothing"
            raise UsageError(f"{output}: DVC tracks no such output at HEAD; it tracks {names}")
        tracked = known[output]
        answers = answered(seen, revisions, output, "data")
        content = look(revisions, tracked, remote)
        told = _told(tracked, seen, content, _history(revisions, output))
    lacks = content.lacks
    if content.table is not None:
        columns, lacks = tabled(output, content.table, f"{tracked.path}:{tracked.line}")
        told |= columns
    return _card(target, tracked, seen, told, answers, now, lacks)


def _card(
    target: str,
    tracked: RawTracked,
    seen: RepositoryView,
    told: dict[str, Told],
    answers: dict[str, Answer],
    now: datetime,
    lacks: str,
) -> Card:
    stated = (Stated(name="commit", value=seen.commit), Stated(name=f"data {tracked.output}", value=tracked.digest))
    about = About("data", tracked.output, tracked.digest[:10], (), target, now.timestamp())
    return assembled(about, told, answers, stated, as_remarks((*seen.remarks, *([lacks] if lacks else ()))))


def _told(
    tracked: RawTracked, seen: RepositoryView, content: Seen, history: list[tuple[str, str, str]]
) -> dict[str, Told]:
    place = source("dvc", f"{tracked.path}:{tracked.line}")
    stages = [stage for stage in seen.stages if tracked.path.endswith("dvc.lock")]
    size = "" if tracked.size is None else f"{tracked.size} bytes"
    found = {
        "name": words([tracked.output], place),
        "digest": grid(("what", "value"), [("md5", tracked.digest), *([("size", size)] if size else [])], place),
        "history": grid(("what", "digest", "now"), history, source("git", seen.commit)),
        "files": words(content.files or (), place),
        "source": grid(
            ("what", "value"),
            [("commit", seen.commit), ("recorded in", tracked.path)]
            + [("stages", ", ".join(stage.value.partition(": ")[0] for stage in stages))] * bool(stages),
            place,
        ),
    }
    if seen.owners:
        found["owner"] = words([seen.owners.value], source("repository", seen.owners.place))
    return {field: one for field, one in found.items() if one.value is not None}


def _history(revisions: Revisions, output: str) -> list[tuple[str, str, str]]:
    """Return the digest at each tag, the newest last, where it changed."""
    tags = revisions.tags[-MOST_TAGS:]
    recorded = recorded_at(revisions, [tag.commit for tag in tags])
    rows: list[tuple[str, str, str]] = []
    for tag in tags:
        digests = [one.digest for one in recorded[tag.commit].tracked if one.output == output]
        if digests and (not rows or rows[-1][1] != digests[0]):
            rows.append((tag.name, digests[0], tag.commit[:12]))
    return rows
