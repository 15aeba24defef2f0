"""Argo Workflows."""

from tests.evidence.graph.building import built, edges, reached, reasons, triggers

DAG = """\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: fit-}
spec:
  entrypoint: main
  templates:
    - name: main
      dag:
        tasks:
          - {name: prepare, template: run}
          - name: train
            template: fit
            dependencies: [prepare]
          - name: check
            template: shell
            depends: "train.Succeeded && prepare"
    - name: run
      container: {image: x, command: [python], args: [data.py, "{{inputs.parameters.day}}"]}
    - name: fit
      container:
        image: x
        command: [sh, -c]
        args: ["python train.py"]
    - name: shell
      script:
        image: x
        command: [bash]
        source: |
          set -e
          pytest
"""
PYTHON = {"data.py": "", "train.py": ""}


def test_a_graph_of_tasks() -> None:
    builder = built({"flow.yaml": DAG, **PYTHON})
    (pipeline,) = builder.pipelines
    assert (pipeline.tool, pipeline.name, pipeline.ordered) == ("argo-workflows", "fit", True)
    assert [name for name, _ in pipeline.steps] == ["prepare", "train", "check"]
    stage = "stage:flow.yaml#fit/"
    assert builder.order == [
        (f"{stage}prepare", f"{stage}train"),
        (f"{stage}train", f"{stage}check"),
        (f"{stage}prepare", f"{stage}check"),
    ]
    assert "py:data.py" in reached(builder, f"{stage}prepare")
    assert "py:train.py" in reached(builder, f"{stage}train")
    assert edges(builder, "job:flow.yaml#Workflow/fit:shell") == ["30 task:tests#all"]


def test_steps_of_a_template_that_runs_on_a_schedule() -> None:
    text = """\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: retrain}
spec:
  entrypoint: main
  templates:
    - name: main
      steps:
        - - {name: a, template: prepare}
          - {name: b, template: prepare}
        - - {name: c, inline: {container: {image: x, command: [python, train.py]}}}
    - name: prepare
      container: {image: x, command: [python, data.py]}
---
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: nightly}
spec:
  schedule: "0 2 * * *"
  workflowSpec:
    workflowTemplateRef: {name: retrain}
"""
    builder = built({"flow.yaml": text, **PYTHON})
    assert triggers(builder) == ["argo-workflows CronWorkflow schedule 1 flow.yaml:19"]
    assert {"py:data.py", "py:train.py"} <= reached(builder, "job:flow.yaml#CronWorkflow/nightly")
    assert [(first[-1], second[-1]) for first, second in builder.order] == [("a", "c"), ("b", "c")]
    suspended = text.replace("  schedule:", "  suspend: true\n  schedule:")
    assert triggers(built({"flow.yaml": suspended})) == []


def test_templates_that_call_each_other_are_followed_once() -> None:
    templates = "".join(
        f"    - name: t{n}\n      dag: {{tasks: [{{name: l, template: t{n + 1}}}, {{name: r, template: t{n + 1}}}]}}\n"
        for n in range(40)
    )
    head = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w}\nspec:\n  entrypoint: t0\n  templates:\n"
    )
    last = "    - {name: t40, container: {command: [python, train.py]}}\n"
    builder = built({"w.yaml": head + templates + last, **PYTHON})
    assert "py:train.py" in reached(builder, "job:w.yaml#Workflow/w")


RESOURCE = """\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: release-}
spec:
  entrypoint: main
  templates:
    - name: main
      steps:
        - - {name: build, template: image}
        - - {name: serve, template: service}
    - name: image
      container:
        image: gcr.io/kaniko-project/executor:latest
        args: ["--dockerfile", "Dockerfile", "--destination", "{{workflow.parameters.org}}/scorer:1"]
    - name: service
      resource:
        action: apply
        manifest: |
          apiVersion: machinelearning.seldon.io/v1
          kind: SeldonDeployment
          metadata: {name: scorer}
          spec:
            predictors:
              - componentSpecs: [{spec: {containers: [{image: "{{workflow.parameters.org}}/scorer:1"}]}}]
"""
JOB = RESOURCE.replace("SeldonDeployment", "TFJob").replace('image: "{{', 'command: [python, train.py], image: "{{')


def test_a_step_that_applies_what_serves_deploys_it() -> None:
    builder = built({"flow.yaml": RESOURCE})
    (site,) = builder.graph.sites["job:flow.yaml#Workflow/release:service"]
    assert (site.activity, site.at.line) == ("deploy", 20)
    (pushed,) = builder.graph.sites["job:flow.yaml#Workflow/release:image"]
    assert (pushed.activity, pushed.at.line) == ("push-image", 14)


def test_a_step_that_applies_a_job_runs_its_containers() -> None:
    builder = built({"flow.yaml": JOB, **PYTHON})
    assert edges(builder, "job:flow.yaml#Workflow/release:service") == ["24 py:train.py"]
    assert "job:flow.yaml#Workflow/release:service" not in builder.graph.sites


def test_a_step_that_reads_or_deletes_a_resource_deploys_nothing() -> None:
    for wrong in ("action: get", "action: delete"):
        builder = built({"flow.yaml": RESOURCE.replace("action: apply", wrong)})
        assert "job:flow.yaml#Workflow/release:service" not in builder.graph.sites
    broken = RESOURCE.replace("kind: SeldonDeployment", "kind: [SeldonDeployment")
    assert any("the manifest is not read" in reason for reason in reasons(built({"flow.yaml": broken})))


def test_near_misses() -> None:
    chart = DAG.replace("{{inputs.parameters.day}}", "{{ .Values.day }}")
    rollout = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: x}\n"
    script = DAG.replace("command: [bash]", "command: [python]")
    builder = built({"chart/templates/flow.yaml": chart, "rollout.yaml": rollout})
    assert builder.pipelines == []
    assert reasons(built({"flow.yaml": script, **PYTHON})) == ["a text for python is not read"]
