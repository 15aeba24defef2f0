"""The table of what counts, and the page that is written from it: `python -m tests.e2e.what_counts`."""

import json
from pathlib import Path

from pydantic import Field

from maturity.documents import yaml
from maturity.model.finding import Status
from maturity.model.tracking import RawTracking
from maturity.model.value import Value

TABLE = Path(__file__).with_suffix(".yaml")
PAGE = Path(__file__).parents[2] / "docs" / "what-counts.md"
INTRODUCTION = """# What counts

A rule asks what a project does, not which files it has. Here is what becomes of things that look like practice:
each line is a small repository, or a registry, in [the table](../tests/e2e/what_counts.yaml) that the tests judge, with
the sentence that the report gives. `maturity explain RULE PATH` tells the same for a project of yours.

This page is written by `python -m tests.e2e.what_counts`."""


class Case(Value):
    """One thing, and what becomes of it."""

    thing: str
    rule: str
    status: Status
    says: str
    """The summary of the finding, word for word."""
    files: dict[str, str] = Field(default_factory=dict)
    mlflow: RawTracking | None = None
    """What a registry shows, where the rule asks one."""


class Decision(Value):
    """One decision, with its cases."""

    title: str
    why: str
    cases: tuple[Case, ...]


def decisions() -> tuple[Decision, ...]:
    """Return the table."""
    (table,) = yaml.load_typed(TABLE.read_text(encoding="utf-8"))
    return tuple(Decision.model_validate_json(json.dumps(one)) for one in table or ())


def page() -> str:
    """Return the page that states every decision."""
    parts = [INTRODUCTION]
    for decision in decisions():
        rows = [f"| {case.thing} | `{case.rule}` | {case.status} | {case.says} |" for case in decision.cases]
        head = "| what is there | rule | outcome | the report says |\n|---|---|---|---|"
        parts.append(f"## {decision.title}\n\n{decision.why}\n\n{head}\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
