"""What TFX runs of a project."""

import pytest

from tests.evidence.python.linking import target

TRAINER = """
from tfx.components.trainer.fn_args_utils import FnArgs
from sklearn.svm import SVC

def {name}({parameter}):
    SVC().fit(1, 2)
"""


@pytest.mark.parametrize(
    ("name", "parameter", "started"),
    [
        ("run_fn", "fn_args: FnArgs", True),
        ("tuner_fn", "args: FnArgs", True),
        ("run_fn", "fn_args", False),
        ("run_fn", "fn_args: dict", False),
        ("helper", "fn_args: FnArgs", False),
    ],
)
def test_the_trainer_runs_a_function_that_it_hands_its_arguments(name: str, parameter: str, started: bool) -> None:
    found = target({"modules/fit.py": TRAINER.format(name=name, parameter=parameter)})
    assert (f"entry modules/fit.py::{name}" in found.starts()) is started
    assert found.reaches("modules/fit.py") == (("train",) if started else ())


COMPONENT = """
from tfx.dsl.components.base import base_component, executor_spec
from publisher import executor

class Spec: ...

class Publisher(base_component.BaseComponent):
    SPEC_CLASS = Spec
    EXECUTOR_SPEC = executor_spec.ExecutorClassSpec(executor.Executor)

    def __init__(self, model):
        super().__init__(spec=Spec())
"""
EXECUTOR = """
import mlflow
from tfx.components.pusher import executor

class Executor(executor.Executor):
    def Do(self, input_dict, output_dict, exec_properties):
        mlflow.register_model("runs:/1/model", "m")

    def Undo(self):
        mlflow.register_model("runs:/1/model", "m")
"""
PIPELINE = """
from tfx.orchestration import pipeline
from publisher.component import Publisher

def create():
    return pipeline.Pipeline(components=[Publisher(model=1)])
"""


def test_a_component_runs_its_executor() -> None:
    files = {"publisher/component.py": COMPONENT, "publisher/executor.py": EXECUTOR, "flow.py": PIPELINE}
    found = target(files)
    assert "entry publisher/executor.py::Executor.Do" in found.starts()
    assert "entry publisher/executor.py::Executor.Undo" not in found.starts()
    assert found.edges("publisher/component.py::Publisher.__init__") == ["9 publisher/executor.py::Executor.Do"]
    assert found.reaches("flow.py::create") == ("register",)


def test_an_executor_of_the_project_alone_is_run_by_nobody() -> None:
    own = EXECUTOR.replace("from tfx.components.pusher import executor", "import tfx\nfrom own import executor")
    assert target({"publisher/executor.py": own}).starts() == []
