"""When a GitLab job runs: `rules`, `only` and `except`, and the rules of the whole pipeline."""

import re
from collections.abc import Iterator
from typing import Any

from maturity.documents.tree import Table, items, series, table, text
from maturity.evidence.graph.ci.conditions import OPEN, Value, holds
from maturity.evidence.graph.ci.pipeline import Started
from maturity.model.activity import Root

_SITUATIONS: tuple[tuple[str, Root, dict[str, Value]], ...] = (
    ("push", "change", {"source": "push", "branch": "", "tag": False, "merge": False}),
    ("merge_request_event", "change", {"source": "merge_request_event", "branch": False, "tag": False, "merge": ""}),
    ("tag", "release", {"source": "push", "branch": False, "tag": "", "merge": False}),
    ("schedule", "schedule", {"source": "schedule", "branch": "", "tag": False, "merge": False}),
    ("trigger", "event", {"source": "trigger", "branch": "", "tag": False, "merge": False}),
    ("web", "manual", {"source": "web", "branch": "", "tag": False, "merge": False}),
)
_ONLY = {
    "pushes": ("push",),
    "branches": ("push", "schedule", "trigger", "web"),
    "merge_requests": ("merge_request_event",),
    "external_pull_requests": ("merge_request_event",),
    "tags": ("tag",),
    "schedules": ("schedule",),
    "triggers": ("trigger",),
    "pipelines": ("trigger",),
    "api": ("trigger",),
    "web": ("web",),
}


def roots_of(job: Table, whole: Table, line: int) -> Iterator[Started]:
    """Yield what starts a job; a schedule, a trigger and a person only where the file speaks of them."""
    manual = text(job.get("when")) == "manual"
    if text(job.get("when")) == "never":
        return
    for name, root, situation in _SITUATIONS:
        workflow = _rules(table(whole.get("workflow")).get("rules"), situation)
        own = _rules(job.get("rules"), situation) if "rules" in job else _only(job, name, situation)
        if name == "merge_request_event" and "rules" not in job and not _speaks(job, whole, "merge_request"):
            continue
        if workflow == "never" or own == "never":
            continue
        if root in ("schedule", "event", "manual") and not _speaks(job, whole, name):
            continue
        yield Started(name, "manual" if manual or own == "manual" else root, line)


def _speaks(job: Table, whole: Table, name: str) -> bool:
    word = {"schedule": "schedule", "trigger": "trigger", "web": "web", "merge_request": "merge_request"}.get(
        name, name
    )
    about = [job.get("rules"), job.get("only"), table(whole.get("workflow")).get("rules")]
    return any(word in str(one) for one in about if one)


def _rules(rules: Any, situation: dict[str, Value]) -> str:
    """Return `never`, `manual` or `on_success` as the first rule says that may hold."""
    if not series(rules):
        return "on_success"
    for _, rule in items(rules):
        body = table(rule)
        condition = text(body.get("if"))
        if condition and _holds(condition, situation) is False:
            continue
        when = text(body.get("when")) or "on_success"
        if when == "never" and condition and _holds(condition, situation) is None:
            continue
        return when if when in ("never", "manual") else "on_success"
    return "never"


def _holds(condition: str, situation: dict[str, Value]) -> bool | None:
    def branch(value: Value) -> Value:
        return OPEN if value == "" else False if value is False else value

    known: dict[str, Value] = {
        "$CI_PIPELINE_SOURCE": situation["source"],
        "$CI_DEFAULT_BRANCH": OPEN,
        "$CI_COMMIT_BRANCH": branch(situation["branch"]),
        "$CI_COMMIT_TAG": branch(situation["tag"]),
        "$CI_MERGE_REQUEST_IID": branch(situation["merge"]),
        "$CI_MERGE_REQUEST_ID": branch(situation["merge"]),
    }
    plain = re.sub(r"(=~|!~)\s*(/(?:[^/\\]|\\.)*/\w*|\$\w+)", r"== $unknown", condition)
    return holds(plain.replace("== null", "== false").replace("!= null", "!= false"), known)


def _only(job: Table, name: str, situation: dict[str, Value]) -> str:
    """Apply `only` and `except`: names of situations, or of branches and tags."""
    only, excluded = _references(job.get("only")), _references(job.get("except"))
    if excluded and any(name in _ONLY.get(one, ()) for one in excluded):
        return "never"
    conditions = [text(one) for _, one in items(table(job.get("only")).get("variables"))]
    if conditions and all(_holds(one, situation) is False for one in conditions):
        return "never"
    if not only:
        return "on_success" if name in ("push", "tag", "schedule", "trigger", "web") else "never"
    for one in only:
        if name in _ONLY.get(one, ("push", "tag") if one.startswith("/") else ("push", "schedule", "trigger", "web")):
            return "on_success"
    return "never"


def _references(value: Any) -> list[str]:
    body = table(value).get("refs") if isinstance(value, Table) else value
    return [one for one in series(body) if isinstance(one, str)]
