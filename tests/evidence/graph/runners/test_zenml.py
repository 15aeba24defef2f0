"""Pipelines that the command line of ZenML runs or deploys."""

import pytest

from tests.evidence.graph.building import built, edges, reasons


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("zenml pipeline run flows.fit.training -c fit.yaml", ["1 py:flows/fit.py"]),
        ("zenml pipeline deploy --name churn flows.fit.training", ["1 py:flows/fit.py"]),
        ("zenml pipeline list flows.fit.training", []),
        ("zenml pipeline run training", []),
    ],
)
def test_a_pipeline_that_is_named_in_full(line: str, expected: list[str]) -> None:
    files = {"go.sh": f"{line}\n", "flows/__init__.py": "", "flows/fit.py": "def training(): ...\n"}
    assert [one.partition("::")[0] for one in edges(built(files), "file:go.sh")] == expected


def test_a_pipeline_that_is_not_here() -> None:
    assert reasons(built({"go.sh": "zenml pipeline run flows.fit.training\n"})) == ["flows.fit.training is not here"]
