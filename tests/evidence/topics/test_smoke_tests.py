"""Tests of a deployed service outside of the suite."""

import pytest

from maturity.evidence.graph.reach import Reach
from maturity.evidence.topics.tests import collect
from maturity.model.technology import Proof
from tests.evidence.python.linking import known, target

PLATFORM = known("sagemaker", ("sagemaker",), Proof(activity="deploy", calls=("sagemaker.**.deploy",)))


def found(files: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    one = target(files, shell=True, technologies=(PLATFORM,))
    return [(str(fact.at), fact.about) for fact in collect(one.project, one.graph, Reach(one.graph))]


ROLL_OUT = """
from sagemaker.tensorflow import TensorFlowModel

def roll_out(threshold):
    {before}
    predictor = TensorFlowModel(model_data="m").deploy(instance_type="c")
    answer = predictor.predict([1])
    {after}
"""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("pass", "assert answer['predictions']", [("steps/roll_out.py:8", ("service",))]),
        ("pass", "raise RuntimeError(answer)", [("steps/roll_out.py:8", ("service",))]),
        ("assert threshold", "print(answer)", []),
        ("pass", "return answer", []),
    ],
)
def test_what_deploys_may_ask_what_it_deployed(
    before: str, after: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert found({"steps/roll_out.py": ROLL_OUT.format(before=before, after=after)}) == expected


WORKFLOW = """\
on: push
jobs:
  ship:
    steps:
    - run: kubectl apply -f k8s
    - run: python {script}
"""
ASK = """
import requests

def {name}():
    answer = requests.post("http://churn.internal{route}", json={{}})
    {reaction}

if __name__ == "__main__":
    {name}()
"""


@pytest.mark.parametrize(
    ("script", "name", "route", "reaction", "expected"),
    [
        ("deploy/verify.py", "main", "/predict", "answer.raise_for_status()", True),
        ("deploy/service.py", "check_service", "/predict", "assert answer.ok", True),
        ("deploy/service.py", "main", "/predict", "assert answer.ok", False),  # what it does, its name does not tell
        ("deploy/verify.py", "main", "/predict", "print(answer.text)", False),
        ("deploy/verify.py", "main", "/health", "assert answer.ok", False),
        ("deploy/verify.py", "main", "/rates", "assert answer.ok", False),
    ],
)
def test_ci_may_run_what_checks_a_service(script: str, name: str, route: str, reaction: str, expected: bool) -> None:
    source = ASK.format(name=name, route=route, reaction=reaction)
    files = {".github/workflows/ship.yml": WORKFLOW.format(script=script), script: source}
    assert found(files) == ([(f"{script}:6", ("service",))] if expected else [])


def test_a_client_that_nothing_but_a_person_runs_tests_nothing() -> None:
    assert found({"app/verify.py": ASK.format(name="main", route="/predict", reaction="assert answer.ok")}) == []


SMOKE = """
from ops import service

def main():
    address = service.address("churn")
    print(service.ask(address))

if __name__ == "__main__":
    main()
"""
HELPERS = """
import sys
import requests

def address(name):
    known = {{"churn": "http://churn.internal"}}
    if name not in known:
        {missing}
    return known[name]

def ask(address):
    return requests.post(f"{{address}}/predict", json={{}}).text
"""


@pytest.mark.parametrize("script", ["ops/smoke_service.py", "ops/smoke_test.py"])
@pytest.mark.parametrize(("missing", "expected"), [("sys.exit(1)", True), ("return ''", False)])
def test_the_helpers_of_a_smoke_script_ask_and_fail_for_it(script: str, missing: str, expected: bool) -> None:
    files = {script: SMOKE, "ops/service.py": HELPERS.format(missing=missing)}
    assert found(files) == ([(f"{script}:5", ("service",))] if expected else [])
