"""Kedro asks a project for its pipelines."""

import pytest

from maturity.evidence.python.namespace import node_of
from tests.evidence.python.linking import target

REGISTRY = """
    from kedro.pipeline import Pipeline
    from .nodes import fit

    def {name}() -> dict[str, Pipeline]:
        fit()
        return {{}}
"""
NODES = "from sklearn.svm import SVC\ndef fit():\n    SVC().fit([[0]], [0])\n"


@pytest.mark.parametrize(("name", "starts"), [("register_pipelines", True), ("list_pipelines", False)])
def test_the_registry_is_where_a_run_begins(name: str, *, starts: bool) -> None:
    found = target({"app/pipeline_registry.py": REGISTRY.format(name=name), "app/nodes.py": NODES})
    node = node_of("app/pipeline_registry.py", name).removeprefix("py:")
    assert (f"entry {node}" in found.starts()) is starts
    assert "train" in found.reaches(node)
