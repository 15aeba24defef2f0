"""Task files of SkyPilot."""

from tests.evidence.graph.building import built, edges

TASK = """\
resources:
  accelerators: T4:1
workdir: .
setup: |
  pip install -r requirements.txt
run: |
  python fit.py
"""
FILES = {"fit.py": "print(1)\n", "task.yaml": TASK}


def test_a_task_is_launched_by_a_person_and_by_a_command() -> None:
    builder = built({**FILES, "go.sh": "sky jobs launch -n nightly task.yaml\nsky status task.yaml\n"})
    assert edges(builder, "file:task.yaml") == ["7 py:fit.py"]
    assert edges(builder, "file:go.sh") == ["1 file:task.yaml ?"]
    assert [start.root for start in builder.graph.starts if start.node == "file:task.yaml"] == ["entry"]


def test_other_documents_with_such_keys_are_no_tasks() -> None:
    for text in (
        TASK.replace("resources", "limits"),
        TASK.replace("workdir: .\nsetup", "steps"),
        "run: x\nresources: 3\n",
    ):
        builder = built({**FILES, "task.yaml": text})
        assert not any(start.node == "file:task.yaml" for start in builder.graph.starts)
