"""Commands that start pipelines of a forge or a cloud."""

import pytest

from tests.evidence.graph.building import built, edges, reached, reasons, sites

TRAIN = "on: workflow_dispatch\njobs: {t: {steps: [{run: python train.py}]}}\n"


def test_a_workflow_that_is_dispatched_by_another() -> None:
    ci = "on: push\njobs: {go: {steps: [{run: gh workflow run train.yml -r main}, {run: gh workflow run no.yml}]}}\n"
    builder = built({".github/workflows/ci.yml": ci, ".github/workflows/train.yml": TRAIN, "train.py": ""})
    assert "py:train.py" in reached(builder, "event:.github/workflows/ci.yml#push:change")
    assert reasons(builder) == ["no workflow no.yml can be dispatched here"]


def test_a_build_that_is_submitted() -> None:
    build = "steps:\n  - name: python\n    args: [train.py]\n"
    run = "gcloud builds submit --config=cloudbuild.yaml .\n"
    builder = built({"cloudbuild.yaml": build, "a.sh": run, "train.py": ""})
    assert edges(builder, "file:a.sh") == ["1 file:cloudbuild.yaml"]
    assert "py:train.py" in reached(builder, "file:a.sh")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("git push https://me:$HF_TOKEN@huggingface.co/spaces/me/demo main", ["1 deploy space"]),
        ("git push -f https://huggingface.co/me/model main", []),
        ("git clone https://huggingface.co/spaces/me/demo", []),
        (
            'git remote add hf "https://${ME}:$T@huggingface.co/spaces/${SPACE}.git"\ngit push -f hf HEAD:main',
            ["2 deploy space"],
        ),
        ("git remote add hf https://huggingface.co/me/model\ngit push hf main", []),
        ("git push https://$USER:$TOKEN@github.com/$ORG/$GITOPS_REPO main", ["1 deploy gitops"]),
        ("git push origin main", []),
    ],
)
def test_a_push_to_a_platform_that_runs_it(command: str, expected: list[str]) -> None:
    assert sites(built({"a.sh": command + "\n"}), "file:a.sh") == expected


@pytest.mark.parametrize(
    ("command", "deploys"),
    [
        ('curl -X POST "$RENDER_DEPLOY_HOOK_URL"', True),
        ('curl "https://api.render.com/deploy/srv-abc?key=$KEY"', True),
        ('wget -qO- "${RENDER_DEPLOY_HOOK}"', True),
        ("curl -fsS https://api.render.com/v1/services", False),
        ("curl -X POST $SLACK_WEBHOOK", False),
    ],
)
def test_a_hook_of_a_platform_that_deploys(command: str, deploys: bool) -> None:
    expected = ["1 deploy hook"] if deploys else []
    assert sites(built({"a.sh": command + "\n"}), "file:a.sh") == expected
