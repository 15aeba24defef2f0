"""Requests to a deployed endpoint among the commands of a pipeline."""

import pytest

from maturity.evidence.topics.invocations import call_line, collect
from tests.evidence.topics.targets import project

INVOKE = "az ml online-endpoint invoke -n churn --request-file sample.json\n"


@pytest.mark.parametrize(
    "command",
    [
        "az ml online-endpoint invoke -n churn --request-file sample.json",
        "ANSWER=$(az ml $(endpoint_type)-endpoint invoke -n churn)",
        "aws sagemaker-runtime invoke-endpoint --endpoint-name churn out.json",
        "gcloud ai endpoints predict 123 --region=europe-west1 --json-request=a.json",
        "curl -sf -X POST http://localhost:8080/predict -d @sample.json",
        "curl -s localhost:5001/invocations -d @sample.json | grep -q predictions",
        "CODE=$(curl -s -o /dev/null -w '%{http_code}' localhost:80/predict)\nif [ $CODE -ne 200 ]; then exit 1; fi",
        "ANSWER=$(curl -s localhost:80/predict -d @a.json)\necho $ANSWER\necho $ANSWER | grep -q prediction",
        "newman run tests/api.postman_collection.json",
        "curl --fail \\\n  -d @sample.json \\\n  $HOST/v1/models/churn:predict",
    ],
)
def test_commands_that_call_an_endpoint(command: str) -> None:
    assert call_line(f"# first\n{command}\n") == 2


@pytest.mark.parametrize(
    "command",
    [
        "az ml batch-endpoint invoke -n churn",
        "# az ml online-endpoint invoke -n churn",
        "az ml online-endpoint invoke -n churn || true",
        "curl -X POST http://localhost:8080/predict -d @sample.json",
        "curl -f http://localhost:5000/health",
        "ANSWER=$(curl -s localhost:80/predict -d @a.json)\necho $ANSWER",
        "npm install newman",
        "curl -f https://host/scores.csv",
        "az ml online-endpoint show -n churn",
    ],
)
def test_commands_that_prove_nothing_of_a_service(command: str) -> None:
    assert call_line(command) is None


def test_a_workflow_that_invokes_the_endpoint_tests_the_service() -> None:
    (found,) = collect(project({".github/workflows/cd.yml": f"jobs:\n  smoke:\n    steps:\n      - run: {INVOKE}"}))
    assert (found.about, found.asserts, found.exercises, str(found.at)) == (
        ("service",), 1, (), ".github/workflows/cd.yml:4",
    )  # fmt: skip


def test_templates_and_scripts_count_when_something_names_them() -> None:
    template = {"ci/test.yml": f"steps:\n  - script: {INVOKE}", "ci/smoke.sh": INVOKE}
    assert list(collect(project(template))) == []
    pipeline = "steps:\n  - template: ci/test.yml\n  - script: ci/smoke.sh\n"
    named = collect(project({**template, "release.yml": pipeline}))
    assert [str(one.at) for one in named] == ["ci/test.yml:2", "ci/smoke.sh:1"]


def test_a_document_in_yaml_is_no_template() -> None:
    files = {"notes.yml": f"text: |\n  {INVOKE}", "a.yml": "see: docs/notes.yml notes.yml\n"}
    assert list(collect(project(files))) == []
