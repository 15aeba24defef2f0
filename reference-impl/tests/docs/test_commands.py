"""What documents, alerts, workflows and scripts ask of `churn` is a command of it."""

import re
from itertools import chain
from pathlib import Path

import typer.main

from churn.cli.main import app

ROOT = Path(__file__).parents[2]
ASKED = re.compile(r"(?<![\w/.-])churn ([a-z]+) ([a-z]+)")
PLACES = ("*.md", "docs/*.md", "monitoring/*.yaml", "infra/**/*.yaml", "infra/*.sh", ".github/workflows/*.yml")


def test_each_command_that_is_named_exists() -> None:
    groups = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group of groups
    asked: dict[tuple[str, str], Path] = {}
    for path in (*chain.from_iterable(ROOT.glob(place) for place in PLACES), ROOT / "Makefile"):
        for found in ASKED.findall(path.read_text(encoding="utf-8")):
            asked.setdefault(found, path)
    named = {pair: path for pair, path in asked.items() if pair[0] in groups}
    assert {("serve", "history"), ("serve", "trace"), ("model", "trace")} <= named.keys()
    for (group, name), path in named.items():
        inner = getattr(groups[group], "commands", None)
        assert inner is None or name in inner, f"{path}: churn {group} {name}"
