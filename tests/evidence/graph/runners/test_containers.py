"""Images, compose files, workloads and job files."""

import pytest

from tests.evidence.graph.building import built, edges, reached, reasons, sites, starts, triggers

DOCKERFILE = """\
FROM python:3.11 AS build
RUN --mount=type=cache,target=/root pytest tests
CMD ["python", "no.py"]
FROM python:3.11
WORKDIR /app
COPY . .
ENTRYPOINT ["python", "-m", "ml.serve"]
CMD ["--port", "80"]
"""
FILES = {
    "Dockerfile": DOCKERFILE,
    "ml/__init__.py": "",
    "ml/serve.py": "",
    "tests/test_a.py": "",
    "train.py": "",
    "no.py": "",
}


def test_building_and_running_an_image_are_two_programs() -> None:
    builder = built(FILES)
    assert edges(builder, "image:Dockerfile") == ["7 py:ml/serve.py"]
    assert edges(builder, "image:Dockerfile#build") == ["2 task:tests#tests"]
    assert "entry image:Dockerfile" in starts(builder)


def test_docker_commands() -> None:
    text = """\
set -e
docker build -t registry.example/app:1 .
docker run --rm -p 80:80 app
docker run -it --gpus all app python train.py
docker run other
docker push registry.example/app:1
docker build -f gone/Dockerfile x
"""
    builder = built({**FILES, "a.sh": text})
    assert edges(builder, "file:a.sh") == [
        "2 image:Dockerfile#build",
        "4 py:train.py",
        "3 image:Dockerfile",
    ]
    assert sites(builder, "file:a.sh") == ["2 build-image docker", "6 push-image docker", "7 build-image docker"]
    assert reasons(builder) == ["there is no Dockerfile in x", "the image other is not built here"]


def test_options_behind_an_image_are_for_its_entry_point() -> None:
    text = "set -e\ndocker build -t app .\ndocker run app --epochs 3\ndocker run other --epochs 3\n"
    builder = built({**FILES, "a.sh": text})
    assert edges(builder, "file:a.sh") == ["2 image:Dockerfile#build", "3 image:Dockerfile"]


def test_an_entry_point_given_to_a_container_is_its_command() -> None:
    text = "set -e\ndocker run --rm --entrypoint python app train.py\ndocker run --entrypoint=pytest app -q\n"
    builder = built({**FILES, "a.sh": text})
    assert edges(builder, "file:a.sh")[:1] == ["2 py:train.py"]
    assert sites(builder, "file:a.sh") == ["3 test pytest"]


def test_a_command_in_an_image_sees_the_files_that_the_image_is_made_of() -> None:
    compose = "services:\n  fit:\n    image: fit\n    build: {context: stages/fit}\n"
    files = {
        "stages/fit/Dockerfile": "FROM a\nCOPY fit.py .\n",
        "stages/fit/fit.py": "",
        "compose.yaml": compose,
        "dvc.yaml": "stages:\n  fit:\n    cmd: docker run -v $PWD/data:/data fit python fit.py\n",
        "b.sh": "docker run unknown python fit.py\n",
    }
    builder = built(files)
    assert edges(builder, "stage:dvc.yaml#fit") == ["3 py:stages/fit/fit.py"]
    assert edges(builder, "file:b.sh") == []


CASE = """\
#!/bin/sh
set -e
case "$1" in
  lint) ruff check ml ;;
  test|check)
    pytest tests
    ;;
esac
"""
ENTRY = """\
#!/bin/bash -e
if [ "$1" = "test" ]; then
  exec pytest tests
elif [ "$1" = "lint" ]; then
  exec ruff check ml
OTHERWISE
fi
"""


@pytest.mark.parametrize(
    ("otherwise", "pushed"),
    [("else\n  exit 3", False), ("else\n  exec python -m ml.serve", True), ("else\n  exec kubectl apply -f a", True)],
)
def test_pushing_an_image_that_only_checks_delivers_nothing(otherwise: str, pushed: bool) -> None:
    files = {
        **FILES,
        "Dockerfile": 'FROM python:3.11\nCOPY entry.sh ml ./\nENTRYPOINT ["./entry.sh"]\n',
        "entry.sh": ENTRY.replace("OTHERWISE", otherwise),
        "ci.sh": "set -e\ndocker build -t $HUB/checks:$SHA .\ndocker push $HUB/checks:$SHA\ndocker push other\n",
    }
    found = sites(built(files), "file:ci.sh")
    assert ("3 push-image docker" in found) is pushed
    assert "4 push-image docker" in found


@pytest.mark.parametrize(
    ("file", "delivers"),
    [("Dockerfile", True), (".devcontainer/gpu.Dockerfile", False), ("docker/dev.Dockerfile", False)],
)
def test_pushing_the_image_of_a_development_container_delivers_nothing(file: str, *, delivers: bool) -> None:
    step = f"- uses: docker/build-push-action@v6\n        with: {{push: true, file: {file}}}\n"
    files = {
        file: 'FROM python:3.11\nCOPY . .\nCMD ["python", "serve.py"]\n',
        ".github/workflows/a.yml": f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      {step}",
    }
    found = sites(built(files), "job:.github/workflows/a.yml#a")
    assert ("6 push-image docker" in found) is delivers


@pytest.mark.parametrize(("key", "built_from"), [("file", True), ("dockerfile", True), ("labels", False)])
def test_the_action_that_builds_is_told_the_file_as_its_version_calls_it(key: str, *, built_from: bool) -> None:
    step = f"- uses: docker/build-push-action@v1\n        with: {{repository: acme/serve, {key}: serve.Dockerfile}}\n"
    files = {
        "serve.Dockerfile": "FROM python:3.11\n",
        ".github/workflows/a.yml": f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      {step}",
    }
    found = reached(built(files), "job:.github/workflows/a.yml#a")
    assert ("image:serve.Dockerfile#build" in found) is built_from


@pytest.mark.parametrize(
    ("action", "inputs", "pushes"),
    [
        ("acme/actions/deploy@v1", "{ecr-repo: acme, image-name: serve, dockerfile: serve.Dockerfile}", True),
        ("acme/build-and-push@v2", "{repository: acme/serve, dockerfile_path: serve.Dockerfile}", True),
        ("acme/build-and-push@v2", "{repository: a/b, dockerfile: serve.Dockerfile, push: 'false'}", False),
        ("acme/lint-image@v1", "{image: acme/serve, dockerfile: serve.Dockerfile}", False),
        ("acme/deploy-pages@v1", "{repository: acme/serve, folder: docs}", False),
    ],
)
def test_an_action_that_nobody_knows_pushes_what_it_is_told_to_build(action: str, inputs: str, *, pushes: bool) -> None:
    step = f"- uses: {action}\n        with: {inputs}\n"
    files = {
        "serve.Dockerfile": 'FROM python:3.11\nCOPY . .\nCMD ["python", "serve.py"]\n',
        ".github/workflows/a.yml": f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      {step}",
    }
    found = sites(built(files), "job:.github/workflows/a.yml#a")
    assert ("6 push-image docker" in found) is pushes


@pytest.mark.parametrize(
    ("script", "line"),
    [
        (ENTRY.replace("OTHERWISE", "else\n  exit 3"), 3),
        (CASE, 6),
    ],
)
def test_a_word_for_a_container_picks_what_the_script_of_its_image_does(script: str, line: int) -> None:
    files = {
        **FILES,
        "Dockerfile": 'FROM python:3.11\nENTRYPOINT ["/app/entry.sh"]\n',
        "entry.sh": script,
        "ci.sh": "set -e\ndocker build -t $REGISTRY/app:$SHA .\ndocker run -it $REGISTRY/app:$SHA test\n",
        "style.sh": "set -e\ndocker run --rm $REGISTRY/app lint\n",
        "other.sh": "set -e\ndocker run --rm $REGISTRY/app other\ndocker run --rm foreign test\n",
    }
    builder = built(files)
    assert sites(builder, "file:ci.sh") == ["2 build-image docker", f"{line} test pytest"]
    assert [one.partition(" ")[2] for one in sites(builder, "file:style.sh")] == ["lint ruff"]
    assert sites(builder, "file:other.sh") == []


def test_a_development_container_is_no_program() -> None:
    assert starts(built({".devcontainer/Dockerfile": DOCKERFILE})) == []


def test_compose() -> None:
    text = """\
services:
  api:
    build: .
  trainer:
    image: app
    command: python train.py
  scorer:
    build: {context: ., dockerfile: Dockerfile}
    entrypoint: ["python"]
    command: ["train.py", "--score"]
"""
    run = "docker compose up -d api\ndocker-compose -f docker-compose.yml run trainer pytest\ndocker compose build\n"
    builder = built({**FILES, "docker-compose.yml": text, "a.sh": run})
    assert edges(builder, "task:docker-compose.yml#api") == ["2 image:Dockerfile"]
    assert edges(builder, "task:docker-compose.yml#trainer") == ["6 py:train.py"]
    assert edges(builder, "task:docker-compose.yml#scorer") == ["9 py:train.py"]
    assert edges(builder, "file:a.sh") == [
        "1 task:docker-compose.yml#api ?",
        "2 task:tests#all ?",
        "3 task:docker-compose.yml#api#build",
        "3 task:docker-compose.yml#scorer#build",
    ]
    assert "image:Dockerfile#build" in reached(builder, "task:docker-compose.yml#api#build")


JOB = """\
apiVersion: batch/v1
kind: CronJob
metadata: {name: retrain}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: train
              image: app
              command: ["python"]
              args: ["train.py"]
"""


def test_workloads_start_by_themselves() -> None:
    builder = built({"k8s/cron.yaml": JOB, "k8s/job.yaml": JOB.replace("CronJob", "Job"), "train.py": ""})
    assert triggers(builder) == ["kubernetes CronJob schedule 1 k8s/cron.yaml:5"]
    assert starts(builder) == ["schedule job:k8s/cron.yaml#CronJob/retrain", "declared job:k8s/job.yaml#Job/retrain"]
    assert edges(builder, "job:k8s/cron.yaml#CronJob/retrain") == ["13 py:train.py"]


def test_a_workload_of_a_chart_is_read_as_what_it_becomes() -> None:
    chart = JOB.replace("  schedule:", '  {{- include "labels" . | nindent 2 }}\n  schedule:').replace(
        "image: app", "image: {{ .Values.image }}"
    )
    builder = built(
        {"chart/templates/cron.yaml": f"{{{{- if .Values.retrain }}}}\n{chart}{{{{- end }}}}\n", "train.py": ""}
    )
    assert triggers(builder) == ["kubernetes CronJob schedule 1 chart/templates/cron.yaml:7"]
    assert edges(builder, "job:chart/templates/cron.yaml#CronJob/retrain") == ["15 py:train.py"]


def test_a_suspended_workload_does_not_start() -> None:
    builder = built({"cron.yaml": JOB.replace("  schedule:", "  suspend: true\n  schedule:"), "train.py": ""})
    assert starts(builder) == []


def test_only_manifests_of_a_folder_are_applied() -> None:
    files = {
        "a.sh": "kubectl apply --kustomize .\n",
        "cron.yaml": JOB,
        "dvc.yaml": "stages: {train: {cmd: python train.py}}\n",
        ".gitlab-ci.yml": "train: {script: [python train.py]}\n",
        "train.py": "",
    }
    assert edges(built(files), "file:a.sh") == ["1 file:cron.yaml"]


def test_commands_follow_the_job_files_they_name() -> None:
    files = {
        "deploy/job.yaml": "name: x\nentrypoint: bash deploy/run.sh\n",
        "deploy/run.sh": "python train.py\n",
        "aml/job.yml": "command: python train.py\ncode: ../src\n",
        "aml/pipe.yml": "jobs:\n  train:\n    component: ./job.yml\n",
        "src/train.py": "",
        "train.py": "",
        "k8s/cron.yaml": JOB,
        "conf/params.yaml": "lr: 1\n",
        "a.sh": """\
set -e
anyscale jobs submit deploy/job.yaml --wait
az ml job create --file aml/pipe.yml
kubectl apply -f k8s/
python train.py --config conf/params.yaml
""",
    }
    builder = built(files)
    assert edges(builder, "file:a.sh") == [
        "2 file:deploy/job.yaml",
        "3 file:aml/pipe.yml",
        "4 file:k8s/cron.yaml",
        "5 py:train.py",
    ]
    assert reached(builder, "file:deploy/job.yaml") == {"file:deploy/run.sh", "py:train.py"}
    assert reached(builder, "file:aml/pipe.yml") == {"file:aml/job.yml", "py:src/train.py"}
    assert edges(builder, "file:k8s/cron.yaml") == ["13 py:train.py"]
    assert sites(builder, "file:a.sh") == ["3 train azure-ml", "4 deploy kubernetes"]
