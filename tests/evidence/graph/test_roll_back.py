"""Rolling back: what a program is called, when it starts, and what it does."""

import pytest

from maturity.evidence.graph.roll_back import mark_roll_backs
from tests.evidence.graph.building import built

WORKFLOW = """\
on: push
jobs:
  deploy:
    steps:
      - run: kubectl apply -f k8s
  {name}:
    needs: deploy
    if: {condition}
    steps:
      - run: {command}
"""
PATH = ".github/workflows/x.yml"


def marked(files: dict[str, str]) -> list[str]:
    builder = built(files)
    mark_roll_backs(builder.graph, builder.failing, builder.order)
    found = [site for sites in builder.graph.sites.values() for site in sites if site.activity == "roll-back"]
    return [f"{site.node} {site.technology} {site.at}" for site in found]


@pytest.mark.parametrize("name", ["rollback", "roll-back-prod", "Roll_Back", "autoRollback", "revert-release"])
def test_a_job_named_for_it_that_deploys(name: str) -> None:
    text = WORKFLOW.format(name=name, condition="github.actor != 'x'", command="kubectl apply -f previous")
    assert marked({PATH: text}) == [f"job:{PATH}#{name} kubernetes {PATH}:6"]


@pytest.mark.parametrize(
    ("name", "condition", "command"),
    [
        ("rollback", "always()", "echo rolling back"),
        ("scrollback", "always()", "kubectl apply -f previous"),
        ("revert-database", "always()", "kubectl apply -f previous"),
        ("again", "always()", "kubectl apply -f previous"),
        ("again", "failure() || success()", "kubectl apply -f previous"),
        ("notify", "failure()", "curl https://example.org"),
    ],
)
def test_near_misses(name: str, condition: str, command: str) -> None:
    assert marked({PATH: WORKFLOW.format(name=name, condition=condition, command=command)}) == []


@pytest.mark.parametrize("condition", ["failure()", "${{ failure() }}", "always() && false || failure()"])
def test_a_deployment_after_a_failed_deployment(condition: str) -> None:
    text = WORKFLOW.format(name="again", condition=condition, command="kubectl apply -f previous")
    expected = [] if "always" in condition else [f"job:{PATH}#again kubernetes {PATH}:6"]
    assert marked({PATH: text}) == expected
    assert marked({PATH: text.replace("apply -f k8s", "get pods")}) == []


def test_a_step_after_a_failed_deployment() -> None:
    text = """\
on: push
jobs:
  deploy:
    steps:
      - run: kubectl apply -f k8s
      - name: Back
        if: failure()
        run: kubectl apply -f previous
"""
    assert marked({PATH: text}) == [f"job:{PATH}#deploy/Back kubernetes {PATH}:6"]
    assert marked({PATH: text.replace("failure()", "success()")}) == []


def test_gitlab() -> None:
    text = """\
stages: [ship, after]
ship: {stage: ship, script: [kubectl apply -f k8s]}
again: {stage: after, when: on_failure, script: [kubectl apply -f previous]}
"""
    assert marked({".gitlab-ci.yml": text}) == ["job:.gitlab-ci.yml#again kubernetes .gitlab-ci.yml:3"]
    assert marked({".gitlab-ci.yml": text.replace("on_failure", "on_success")}) == []


def test_azure() -> None:
    text = """\
trigger: [main]
stages:
  - stage: Blue
    jobs:
      - deployment: ship
        strategy:
          runOnce:
            deploy:
              steps: [{script: kubectl apply -f k8s}]
            on:
              failure:
                steps: [{script: kubectl apply -f previous}]
  - stage: Green
    condition: failed()
    jobs:
      - job: again
        steps: [{script: kubectl apply -f previous}]
"""
    path = "azure-pipelines.yml"
    assert marked({path: text}) == [
        f"job:{path}#Blue/ship/on failure kubernetes {path}:12",
        f"job:{path}#Green/again kubernetes {path}:16",
    ]
    assert marked({path: text.replace("failed()", "succeeded()").replace("failure:", "success:")}) == []


def test_scripts_and_make_targets() -> None:
    files = {
        "Makefile": "rollback:\n\tkubectl apply -f previous\n",
        "deploy/rollback.sh": "kubectl apply -f previous\n",
        "rollback/deploy.sh": "kubectl apply -f k8s\n",
    }
    assert marked(files) == [
        "target:Makefile#rollback kubernetes Makefile:1",
        "file:deploy/rollback.sh kubernetes deploy/rollback.sh:1",
    ]
