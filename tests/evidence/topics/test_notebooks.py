"""Notebooks."""

import json

from maturity.evidence.graph.reach import Reach
from maturity.evidence.topics.notebooks import collect
from tests.evidence.topics.targets import linked, project


def notebook(*counts: int | None) -> str:
    printed = [{"output_type": "stream", "name": "stdout", "text": ["1"]}]
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": count, "source": ["x = 1"], "outputs": printed if count else []}
        for count in counts
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}})


def test_order_is_told_by_execution_counts() -> None:
    target = project({"a.ipynb": notebook(1, 2), "b.ipynb": notebook(7, 2), "c.ipynb": notebook(None), "d.ipynb": "{"})
    found = {one.at.path: one.in_order for one in collect(target, Reach(linked(target)))}
    assert found == {"a.ipynb": True, "b.ipynb": False, "c.ipynb": True}
