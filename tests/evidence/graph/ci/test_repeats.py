"""A nightly run of the checks is no retraining; a schedule of its own is."""

import pytest

from maturity.evidence.graph.ci.repeats import checks
from tests.evidence.graph.building import built

ON = "on: {push: , schedule: [{cron: '0 3 * * *'}]}\n"


def roots(path: str, text: str) -> list[str]:
    """Return how each job is started."""
    return sorted({f"{start.name}: {start.root}" for start in built({path: text}).graph.starts})


def github(path: str, on: str = ON, condition: str = "") -> list[str]:
    job = f"jobs:\n  one:\n{condition}    steps:\n      - run: python train.py --epochs 1\n"
    return [one.rpartition(" ")[2] for one in roots(f".github/workflows/{path}", on + job)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ci-testing.yml", ["change"]),
        ("nightly_build.yml", ["change"]),
        ("train.yml", ["change", "schedule"]),
        ("test-training.yml", ["change", "schedule"]),
        ("pipeline.yml", ["change", "schedule"]),
        ("circuit.yml", ["change", "schedule"]),
    ],
)
def test_the_schedule_of_checks_repeats_a_change(path: str, expected: list[str]) -> None:
    assert github(path) == expected


def test_the_name_of_a_workflow_says_as_much_as_its_file() -> None:
    assert github("main.yml", "name: Unit Tests\n" + ON) == ["change"]
    assert github("ci.yml", "name: Continuous training\n" + ON) == ["change", "schedule"]


def test_a_job_of_the_schedule_alone_keeps_it() -> None:
    assert github("ci.yml", condition="    if: github.event_name == 'schedule'\n") == ["schedule"]
    assert github("ci.yml", "on: {schedule: [{cron: '0 3 * * *'}]}\n") == ["schedule"]


def test_the_triggers_say_the_same() -> None:
    text = ON + "jobs:\n  one:\n    steps:\n      - run: pytest\n"
    found = built({".github/workflows/ci.yml": text}).triggers
    assert [(one.event, one.root) for one in found] == [("push", "change"), ("schedule", "change")]


def test_azure_and_gitlab_alike() -> None:
    azure = "trigger: [main]\nschedules:\n- cron: '0 3 * * *'\nsteps:\n- script: python train.py\n"
    assert [one.rpartition(" ")[2] for one in roots("azure/unit-tests.yml", azure)] == ["change"]
    assert [one.rpartition(" ")[2] for one in roots("azure-pipelines.yml", azure)] == ["change", "schedule"]
    gitlab = (
        "fit:\n  script: python train.py\n  rules:\n"
        "  - if: $CI_PIPELINE_SOURCE == 'schedule'\n  - if: $CI_PIPELINE_SOURCE == 'push'\n"
    )
    # The name that GitLab prescribes does not make its every job a check.
    assert any(one.endswith("schedule") for one in roots(".gitlab-ci.yml", gitlab))


def test_names() -> None:
    assert checks(".github/workflows/x.yml", "YOLOv5 CI")
    assert not checks(".gitlab-ci.yml", ".gitlab-ci.yml")
    assert not checks("azure-pipelines.yml", "Latest build of the trained model: retrain")
