"""dvc.yaml declares what stages read: an undeclared dependency would let a stale result stand."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
STAGES: dict[str, Any] = yaml.safe_load((PROJECT / "dvc.yaml").read_text())["stages"]
# What a stage reads and does not compute with: how reports, parameters and errors are read and written.
PLUMBING = {
    "boundary.py",
    "pipelines/documents.py",
    "pipelines/months.py",
    "pipelines/params.py",
    "pipelines/tables.py",
}


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_depends_on_its_own_program(name: str) -> None:
    assert STAGES[name]["cmd"] == f"python -m churn.pipelines.{name}"
    assert f"src/churn/pipelines/{name}.py" in STAGES[name]["deps"]


@pytest.mark.parametrize("name", STAGES)
def test_every_declared_source_is_there(name: str) -> None:
    made = {
        next(iter(out)) if isinstance(out, dict) else out
        for s in STAGES.values()
        for out in s["outs"] + s.get("metrics", [])
    }
    missing = [dep for dep in STAGES[name]["deps"] if dep not in made and not (PROJECT / dep).exists()]
    assert [dep for dep in missing if not any(dep.startswith(out) for out in made)] == []


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_that_reads_parameters_declares_some(name: str) -> None:
    tree = ast.parse((PROJECT / "src/churn/pipelines" / f"{name}.py").read_text())
    loads = any(
        isinstance(node, ast.Attribute) and node.attr == "load" and ast.unparse(node.value) == "params"
        for node in ast.walk(tree)
    )
    assert loads == bool(STAGES[name].get("params"))


def test_no_stage_registers() -> None:
    for name in STAGES:
        text = (PROJECT / "src/churn/pipelines" / f"{name}.py").read_text()
        assert "churn.integrations" not in text
