"""Jobs of Cloud Run."""

import pytest

from tests.evidence.graph.building import built, reached, reasons

CI = ".github/workflows/train.yml"
JOB = f"job:{CI}#train"
FILES = {"train.py": "", "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "train.py"]\n'}
BUILD = '      - run: docker build -t "${{ env.IMAGE }}" . && docker push "${{ env.IMAGE }}"\n'


def run(*steps: str) -> set[str]:
    return reached(built({**FILES, CI: f"on: push\njobs:\n  train:\n    steps:\n{''.join(steps)}"}), JOB)


@pytest.mark.parametrize(
    "command",
    [
        'gcloud run jobs deploy fit --image "${{ env.IMAGE }}" --region r --execute-now',
        "gcloud beta run jobs deploy fit --source . --region r --execute-now",
        'gcloud run jobs update fit --image="${{ env.IMAGE }}" && gcloud run jobs execute --region r fit --wait',
        "gcloud run jobs deploy fit --image x/fit --command python --args train.py --execute-now",
    ],
)
def test_a_job_that_is_executed_runs_its_image(command: str) -> None:
    assert "py:train.py" in run(BUILD, f"      - run: {command}\n")


def test_an_action_sets_the_job_up_and_a_command_executes_it() -> None:
    built_by_action = (
        "      - uses: docker/build-push-action@v6\n        with: {context: ., tags: 'registry/a/fit:1', push: true}\n"
    )
    action = (
        "      - uses: google-github-actions/deploy-cloudrun@v2\n        with: {job: fit, image: 'registry/a/fit:1'}\n"
    )
    execute = "      - run: gcloud run jobs execute fit\n"
    assert "py:train.py" in run(built_by_action, action, execute)
    assert "py:train.py" not in run(built_by_action, action)


@pytest.mark.parametrize(
    "command",
    [
        'gcloud run jobs deploy fit --image "${{ env.IMAGE }}" --region r',
        'gcloud run deploy fit --image "${{ env.OTHER }}"',
        "gcloud run jobs list",
    ],
)
def test_a_job_that_is_only_set_up_runs_nothing(command: str) -> None:
    assert "py:train.py" not in run(BUILD, f"      - run: {command}\n")


def test_a_job_of_elsewhere_is_the_end() -> None:
    text = "on: push\njobs:\n  train:\n    steps:\n      - run: gcloud run jobs execute other\n"
    assert reasons(built({CI: text})) == ["the job other is not set up here"]
