"""What can be started from a command line."""

import pytest

from maturity.model.activity import Activity
from maturity.model.technology import Proof
from tests.evidence.python.linking import known, target

MAIN = 'def go(): ...\nif __name__ == "__main__":\n    go()\n'


@pytest.mark.parametrize("path", ["train.py", "src/app/train.py", "examples/run.py"])
def test_a_main_guard_makes_a_program(path: str) -> None:
    assert target({path: MAIN}).starts() == [f"entry {path}"]


@pytest.mark.parametrize(
    "path", ["tests/test_train.py", "tests/helper.py", "setup.py", "conftest.py", "docs/conf.py", "noxfile.py"]
)
def test_tests_packaging_and_documentation_are_no_programs(path: str) -> None:
    assert target({path: MAIN}).starts() == []


def test_a_script_without_guard_is_a_program_when_it_does_something() -> None:
    found = target(
        {
            "fit.py": "from sklearn.svm import SVC\nSVC().fit(1, 2)\n",
            "job.py": "import tool\ntool.work()\n",
            "tool.py": "import logging\nlogger = logging.getLogger(__name__)\ndef work(): ...\n",
            "settings.py": "def read(): ...\nSETTINGS = read()\n",
            "user.py": "import settings\n",
            "held.py": "import json\nif json.load(open('m.json'))['f1'] < 0.7:\n    raise SystemExit(1)\n",
            "told.py": "import json\nif json.load(open('m.json'))['f1'] < 0.7:\n    print('low')\n",
        }
    )
    assert sorted(found.starts()) == ["entry fit.py", "entry held.py", "entry job.py"]


def test_a_script_that_only_switches_back_is_a_program() -> None:
    back = "def rollback():\n    client.set_registered_model_alias('m', 'champion', '3')\n"
    found = target({"back.py": f"{back}rollback()\n", "lib.py": back})
    assert found.starts() == ["entry back.py"]


def test_a_package_main_is_a_program() -> None:
    assert target({"app/__main__.py": "from app import cli\ncli.main()\n"}).starts() == ["entry app/__main__.py"]


def test_commands_are_programs_and_groups_run_their_commands() -> None:
    found = target(
        {
            "cli.py": """
                import click, typer
                app = typer.Typer()

                @app.command()
                def train(): ...

                @click.group()
                def tool(): ...

                @tool.command("fit")
                def fit(): ...

                def library(): ...
            """,
            "more.py": "from cli import tool\n@tool.command()\ndef score(): ...\n",
        }
    )
    assert sorted(found.starts()) == [
        "entry cli.py::fit",
        "entry cli.py::tool",
        "entry cli.py::train",
        "entry more.py::score",
    ]
    assert found.edges("cli.py") == ["5 cli.py::train"]
    assert found.edges("cli.py::tool") == ["11 cli.py::fit", "2 more.py::score"]


def test_libraries_that_make_a_command_of_a_function() -> None:
    found = target(
        {
            "a.py": "import fire\ndef train(): ...\ndef main():\n    fire.Fire(train)\n",
            "b.py": "import hydra\n@hydra.main(config_path='conf')\ndef train(config): ...\n",
            "c.py": "from lightning.pytorch.cli import LightningCLI\ndef main():\n    LightningCLI()\n",
            "d.py": "from invoke import task\n@task\ndef fit(c): ...\n",
            "e.py": "from elsewhere import task\n@task\ndef fit(c): ...\n",
        }
    )
    assert found.starts() == ["entry a.py::main", "entry b.py::train", "entry c.py::main", "entry d.py::fit"]
    assert found.edges("a.py::main") == ["4 a.py::train"]


def test_fire_makes_commands_of_the_methods_of_a_class_and_of_the_functions_of_a_file() -> None:
    steps = "class Steps:\n    def __init__(self): ...\n    def train(self): ...\n    def _own(self): ...\n"
    found = target(
        {
            "a.py": f"import fire\n{steps}if __name__ == '__main__':\n    fire.Fire(Steps)\n",
            "b.py": f"import fire\n{steps}if __name__ == '__main__':\n    fire.Fire(Steps())\n",
            "c.py": f"import fire\n{steps}def score(): ...\nif __name__ == '__main__':\n    fire.Fire()\n",
            "d.py": f"import fire\n{steps}def score(): ...\nif __name__ == '__main__':\n    fire.Fire(score)\n",
        }
    )
    assert "a.py::Steps.train" in " ".join(found.edges("a.py"))
    assert "_own" not in " ".join(found.edges("a.py"))
    assert "b.py::Steps.train" in " ".join(found.edges("b.py"))
    assert found.edges("c.py") == ["8 c.py::score"]
    assert found.edges("d.py") == ["8 d.py::score"]


def test_tensorflow_runs_the_main_of_its_file_when_it_is_given_none() -> None:
    main = "import tensorflow as tf\ndef main(_): ...\ndef other(_): ...\nif __name__ == '__main__':\n    {}\n"
    found = target(
        {
            "a.py": main.format("tf.app.run()"),
            "b.py": main.format("tf.compat.v1.app.run(other)"),
            "c.py": main.format("tf.app.flags()"),
        }
    )
    assert found.edges("a.py") == ["5 a.py::main"]
    assert found.edges("b.py") == ["5 b.py::other"]
    assert found.edges("c.py") == []


def test_a_wrapper_that_is_logged_will_be_served() -> None:
    source = (
        "import mlflow\nclass Both(mlflow.pyfunc.PythonModel):\n    def predict(self, c, rows): ...\n"
        "    def report(self): ...\nboth = Both()\nmlflow.pyfunc.log_model('m', python_model=both)\n"
    )
    assert "6 a.py::Both.predict" in target({"a.py": source}).edges("a.py")
    other = source.replace("python_model=both", "code_paths=both")
    assert "6 a.py::Both.predict" not in target({"a.py": other}).edges("a.py")


def test_an_application_runs_the_handlers_of_its_routers() -> None:
    found = target(
        {
            "api/main.py": (
                "from fastapi import FastAPI\n"
                "from api import items\n"
                "app = FastAPI()\n"
                "app.include_router(items.router)\n"
            ),
            "api/items.py": (
                "from fastapi import APIRouter\nrouter = APIRouter()\n@router.post('/predict')\ndef predict(): ...\n"
            ),
        }
    )
    assert found.edges("api/main.py") == ["4 api/items.py::predict"]
    assert found.sites("api/items.py::predict") == ["3 serve fastapi"]


def test_an_application_runs_the_handlers_of_a_router_of_routers() -> None:
    routes = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.post('/x')\ndef answer(): ...\n"
    files = {
        "app/main.py": "from fastapi import FastAPI\nfrom app.v1 import every\nFastAPI().include_router(every)\n",
        "app/v1/__init__.py": (
            "from fastapi import APIRouter\n"
            "from app.v1.labels import router as rated\nfrom app.v1.loans import router\n"
            "every = APIRouter()\nevery.include_router(rated)\nevery.include_router(router, prefix='/loans')\n"
        ),
        "app/v1/labels.py": routes,
        "app/v1/loans.py": routes,
        "app/v1/loose.py": f"from app.v1 import every\n{routes}",
    }
    assert target(files).edges("app/main.py") == ["3 app/v1/labels.py::answer", "3 app/v1/loans.py::answer"]
    files["app/v1/labels.py"] += "from app.v1 import every\nrouter.include_router(every)\n"
    assert target(files).edges("app/main.py") == ["3 app/v1/labels.py::answer", "3 app/v1/loans.py::answer"]
    files["app/v1/__init__.py"] = files["app/v1/__init__.py"].replace("every.include_router(rated)\n", "")
    assert target(files).edges("app/main.py") == ["3 app/v1/loans.py::answer"]


def test_unrelated_decorators_register_nothing() -> None:
    found = target(
        {"a.py": "import torch, functools\n@torch.no_grad()\ndef f(): ...\n@functools.cache\ndef g(): ...\n"}
    )
    assert found.edges("a.py") == []


def test_an_application_that_a_function_calls_runs_its_commands() -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/cli.py": (
            "import typer\nfrom pkg import sub\napp = typer.Typer()\napp.add_typer(sub.app)\n\n\n"
            "def main():\n    app()\n"
        ),
        "pkg/sub.py": (
            "import typer\nfrom sklearn.svm import SVC\napp = typer.Typer()\n\n\n@app.command()\ndef fit():\n"
            "    SVC().fit(1, 2)\n"
        ),
    }
    assert "train" in target(files).reaches("pkg/cli.py::main")
    files["pkg/cli.py"] = files["pkg/cli.py"].replace("    app()", "    app")
    assert "train" not in target(files).reaches("pkg/cli.py::main")


def test_a_script_that_looks_for_drift_is_a_program_without_a_guard() -> None:
    drift = "from evidently import Report\n{0}Report(1).run(2, 3)\n"
    assert target({"drift.py": drift.format("")}).starts() == ["entry drift.py"]
    assert target({"drift.py": drift.format("def watch():\n    ")}).starts() == []


def test_a_script_that_uses_a_feature_store_is_a_program_without_a_guard() -> None:
    use = "from feast import FeatureStore\n{0}FeatureStore('.').get_historical_features(1)\n"
    feast = known("feast", ("feast",), Proof(activity="use-features", calls=("feast.**.get_historical_features",)))
    assert target({"rows.py": use.format("")}, technologies=(feast,)).starts() == ["entry rows.py"]
    assert target({"rows.py": use.format("def rows():\n    ")}, technologies=(feast,)).starts() == []


@pytest.mark.parametrize(("activity", "started"), [("sign-model", True), ("log-model", True), ("track", False)])
def test_a_script_without_a_guard_that_writes_a_model_is_run(activity: Activity, started: bool) -> None:
    proof = Proof(activity=activity, calls=("skl2onnx.to_onnx",))
    found = target(
        {"convert.py": "import joblib, skl2onnx\nskl2onnx.to_onnx(joblib.load('m'))\n"},
        technologies=(known("skl2onnx", ("skl2onnx",), proof),),
    )
    assert ("entry convert.py" in found.starts()) is started
