"""Google Cloud Build."""

import pytest

from tests.evidence.graph.building import built, edges, reached, sites, starts, triggers

BUILD = """\
steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, -t, app, .]
  - name: $_IMAGE
    entrypoint: python
    args: [train.py]
    dir: ml
  - name: $_IMAGE
    entrypoint: pytest
    args: ['src/tests/model_tests.py::test_fit', '-s']
    dir: the-clone
"""
FILES = {"Dockerfile": "FROM a\n", "ml/train.py": "", "src/tests/model_tests.py": "def test_fit():\n    assert fit()\n"}


@pytest.mark.parametrize("path", ["cloudbuild.yaml", "build/deployment.yaml"])
def test_a_build_of_any_name(path: str) -> None:
    builder = built({path: BUILD, **FILES})
    assert edges(builder, f"job:{path}#build") == [
        "3 image:Dockerfile#build",
        "6 py:ml/train.py",
        "10 task:tests#src/tests/model_tests.py",
    ]
    assert "py:src/tests/model_tests.py::test_fit" in reached(builder, f"job:{path}#build")


@pytest.mark.parametrize(
    ("path", "name", "found"),
    [
        ("ci/checks.yaml", "python:3.9", True),
        ("ci/checks.yaml", "python", False),
        ("cloudbuild/checks.yaml", "python", True),
    ],
)
def test_a_build_whose_steps_run_in_a_common_image(path: str, name: str, found: bool) -> None:
    builder = built({path: f"steps:\n  - name: {name}\n    args: [pytest]\n", **FILES})
    assert (f"job:{path}#build" in builder.graph.nodes) == found


def test_a_build_without_a_visible_trigger_starts_on_a_change_that_is_not_shown() -> None:
    builder = built({"build/deployment.yaml": BUILD, **FILES})
    assert "change job:build/deployment.yaml#build" in starts(builder)
    assert triggers(builder) == ["cloud-build build change off build/deployment.yaml:1"]


def test_a_build_pushes_the_images_that_it_lists() -> None:
    builder = built({"cloudbuild.yaml": BUILD + "images:\n- gcr.io/$PROJECT_ID/app\n", **FILES})
    assert "13 push-image docker" in sites(builder, "job:cloudbuild.yaml#build")
    assert "push-image" not in " ".join(sites(built({"cloudbuild.yaml": BUILD, **FILES}), "job:cloudbuild.yaml#build"))


def test_a_build_that_a_script_submits() -> None:
    builder = built({"cloudbuild.yaml": BUILD, "go.sh": "gcloud builds submit --config cloudbuild.yaml\n", **FILES})
    assert "py:ml/train.py" in reached(builder, "file:go.sh")
    assert triggers(builder) == []


TERRAFORM = """\
resource "google_cloudbuild_trigger" "a" {
  filename = "build/deployment.yaml"
  %s
}
"""


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ('github {\n push {\n branch = "main"\n }\n }', "cloud-build push change 3 ci.tf:1"),
        ('github {\n push {\n tag = "v.*"\n }\n }', "cloud-build tag release 3 ci.tf:1"),
        ("pubsub_config {\n topic = x\n }", "cloud-build message event 3 ci.tf:1"),
        ("source_to_build {\n uri = x\n }", "cloud-build run manual 3 ci.tf:1"),
    ],
)
def test_a_trigger_in_terraform(said: str, trigger: str) -> None:
    builder = built({"build/deployment.yaml": BUILD, "ci.tf": TERRAFORM % said, **FILES})
    assert triggers(builder) == [trigger]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (
            'gcloud beta builds triggers create github \\\n  --build-config="./cloudbuild.yaml" \\\n  --repo-name=m\n',
            ["cloud-build push change 3 ci/setup.sh:1"],
        ),
        (
            "gcloud builds triggers create github --tag-pattern=v --build-config=cloudbuild.yaml\n",
            ["cloud-build tag release 3 ci/setup.sh:1"],
        ),
        (
            "gcloud builds triggers create manual --build-config cloudbuild.yaml\n",
            ["cloud-build run manual 3 ci/setup.sh:1"],
        ),
        (
            'gcloud builds triggers create github --build-config="${FOLDER}/cloudbuild.yaml"\n',
            ["cloud-build push change 3 ci/setup.sh:1"],
        ),
        ('gcloud builds triggers create github --build-config="${FOLDER}/train/cloudbuild.yaml"\n', []),
        ('gcloud builds triggers create github --build-config="$FILE"\n', []),
        ("# gcloud builds triggers create github --build-config=cloudbuild.yaml\n", []),
        ("gcloud builds triggers delete github --build-config=cloudbuild.yaml\n", []),
    ],
)
def test_a_trigger_that_a_script_creates(command: str, found: list[str]) -> None:
    builder = built({"cloudbuild.yaml": BUILD, "ci/setup.sh": command, **FILES})
    assert [one for one in triggers(builder) if "setup.sh" in one] == found


def test_a_trigger_file() -> None:
    text = "name: x\nfilename: cloudbuild.yaml\ngithub:\n  push: {branch: main}\n"
    builder = built({"cloudbuild.yaml": BUILD, "trigger.yaml": text, **FILES})
    assert triggers(builder) == ["cloud-build push change 3 trigger.yaml:2"]


@pytest.mark.parametrize(
    "text",
    [
        "steps:\n  - name: install\n    run: pip install .\n",
        "steps: {test: {name: a/b, args: [x]}}\n",
        "steps:\n  - {name: org/image, retries: 2}\n",
        "pool: x\nsteps:\n  - {name: org/image, script: pytest}\n",
        "steps:\n  - script: pytest\n",
    ],
)
def test_other_lists_of_steps(text: str) -> None:
    assert "job:pipeline.yaml#build" not in built({"pipeline.yaml": text}).graph.nodes
