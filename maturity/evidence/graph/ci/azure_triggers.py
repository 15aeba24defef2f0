"""What starts an Azure pipeline."""

from collections.abc import Iterator

from maturity.documents.tree import Table, items, series, table, text
from maturity.evidence.graph.ci.pipeline import Started
from maturity.model.activity import Root

_RESOURCES: dict[str, Root] = {
    "pipelines": "change",
    "repositories": "change",
    "containers": "event",
    "packages": "event",
    "webhooks": "event",
}
"""What a pipeline waits for: the completion of another pipeline goes back to a change of code."""


def triggers_of(document: Table) -> Iterator[Started]:
    """Yield what starts a pipeline. Without `trigger` every push does; `none` switches it off, alone in a list, too."""
    given = document.get("trigger")
    if "trigger" not in document:
        yield Started("push", "change", 1)
    elif _branches(given) != ["none"]:
        body = table(given)
        branches, tags = body.get("branches"), body.get("tags")
        line = document.line_of("trigger")
        if tags is None or branches is not None:
            yield Started("push", "change", line)
        if tags is not None:
            yield Started("tag", "release", line)
    if "pr" in document and _branches(document.get("pr")) != ["none"]:
        yield Started("pull_request", "change", document.line_of("pr"))
    for line, one in items(document.get("schedules")):
        if text(table(one).get("cron")):
            yield Started("schedule", "schedule", line)
    for kind, entries in table(document.get("resources")).items():
        if kind in _RESOURCES:
            for line, one in items(entries):
                if kind == "webhooks" or table(one).get("trigger") not in (None, "none"):
                    yield Started(kind.removesuffix("s"), _RESOURCES[kind], line)


def _branches(given: object) -> list[object]:
    """Return the branches that are written as a text or a list: one called `none` is none that anybody has."""
    return list(series(given))
