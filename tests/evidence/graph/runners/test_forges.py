"""Commands that start pipelines of a forge or a cloud."""

from tests.evidence.graph.building import built, edges, reached, reasons

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
