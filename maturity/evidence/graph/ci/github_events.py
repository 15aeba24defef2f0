"""What starts a GitHub workflow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from maturity.documents.tree import Series, Table, items, table, text
from maturity.evidence.graph.ci.conditions import OPEN, Value
from maturity.model.activity import Root

_CHANGES = ("push", "pull_request", "pull_request_target", "merge_group")
_ROOTS: dict[str, Root] = {
    **dict.fromkeys(_CHANGES, "change"),
    "release": "release",
    "schedule": "schedule",
    "workflow_dispatch": "manual",
}
_FILTERS = ("branches", "branches-ignore", "paths", "paths-ignore")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of `on`, as far as it starts jobs in the same way."""

    name: str
    root: Root
    line: int
    ref: str | None = None
    """Start of the git reference it runs for."""
    implied: bool = False
    """A push without filters also starts for tags: that matters only to jobs that ask for a tag."""

    def known(self) -> Mapping[str, Value]:
        """Return what conditions may ask about it."""
        called = self.name == "workflow_call"
        values: dict[str, Value] = {"github.event_name": None if called else self.name, "github.ref": self.ref}
        if self.ref is not None:
            values["github.ref_type"] = "tag" if self.ref.startswith("refs/tags/") else "branch"
        return values


def events(document: Table) -> Iterator[Event]:
    """Yield the events of a workflow, without those that other workflows raise (`workflow_call`, `workflow_run`)."""
    given = document.get("on", document.get("true"))
    line = document.line_of("on")
    if isinstance(given, str):
        yield from _event(given, None, line)
    elif isinstance(given, Series):
        for at, name in items(given):
            yield from _event(text(name), None, at)
    for name, body in table(given).items():
        yield from _event(name, body, table(given).line_of(name))


def _event(name: str, body: Any, line: int) -> Iterator[Event]:
    if name in ("", "workflow_call", "workflow_run"):
        return
    if name == "push":
        yield from _push(table(body), line)
    elif name == "schedule":
        for at, entry in items(body):
            if text(table(entry).get("cron")):
                yield Event(name, "schedule", at)
    elif name in _CHANGES:
        yield Event(name, "change", line, "refs/pull/" + OPEN)
    else:
        yield Event(name, _ROOTS.get(name, "event"), line, "refs/tags/" + OPEN if name == "release" else None)


def _push(body: Table, line: int) -> Iterator[Event]:
    tags = "tags" in body
    if not tags or any(name in body for name in _FILTERS):
        yield Event("push", "change", line, "refs/heads/" + OPEN)
    if tags:
        yield Event("push", "release", body.line_of("tags"), "refs/tags/" + OPEN)
    elif "branches" not in body and "tags-ignore" not in body:
        yield Event("push", "release", line, "refs/tags/" + OPEN, implied=True)


def watched(document: Table) -> tuple[list[str], int]:
    """Return the names of the workflows whose completion starts this one, and the line that says so."""
    entry = table(table(document.get("on")).get("workflow_run"))
    return [text(one) for _, one in items(entry.get("workflows"))], table(document.get("on")).line_of("workflow_run")


def callable_by_others(document: Table) -> bool:
    """Tell whether other workflows may call this one."""
    given = document.get("on")
    return given == "workflow_call" or (isinstance(given, Table | Series) and "workflow_call" in given)
