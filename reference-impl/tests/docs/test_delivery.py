"""What delivers the project is in the places where it runs, and its parts fit together."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MANIFESTS = sorted((ROOT / "infra" / "k8s").rglob("*.yaml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def documents(path: Path) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one]


def on(workflow: dict[Any, Any]) -> Any:
    return workflow.get("on", workflow.get(True))  # YAML 1.1 reads `on` as true


def before(jobs: dict[str, Any], name: str) -> set[str]:
    """Return every job that has to succeed before this one."""
    needs = jobs[name].get("needs", [])
    direct = {needs} if isinstance(needs, str) else set(needs)
    return direct.union(*(before(jobs, one) for one in direct)) if direct else set()


def test_four_workflows_are_where_they_run() -> None:
    assert [path.stem for path in WORKFLOWS] == ["cd", "ci", "ct", "monitor"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_least_rights_and_pinned_actions(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] > 0
        assert "continue-on-error" not in job
        for step in job["steps"]:
            assert "continue-on-error" not in step
            if "uses" in step:
                assert PINNED.fullmatch(step["uses"]), step["uses"]


def test_nothing_is_released_before_it_was_checked() -> None:
    ci, cd = (read(ROOT / ".github" / "workflows" / name)["jobs"] for name in ("ci.yml", "cd.yml"))
    assert before(ci, "image") == {"lint", "data-check", "test", "smoke"}
    assert before(cd, "production") == {"gate", "image", "staging"}


def test_training_goes_on_by_calendar_event_and_hand() -> None:
    triggers = on(read(ROOT / ".github" / "workflows" / "ct.yml"))
    assert triggers["schedule"]
    assert set(triggers["repository_dispatch"]["types"]) == {"new-data", "drift", "performance"}
    assert triggers["workflow_dispatch"]["inputs"]["reason"]["required"] is True


def test_gitlab_has_the_same_chain() -> None:
    jobs = {
        name: job for name, job in read(ROOT / ".gitlab-ci.yml").items() if isinstance(job, dict) and "script" in job
    }
    assert before(jobs, "production") == {*("lint", "data-check", "test", "smoke", "gate", "serving-image", "staging")}
    stages = read(ROOT / ".gitlab-ci.yml")["stages"]
    assert {job["stage"] for job in jobs.values()} <= set(stages)


def test_what_make_is_asked_for_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = set()
    for path in [*WORKFLOWS, ROOT / ".gitlab-ci.yml", ROOT / "CONTRIBUTING.md", ROOT / "README.md"]:
        asked |= set(re.findall(r"\bmake ([a-z-]+)", path.read_text(encoding="utf-8")))
    assert {"setup", "check", "test", "smoke"} <= asked
    assert asked <= targets


def test_the_tool_of_the_gate_is_installed_where_the_gate_is() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "cd.yml")
    gitlab = read(ROOT / ".gitlab-ci.yml")["gate"]
    steps = [str(step.get("run", "")) for step in workflow["jobs"]["gate"]["steps"]]
    for commands in (steps, gitlab["script"]):
        gate = next(place for place, command in enumerate(commands) if "make gate" in command)
        assert any(
            'pip" install --quiet "$MATURITY"' in one or 'pip install --quiet "$MATURITY"' in one
            for one in commands[:gate]
        )


def test_scripts_can_be_run() -> None:
    for path in (ROOT / "infra").glob("*.sh"):
        assert os.access(path, os.X_OK), path
        assert "set -euo pipefail" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "docker").iterdir()), ids=lambda path: path.stem)
def test_an_image_is_pinned_and_runs_without_root(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    bases = [line.split("=", 1)[1] for line in lines if line.startswith("ARG BASE=")]
    assert bases
    assert all(re.fullmatch(r"[\w./-]+:\d+\.\d+[\w.-]*", base) for base in bases)
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users
    assert not users[-1].startswith(("root", "0"))
    copied = {word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]}
    assert all((ROOT / word).exists() for word in copied if not word.startswith("--"))


def test_manifests_name_what_exists() -> None:
    for path in (one for one in MANIFESTS if one.name == "kustomization.yaml"):
        for resource in read(path)["resources"]:
            assert (path.parent / resource).resolve().exists(), f"{path}: {resource}"
    objects = [one for path in MANIFESTS if path.parent.name == "base" for one in documents(path)]
    claims = {one["metadata"]["name"] for one in objects if one["kind"] == "PersistentVolumeClaim"}
    labels = [one["spec"]["template"]["metadata"]["labels"] for one in objects if one["kind"] == "Deployment"]
    pods = [one["spec"]["template"]["spec"] for one in objects if one["kind"] == "Deployment"]
    pods += [one["spec"]["jobTemplate"]["spec"]["template"]["spec"] for one in objects if one["kind"] == "CronJob"]
    assert len(pods) == 3
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert {
            volume["persistentVolumeClaim"]["claimName"]
            for volume in pod["volumes"]
            if "persistentVolumeClaim" in volume
        } <= claims
    for service in (one for one in objects if one["kind"] == "Service"):
        assert any(service["spec"]["selector"].items() <= label.items() for label in labels)


@pytest.mark.parametrize("name", ["roles", "risk_register", "retention"])
def test_what_people_promised_is_not_overdue(name: str) -> None:
    document = read(ROOT / "governance" / f"{name}.yaml")
    assert document["owner"]
    assert document["reviewed"] <= date.today() <= document["review_by"]  # noqa: DTZ011 - a date of people


def test_every_owner_of_a_path_owns_something() -> None:
    for line in (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            path, *owners = line.split()
            assert owners
            assert path == "*" or (ROOT / path.lstrip("/")).exists(), path
