"""Dashboards of monitoring tools and data platforms."""

from maturity.evidence.topics.boards import collect
from tests.evidence.topics.targets import project


def test_files_and_calls_that_declare_a_dashboard() -> None:
    code = "from evidently.ui.workspace import Workspace\n\nWorkspace.create('w')\n"
    found = collect(project({"model.lvdash.json": "{}", "monitor.py": code}))
    assert [(one.technology, str(one.at)) for one in found] == [
        ("lakeview", "model.lvdash.json:1"),
        ("evidently", "monitor.py:3"),
    ]


def test_an_import_and_a_test_declare_none() -> None:
    code = "from evidently.ui.workspace import Workspace\n"
    assert list(collect(project({"monitor.py": code, "tests/test_w.py": code + "Workspace.create('w')\n"}))) == []
