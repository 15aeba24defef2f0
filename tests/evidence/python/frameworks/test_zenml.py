"""What configurations of ZenML say in place of the code."""

import pytest

from tests.evidence.python.linking import target

FLOW = """
    from zenml import pipeline, step
    @step
    def fit(): ...
    @step
    def check(): ...
    @pipeline
    def training():
        model = fit()
        check(model)
"""
RUN = """
    import os, sys
    from flow import training
    def main():
        folder = os.path.join(os.path.dirname(__file__), "configs")
        options = {}
        options["config_path"] = os.path.join(folder, "nightly.yaml")
        training.with_options(**options)()
    main()
"""
CHOSEN = RUN.replace('"nightly.yaml"', "sys.argv[1]")
CONFIG = "settings:\n  docker: {}\nmodel:\n  name: churn\n"


@pytest.mark.parametrize("run", [RUN, CHOSEN])
def test_a_run_whose_configuration_names_a_model_registers_a_version(run: str) -> None:
    found = target({"app/flow.py": FLOW, "app/run.py": run, "app/configs/nightly.yaml": CONFIG})
    assert found.proved("register") == ["app/configs/nightly.yaml:3"]
    assert "register" in found.reaches("app/run.py")


@pytest.mark.parametrize(
    "config",
    [
        CONFIG + "  version: production\n",  # one that is there is used
        CONFIG + "  version: 3\n",
        "settings:\n  docker: {}\nmodel: gpt\n",
        "model:\n  name: resnet\n",  # a model of something else
        "settings:\n  docker: {}\n# model:\n#   name: churn\n",
    ],
)
def test_a_configuration_that_makes_no_version(config: str) -> None:
    found = target({"flow.py": FLOW, "run.py": RUN, "configs/nightly.yaml": config})
    assert found.proved("register") == []


def test_a_configuration_that_no_run_of_a_pipeline_names() -> None:
    files = {"flow.py": FLOW, "configs/weekly.yaml": CONFIG}
    assert target({**files, "run.py": RUN}).proved("register") == []
    assert target({**files, "run.py": CHOSEN.replace("from flow", "from other")}).proved("register") == []
    assert target({**files, "run.py": CHOSEN.replace("training.with_options", "print")}).proved("register") == []


def test_a_pipeline_of_another_tool_has_no_such_configuration() -> None:
    flow = FLOW.replace("zenml", "prefect").replace("pipeline", "flow").replace("step", "task")
    found = target({"flow.py": flow, "run.py": RUN, "configs/nightly.yaml": CONFIG})
    assert found.pipelines() == ["prefect training: fit, check"]
    assert found.proved("register") == []
