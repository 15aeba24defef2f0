"""Azure pipelines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.graph.building import built, edges, reasons, sites, starts, triggers

CI = "azure-pipelines.yml"


def job(name: str, path: str = CI) -> str:
    return f"job:{path}#{name}"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", ["push change"]),
        ("trigger: [main]", ["push change"]),
        ("trigger: none", [" manual"]),
        ("trigger:\n- none", [" manual"]),
        ("trigger:\n- none\n- main", ["push change"]),
        ("trigger: none\npr: [main]", ["pull_request change"]),
        ("trigger: none\npr: [none]", [" manual"]),
        ("trigger: none\npr: none", [" manual"]),
        ("trigger: {tags: {include: ['v*']}}", ["tag release"]),
        ("trigger: none\nschedules:\n- cron: '0 0 * * *'\n  branches: {include: [main]}", ["schedule schedule"]),
        ("trigger: none\nresources: {pipelines: [{pipeline: ci, source: CI, trigger: true}]}", ["pipeline change"]),
    ],
)
def test_triggers(head: str, expected: list[str]) -> None:
    builder = built({CI: f"{head}\nsteps:\n- script: pytest\n"})
    assert [f"{one.event} {one.root}" for one in builder.triggers if one.enabled] == expected


PIPELINE = """\
trigger: [main]
stages:
- stage: Build
  jobs:
  - job: Test
    steps:
    - template: templates/quality.yml
      parameters:
        folder: tests
    - task: AzureCLI@2
      inputs:
        workingDirectory: $(Build.SourcesDirectory)/ml
        inlineScript: |
          set -e
          python train.py --name $(MODEL_NAME)
          echo done
    - bash: |
        pytest
        ls
    - script: pytest
      continueOnError: true
    - script: pytest
      enabled: false
- stage: Deploy
  jobs:
  - deployment: Web
    environment: prod
    strategy:
      runOnce:
        deploy:
          steps:
          - task: AzureWebAppContainer@1
            inputs: {appName: x}
          - task: Bash@3
            inputs: {targetType: filePath, filePath: scripts/smoke.sh}
          - task: Docker@2
            inputs: {command: buildAndPush, Dockerfile: "**/Dockerfile"}
  - job: Never
    condition: false
    steps: [{script: pytest}]
"""
QUALITY = """\
parameters:
- name: folder
  default: nowhere
steps:
- script: python -m pytest ${{ parameters.folder }}
- ${{ if eq(variables['x'], 'y') }}:
  - script: ruff check
"""
FILES = {
    CI: PIPELINE,
    "templates/quality.yml": QUALITY,
    "ml/train.py": "",
    "scripts/smoke.sh": "pytest\n",
    "Dockerfile": "FROM a\n",
    "tests/test_a.py": "",
}


def test_stages_jobs_and_steps() -> None:
    builder = built(FILES)
    assert sites(builder, job("Build/Test")) == [
        "5 test pytest",
        "7 lint ruff",
        "18 test pytest ?",
        "20 test pytest ?",
    ]
    assert edges(builder, job("Build/Test"))[:2] == ["5 task:tests#tests", "15 py:ml/train.py"]
    assert edges(builder, job("Deploy/Web")) == ["34 file:scripts/smoke.sh", "36 image:Dockerfile#build"]
    assert sites(builder, job("Deploy/Web")) == ["32 deploy kubernetes"]
    assert builder.order == [(job("Build/Test"), job("Deploy/Web"))]
    assert job("Deploy/Never") not in builder.graph.nodes


def test_a_template_is_no_pipeline_of_its_own() -> None:
    assert starts(built(FILES)) == [
        "entry file:scripts/smoke.sh",
        "entry image:Dockerfile",
        "entry image:Dockerfile#build",
        f"change event:{CI}#push:change",
    ]


CHOSEN = """\
trigger: [main]
jobs:
- job: Ask
  steps: [{script: ls}]
- ${{ if eq(variables['where'], 'cluster') }}:
  - job: Only
    steps: [{script: pytest}]
- job: Roll
  ${{ if eq(variables['where'], 'cluster') }}:
    dependsOn: Ask
  ${{ else }}:
    dependsOn: Other
  steps:
  - ${{ if eq(variables['where'], 'cluster') }}:
    - script: ruff check
  - script: kubectl apply -f app.yml
    ${{ if eq(variables['where'], 'cluster') }}:
      continueOnError: true
"""


def test_entries_that_a_condition_inserts_stand_beside_those_that_are_always_there() -> None:
    builder = built({CI: CHOSEN})
    assert sites(builder, job("Roll")) == ["15 lint ruff", "16 deploy kubernetes ?"]
    assert sites(builder, job("Only")) == ["7 test pytest"]
    assert builder.order == [(job("Ask"), job("Roll"))]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("parameters:\n- name: folder\n  type: string\n", []),
        ("parameters:\n- name: folder\n  type: string\n  default: tests\n", ["push"]),
        ("parameters:\n- name: folder\n  values: [tests, checks]\n", ["push"]),
        ("trigger: [main]\nparameters:\n- name: folder\n  type: string\n", ["push"]),
    ],
)
def test_what_has_to_be_given_a_parameter_is_a_template_although_nobody_uses_it(head: str, expected: list[str]) -> None:
    builder = built({"azure-pipelines/update.yml": f"{head}jobs:\n- job: a\n  steps: [{{script: pytest}}]\n"})
    assert [one.event for one in builder.triggers] == expected


def test_templates_that_are_missing_or_in_a_ring_end() -> None:
    ring = "steps:\n- template: b.yml\n- script: pytest\n"
    builder = built({CI: f"trigger: [a]\n{ring}- template: x.yml@other\n", "b.yml": ring})
    assert sites(builder, job("steps")) == ["3 test pytest", "4 test pytest"]
    assert "a template of another repository" in reasons(builder)


def test_other_documents_with_steps_are_none() -> None:
    argo = "kind: Workflow\nspec:\n  templates:\n  - steps:\n    - script: x\n"
    composite = "runs:\n  using: composite\nsteps:\n- script: x\n"
    assert triggers(built({"flow.yml": argo, "conf.yml": composite, ".github/workflows/a.yml": "on: push\n"}))[1:] == []


VALUE = st.sampled_from(
    ["null", "x", "[x]", "{x: y}", "[[x]]", "[{script: x}]", "[null]", "[{template: azure-pipelines.yml}]"]
)
KEYS = "trigger pr stages jobs steps resources schedules parameters extends pool variables".split()


@given(st.dictionaries(st.sampled_from(KEYS), VALUE))
def test_any_shape_is_read(whole: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in whole.items())
    assert [gap.reason for gap in built({CI: text + "# - script: x\n"}).project.gaps] == []


def test_a_template_of_another_repository_that_is_known() -> None:
    pipeline = (
        "trigger: none\npool: x\nvariables: {version: v2}\njobs:\n- job: go\n  steps:\n"
        "  - template: templates/${{ variables.version }}/create-deployment.yml@mlops-templates\n"
        "  - template: templates/create-deployment.yml@others\n"
    )
    builder = built({"azure-pipelines.yml": pipeline})
    assert sites(builder, "job:azure-pipelines.yml#go") == ["7 deploy azure-ml"]
    assert reasons(builder) == ["a template of another repository"] * 2
    # A person starts what nothing else starts.
    assert [one.root for one in builder.graph.starts] == ["manual"]
