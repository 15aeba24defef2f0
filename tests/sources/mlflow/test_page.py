"""The page about MLflow says what is so."""

import re
from pathlib import Path

from maturity.model import marks
from maturity.model.settings import Settings
from maturity.resources import folder
from maturity.rules.load import load_catalog
from maturity.sources.mlflow import Limits
from maturity.sources.mlflow.credentials import CERTIFICATE, PASSWORD, TOKEN, USERNAME, WORKSPACE

PAGE = (Path(__file__).parents[3] / "docs/mlflow.md").read_text(encoding="utf-8")
VALUES = {
    "approved",
    "passed",
    "github-actions",
    "[bot]",
    "2027-01-10",
    "model_card.md",
    "MODEL_CARD.html",
    "README.md",
}


def test_the_variables_are_those_that_are_used() -> None:
    access = PAGE.partition("## Access")[2].partition("## What counts")[0]
    assert set(re.findall(r"`(MLFLOW_\w+)`", access)) == {USERNAME, PASSWORD, TOKEN, CERTIFICATE, WORKSPACE}


def test_the_aliases_are_the_default_ones() -> None:
    serving = PAGE.partition("## What counts")[2].partition("## How")[0]
    assert tuple(re.findall(r"`(\w+)`", serving)) == Settings().serving_aliases


def test_every_tag_that_is_named_counts() -> None:
    table = PAGE.partition("## How a version")[2].partition("## What is left out")[0]
    known = marks.OWNER | marks.DESCRIPTION | marks.CARD | marks.WHO | marks.WHEN | marks.WHY | marks.APPROVAL
    known |= marks.STATUS | marks.PIPELINE_RUN | marks.EVALUATED
    rows = [line for line in table.splitlines() if line.startswith("| ") and "rule" not in line]
    named = {name.replace(".", "_") for line in rows for name in re.findall(r"`([^`]+)`", line) if name not in VALUES}
    assert named <= known
    rules = {rule.id for rule in load_catalog(folder("checks")).rules}
    assert {line.split("|")[1].strip() for line in rows} <= rules


def test_the_limits_are_those_of_the_code() -> None:
    settings, limits = Settings(), Limits()
    assert f"the last {settings.run_window_days} days, at most {settings.runs_per_experiment} each" in PAGE
    assert f"{limits.runs:,} in all, of at most {limits.experiments} experiments" in PAGE
