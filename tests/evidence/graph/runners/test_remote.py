"""Commands that another machine runs."""

import pytest

from tests.evidence.graph.building import built, edges, sites

CI = ".github/workflows/cd.yml"
JOB = f"job:{CI}#deploy"
FILES = {"train.py": "", "app/deploy.sh": "docker compose up -d\n"}


def workflow(step: str) -> dict[str, str]:
    return {**FILES, CI: f"on: push\njobs:\n  deploy:\n    steps:\n{step}"}


@pytest.mark.parametrize(
    "command",
    [
        "ssh -i key -p 22 me@host 'cd app && git pull && docker compose -f c.yml up -d'",
        "ssh me@host sudo docker compose up --build -d",
        "sshpass -p $PASSWORD ssh -o StrictHostKeyChecking=no me@host 'docker compose up -d'",
        "gcloud compute ssh vm --zone z --command 'cd /srv/app; docker compose up -d'",
        "ssh me@host 'bash app/deploy.sh'",
        "ssh me@host 'cd app && ./deploy.sh'",
    ],
)
def test_what_is_started_there_stays_there(command: str) -> None:
    assert sites(built(workflow(f"      - run: {command}\n")), JOB) == ["5 deploy remote"]


@pytest.mark.parametrize(
    "command",
    [
        "docker compose up -d",
        "ssh me@host 'docker compose build'",
        "ssh me@host ls",
        "ssh me@host",
        "gcloud compute ssh vm",
        "scp docker compose up",
    ],
)
def test_here_it_ends_with_the_job_and_other_commands_start_nothing(command: str) -> None:
    assert sites(built(workflow(f"      - run: {command}\n")), JOB) == []


@pytest.mark.parametrize("action", ["appleboy/ssh-action@v1", "google-github-actions/ssh-compute@v0"])
@pytest.mark.parametrize("key", ["script", "command"])
def test_an_action_runs_its_text_there(action: str, key: str) -> None:
    text = f"          {key}: |\n            git pull\n            docker compose up\n"
    step = f"      - uses: {action}\n        with:\n{text}"
    assert sites(built(workflow(step)), JOB) == ["5 deploy remote"]


def test_a_program_that_runs_there_is_followed() -> None:
    builder = built(
        workflow("      - run: |\n          ssh me@host <<'EOF'\n          python train.py\n          EOF\n")
    )
    assert edges(builder, JOB) == ["6 py:train.py"]
