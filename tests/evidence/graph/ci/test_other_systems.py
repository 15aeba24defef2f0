"""CI systems that are read in a few lines each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.graph.building import built, edges, sites, triggers

TRAIN = {"train.py": "", "ml/train.py": ""}


def test_jenkins() -> None:
    text = """\
pipeline {
  triggers { cron('H 2 * * *') }
  stages {
    // stage('Old') { steps { sh 'pytest' } }
    stage('Test') {
      steps { sh 'pytest' }
    }
    stage("Train") {
      steps {
        dir('ml') {
          sh \"\"\"
            set -e
            python train.py
          \"\"\"
        }
        sh(script: 'ruff check', returnStatus: true)
      }
    }
    stage('Off') { when { expression { false } }
      steps { sh 'python train.py' } }
  }
}
"""
    builder = built({"Jenkinsfile": text, **TRAIN})
    assert triggers(builder) == ["jenkins cron schedule 3 Jenkinsfile:2"]
    assert sites(builder, "job:Jenkinsfile#Test") == ["6 test pytest"]
    assert edges(builder, "job:Jenkinsfile#Train") == ["13 py:ml/train.py"]
    assert builder.order == [("job:Jenkinsfile#Test", "job:Jenkinsfile#Train")]


def test_jenkins_builds_and_pushes_an_image_with_its_plugin() -> None:
    text = """\
pipeline {
  stages {
    stage('Build') {
      steps { script { image = docker.build("me/app:${env.BUILD_ID}", '-f docker/Dockerfile .') } }
    }
    stage('Push') {
      steps { script { docker.withRegistry('https://index.docker.io/v1/', 'login') { image.push('latest') } } }
    }
    stage('Other') {
      steps { script { queue.push('x') } }
    }
  }
}
"""
    builder = built({"Jenkinsfile": text, "docker/Dockerfile": "FROM a\nCMD python serve.py\n"})
    assert edges(builder, "job:Jenkinsfile#Build") == ["4 image:docker/Dockerfile#build"]
    assert sites(builder, "job:Jenkinsfile#Push") == ["7 push-image docker"]
    assert sites(builder, "job:Jenkinsfile#Other") == []


def test_circleci() -> None:
    text = """\
version: 2.1
commands:
  check:
    steps:
      - run: pytest
jobs:
  test:
    steps:
      - check
      - run: {command: python train.py, working_directory: ml}
  deploy:
    steps: [{run: "kubectl apply -f x"}]
  unused:
    steps: [{run: pytest}]
workflows:
  main:
    jobs:
      - test
      - deploy:
          requires: [test]
          filters: {tags: {only: /v.*/}, branches: {ignore: /.*/}}
  nightly:
    triggers: [{schedule: {cron: "0 0 * * *"}}]
    jobs: [test]
"""
    path = ".circleci/config.yml"
    builder = built({path: text, **TRAIN})
    assert [f"{one.event} {one.root} {one.runs}" for one in builder.triggers] == [
        "push change 2",
        "schedule schedule 2",
        "tag release 1",
    ]
    assert sites(builder, f"job:{path}#test") == ["5 test pytest"]
    assert edges(builder, f"job:{path}#test")[1:] == ["10 py:ml/train.py"]
    assert builder.order == [(f"job:{path}#test", f"job:{path}#deploy")]


def test_bitbucket() -> None:
    text = """\
pipelines:
  default:
    - step:
        name: Test
        script:
          - pytest
    - parallel:
        - step:
            deployment: production
            trigger: manual
            script: [python train.py]
  custom:
    nightly:
      - step: {script: [pytest]}
"""
    path = "bitbucket-pipelines.yml"
    builder = built({path: text, **TRAIN})
    assert [f"{one.event} {one.root} {one.runs}" for one in builder.triggers] == [
        "default change 1",
        "default manual 1",
        "custom manual 1",
    ]
    assert sites(builder, f"job:{path}#default/Test") == ["6 test pytest"]
    assert edges(builder, f"job:{path}#default/2") == ["11 py:train.py"]


def test_travis() -> None:
    text = "language: python\nscript:\n  - pytest\nafter_success:\n  - ruff check\n"
    builder = built({".travis.yml": text})
    assert sites(builder, "job:.travis.yml#script") == ["3 test pytest", "5 lint ruff ?"]
    assert triggers(builder) == ["travis-ci push change 2 .travis.yml:1"]


def test_codebuild() -> None:
    text = "version: 0.2\nphases:\n  build:\n    commands:\n      - cd ml\n      - python train.py\n"
    builder = built({"buildspec.yml": text, **TRAIN})
    assert edges(builder, "job:buildspec.yml#build") == ["6 py:ml/train.py"]
    assert triggers(builder) == ["codebuild source change 1 buildspec.yml:1"]


@pytest.mark.parametrize(
    ("path", "head", "read"),
    [
        ("buildspecs/train.yml", "version: 0.2\n", True),
        ("specs/train.yml", "version: '0.2'\n", True),
        ("specs/train.yml", "version: 3\n", False),
        ("specs/train.yml", "", False),
    ],
)
def test_a_buildspec_is_told_by_its_shape(path: str, head: str, *, read: bool) -> None:
    text = f"{head}phases:\n  build:\n    commands:\n      - python ml/train.py\n"
    builder = built({path: text, **TRAIN})
    assert [start.root for start in builder.graph.starts if start.name == path] == ["change"] * read
    # Which project starts it is not written here.
    assert [(one.system, one.enabled, one.runs) for one in builder.triggers] == [("codebuild", False, 1)] * read


def test_other_phases_are_no_build() -> None:
    text = "version: 0.2\nphases:\n  growth:\n    commands:\n      - python ml/train.py\n"
    assert built({"plan.yml": text, **TRAIN}).triggers == []


PATHS = (
    "Jenkinsfile",
    ".circleci/config.yml",
    "bitbucket-pipelines.yml",
    ".travis.yml",
    "cloudbuild.yaml",
    "buildspec.yml",
)
WORDS = "jobs steps workflows pipelines default phases script deploy run args commands stage sh cron { } ( ' [ ] : - \n"


@pytest.mark.parametrize("path", PATHS)
@given(words=st.lists(st.sampled_from([*WORDS.split(" "), "\n  ", ": "]), max_size=30))
def test_any_text_is_read(path: str, words: list[str]) -> None:
    builder = built({path: "".join(words)})
    assert all("expected shape" not in gap.reason for gap in builder.project.gaps)
