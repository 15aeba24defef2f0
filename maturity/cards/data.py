"""The card of data that DVC tracks: what the repository records, and what its content shows where that is at hand."""

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from maturity.cards import human
from maturity.cards.authorship import answered
from maturity.cards.build import About, as_remarks, assembled
from maturity.cards.content import Seen, look
from maturity.cards.repository import RepositoryView, view
from maturity.cards.told import Told, grid, source, words
from maturity.errors import UsageError
from maturity.model.card import Answer, Card, Stated
from maturity.model.storage import RawTracked
from maturity.sources.dvc.at import recorded_at
from maturity.sources.git import open_target
from maturity.sources.git.revisions import Revisions

MOST_TAGS, MOST_ROWS, MOST_COLUMNS = 50, 200_000, 200
_DISTINCT = 1_000


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
    return _card(target, tracked, seen, told, answers, now, content.lacks)


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
    if content.table is not None:
        found |= _table(content.table, place.locator)
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


def _table(content: bytes, locator: str) -> dict[str, Told]:
    """Return the columns of a table of text, and how full and how different they are."""
    place = source("artifact", locator)
    with suppress(UnicodeDecodeError, csv.Error):
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
        head = next(rows, [])[:MOST_COLUMNS]
        filled, kinds = [0] * len(head), [set[str]() for _ in head]
        count = 0
        for row in rows:
            if count >= MOST_ROWS:
                break
            count += 1
            for position, cell in enumerate(row[: len(head)]):
                filled[position] += bool(cell.strip())
                if len(kinds[position]) < _DISTINCT:
                    kinds[position].add(cell)
        profile = [
            (name, str(count - full), f"{_DISTINCT}+" if len(seen) >= _DISTINCT else str(len(seen)))
            for name, full, seen in zip(head, filled, kinds, strict=True)
        ]
        columns = [(name, _kind(seen)) for name, seen in zip(head, kinds, strict=True)]
        return {
            "schema": grid(("name", "type"), columns, place),
            "profile": grid(("name", "missing", "distinct"), profile, place),
            "files": words([f"{count} rows, {len(head)} columns"], place),
        }
    return {}


def _kind(cells: set[str]) -> str:
    """Return what all filled cells of a column are: whole numbers, numbers or text."""
    given = [cell for cell in cells if cell.strip()]
    for kind, make_of in (("integer", int), ("number", float)):
        with suppress(ValueError):
            for cell in given:
                make_of(cell)
            return kind if given else "empty"
    return "text"
