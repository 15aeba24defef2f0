"""Prefect deployments written as YAML."""

from tests.evidence.graph.building import built, edges, triggers

DEPLOYMENTS = """\
deployments:
  - name: nightly
    entrypoint: flows/train.py:train
    schedules:
      - {cron: "0 0 * * *", active: true}
  - name: paused
    entrypoint: flows/train.py:train
    schedule: {cron: "0 0 * * *"}
    paused: true
  - name: by-event
    entrypoint: flows/gone.py:train
    triggers: [{enabled: true, match: {}}]
"""
FLOW = {"flows/train.py": "def train():\n    pass\n"}


def test_deployments_and_what_starts_them() -> None:
    builder = built({"prefect.yaml": DEPLOYMENTS, **FLOW})
    assert edges(builder, "job:prefect.yaml#nightly") == ["3 py:flows/train.py::train"]
    assert triggers(builder) == [
        "prefect schedules schedule 1 prefect.yaml:4",
        "prefect triggers event 1 prefect.yaml:12",
    ]


def test_a_deployment_file_of_the_second_version() -> None:
    text = 'name: x\nschedule:\n  cron: "1 1 * * *"\nis_schedule_active: {}\nentrypoint: flows/train.py:train\n'
    on, off = (built({"train-deployment.yaml": text.format(one), **FLOW}) for one in ("true", "false"))
    assert triggers(on) == ["prefect schedule schedule 1 train-deployment.yaml:2"]
    assert triggers(off) == []
    assert edges(off, "job:train-deployment.yaml#x") == ["5 py:flows/train.py::train"]


def test_another_document_with_an_entry_point() -> None:
    builder = built({"job.yaml": "entrypoint: python train.py\nname: x\n"})
    assert builder.graph.nodes == {}
