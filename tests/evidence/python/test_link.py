"""Edges and sites of linked code."""

import json

import pytest

from tests.evidence.python.linking import target


def test_calls_lead_across_files_to_the_site() -> None:
    found = target(
        {
            "src/shop/__init__.py": "from .train import fit\n",
            "src/shop/train.py": """
                from sklearn.svm import SVC

                def fit(x, y):
                    model = SVC()
                    model.fit(x, y)
            """,
            "run.py": """
                from shop import fit

                if __name__ == "__main__":
                    fit(1, 2)
            """,
        }
    )
    assert found.edges("run.py") == ["5 src/shop/train.py::fit"]
    assert found.sites("src/shop/train.py::fit") == ["6 train scikit-learn"]
    assert found.reaches("run.py") == ("train",)
    assert found.graph.nodes["py:run.py"].program == "script"
    assert str(found.graph.nodes["py:src/shop/train.py::fit"].at) == "src/shop/train.py:4"


def test_a_class_runs_its_constructors_and_inherited_methods() -> None:
    found = target(
        {
            "base.py": "class Base:\n    def __post_init__(self): ...\n    def run(self): ...\n",
            "job.py": "from base import Base\nclass Job(Base):\n    def __init__(self):\n        self.run()\n",
            "main.py": "from job import Job\nJob().run()\n",
        }
    )
    assert found.edges("main.py") == ["2 base.py::Base.run", "2 job.py::Job.__init__", "2 base.py::Base.__post_init__"]
    assert found.edges("job.py::Job.__init__") == ["4 base.py::Base.run"]


def test_callbacks_references_and_decorators_of_one_s_own_run() -> None:
    found = target(
        {
            "main.py": """
                import functools
                from multiprocessing import Process

                def timed(function):
                    return function

                @timed
                def train(): ...
                def score(): ...
                def clean(): ...

                def main():
                    Process(target=train).start()
                    step = functools.partial(score, 1)
                    table = {"clean": clean}
            """
        }
    )
    assert found.edges("main.py::main") == ["14 main.py::train", "15 main.py::score", "13 main.py::clean"]
    assert found.edges("main.py::train") == ["8 main.py::timed"]


def test_an_instance_that_is_called_runs_its_forward() -> None:
    found = target(
        {
            "net.py": """
                import torch
                class Net(torch.nn.Module):
                    def forward(self, x): ...
                def use():
                    net = Net()
                    return net(1)
            """
        }
    )
    assert "7 net.py::Net.forward" in found.edges("net.py::use")


def test_an_instance_that_is_handed_over_is_called_by_who_gets_it() -> None:
    scaler = """
        class Scaler:
            def __call__(self, loss, optimizer):
                loss.backward()
                optimizer.step()
        class Plain:
            def step(self, optimizer):
                optimizer.step()
    """
    main = """
        import torch
        from scaling import Plain, Scaler
        from engine import epoch
        def main():
            scaler = Scaler()
            epoch(scaler, Plain())
        def unused():
            Scaler()
    """
    files = {"scaling.py": scaler, "engine.py": "def epoch(scaler, plain): ...\n", "main.py": main}
    found = target(files)
    assert "7 scaling.py::Scaler.__call__" in found.edges("main.py::main")
    assert not any("__call__" in edge for edge in found.edges("main.py::unused"))
    assert not any("Plain" in edge for edge in found.edges("main.py::main"))


def test_a_file_that_was_not_parsed_is_still_reached() -> None:
    found = target(
        {"app.py": "from tools import clean\nclean()\n", "tools.py": "def clean(): ..."}, unparsed=("tools.py",)
    )
    assert found.edges("app.py") == ["2 tools.py::clean"]
    assert found.graph.nodes["py:tools.py::clean"].at.path == "tools.py"


def test_files_and_commands_that_code_runs() -> None:
    found = target(
        {
            "all.py": """
                import os, runpy, subprocess, sys
                exec(open("settings.py").read())
                runpy.run_path("jobs/clean.py")
                subprocess.run([sys.executable, "jobs/train.py", "--epochs", "3"], check=True)
                os.system("python jobs/score.py && echo done")
                print("python jobs/unused.py")
            """,
            "settings.py": "",
            "jobs/clean.py": "",
            "jobs/train.py": "",
            "jobs/score.py": "",
            "jobs/unused.py": "",
        },
        shell=True,
    )
    assert found.edges("all.py") == ["3 settings.py", "4 jobs/clean.py", "5 jobs/train.py", "6 jobs/score.py"]


def test_calls_of_a_test_runner_run_tests() -> None:
    found = target(
        {
            "run.py": """
                import sys
                import pytest
                def describe(application):
                    application.main()
                sys.exit(pytest.main(["-v", "tests/unit"]))
            """,
            "tests/unit/test_sum.py": """
                import unittest
                class TestSum(unittest.TestCase):
                    def test_sum(self):
                        self.assertEqual(sum([1]), 1)
                if __name__ == "__main__":
                    unittest.main()
            """,
            "tests/test_other.py": "def test_other():\n    assert True\n",
        },
        shell=True,
    )
    assert found.edges("run.py") == ["6 task:tests#tests/unit"]
    assert found.edges("run.py::describe") == []
    assert found.edges("tests/unit/test_sum.py") == ["7 task:tests#tests/unit/test_sum.py"]


def test_a_module_known_only_at_run_time_ends_a_chain_with_a_reason() -> None:
    source = (
        "import importlib\ndef main(name):\n    importlib.import_module(name)\n    importlib.import_module('json')\n"
    )
    found = target({"run.py": source})
    assert [(end.node, str(end.at)) for end in found.graph.ends] == [("py:run.py::main", "run.py:3")]


def test_a_hand_written_loop_trains_only_when_all_its_calls_are_there() -> None:
    loop = """
        import torch
        def {name}(model, optimizer, batches):
            for batch in batches:
                loss = model(batch)
                {backward}
                optimizer.step()
    """
    found = target(
        {
            "a.py": loop.format(name="train", backward="loss.backward()"),
            "b.py": loop.format(name="evaluate", backward="print(loss)"),
        }
    )
    assert found.sites("a.py::train") == ["6 train pytorch"]
    assert found.sites("b.py::evaluate") == []


@pytest.mark.parametrize(
    ("gradient", "step", "found"),
    [
        ("loss.backward()", "self.optimizer.step()", ["9 train pytorch"]),
        ("loss.item()", "self.optimizer.step()", []),
        ("loss.backward()", "self.optimizer.zero_grad()", []),
        ("loss.backward(); optimizer.step()", "self.scheduler.step()", []),
    ],
)
def test_a_loop_that_is_cut_into_functions_is_one_loop(gradient: str, step: str, found: list[str]) -> None:
    source = f"""
        import torch
        class Step:
            def gradient(self, rows, optimizer):
                loss = self.network(rows)
                {gradient}
            def run(self, rows):
                self.gradient(rows)
                {step}
        def rate(loss):
            loss.backward()
    """
    sites = target({"a.py": source}).sites
    assert sites("a.py::Step.run") == found
    assert sites("a.py::rate") == []


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("optimizer.step_and_update_lr()", ["5 train pytorch"]),
        ("self.optimizer_step(optimizer)", ["5 train pytorch"]),
        ("return image.grad.abs().mean()", []),
        ("self.on_step(loss)", []),
    ],
)
def test_gradients_train_where_an_optimiser_steps_by_whatever_name(step: str, found: list[str]) -> None:
    source = f"""
        import torch
        def go(self, model, optimizer, image):
            model.zero_grad()
            model(image).backward()
            {step}
    """
    assert target({"a.py": source}).sites("a.py::go") == found


def test_an_unknown_receiver_counts_only_beside_the_import() -> None:
    found = target(
        {
            "a.py": "import sklearn\ndef go(model):\n    model.fit(1)\n",
            "b.py": "def go(curtain):\n    curtain.fit(1)\n",
        }
    )
    assert found.sites("a.py::go") == ["3 train scikit-learn"]
    assert found.sites("b.py::go") == []


def test_what_a_caller_of_another_file_gives_is_of_the_caller_s_library() -> None:
    call = "import sklearn\nfrom fitting import go\ngo(sklearn.svm.SVC())\n"
    found = target({"run.py": call, "fitting.py": "def go(model):\n    model.fit(1)\n"})
    assert found.sites("fitting.py::go") == ["2 train scikit-learn"]
    tried = target({"tests/test_run.py": call, "fitting.py": "def go(curtain):\n    curtain.fit(1)\n"})
    assert tried.sites("fitting.py::go") == []


def test_a_method_of_a_subclass_is_the_foreign_base_s() -> None:
    found = target(
        {
            "own.py": "from transformers import Trainer\nclass Mine(Trainer):\n    pass\n",
            "run.py": "from own import Mine\ndef main():\n    Mine().train()\n",
        }
    )
    assert found.sites("run.py::main") == ["3 train transformers"]


def test_a_class_that_a_framework_runs_proves_it_where_it_is_made() -> None:
    source = """
        import mlflow
        from sklearn.svm import SVC
        class Service(mlflow.pyfunc.PythonModel):
            def predict(self, context, rows):
                return SVC().fit(rows)
        class Plain:
            def predict(self): ...
    """
    found = target({"svc.py": source, "run.py": "from svc import Service\ndef main():\n    Service()\n"})
    assert found.sites("svc.py::Service") == ["4 serve mlflow"]
    assert found.edges("run.py::main") == ["3 svc.py::Service"]
    assert found.reaches("run.py::main") == ("train", "serve")
    assert "py:svc.py::Plain" not in found.graph.nodes
    alone = target({"svc.py": source})
    assert alone.edges("svc.py") == ["4 svc.py::Service"]


def test_gates_count_and_in_tests_only_assertions() -> None:
    gate = """
        import sys
        def {name}(new_accuracy, production_accuracy):
            if new_accuracy < production_accuracy:
                sys.exit(1)
        def test_floor(accuracy):
            assert accuracy > 0.9
        def test_drift(score):
            assert score < 0.05
    """
    found = target({"evaluate.py": gate.format(name="check"), "tests/test_model.py": gate.format(name="check")})
    assert found.sites("evaluate.py::check") == ["4 gate own", "4 compare-champion own"]
    assert found.sites("tests/test_model.py::check") == []
    assert found.sites("tests/test_model.py::test_floor") == ["7 gate own"]
    assert found.sites("tests/test_model.py::test_drift") == []


def test_a_notebook_is_no_program_and_no_target() -> None:
    source = ["from sklearn.svm import SVC\n", "SVC().fit(1, 2)"]
    cell = json.dumps({"cells": [{"cell_type": "code", "source": source, "outputs": []}]})
    found = target({"work.ipynb": cell, "main.py": "import work\nwork.go()\n"})
    assert found.graph.notebooks == {"py:work.ipynb"}
    assert [site.split()[1] for site in found.sites("work.ipynb")] == ["train"]
    assert found.starts() == []


def test_a_method_of_a_base_runs_what_an_heir_puts_in_its_place() -> None:
    files = {
        "base.py": (
            "class Base:\n    def train(self):\n        self._epoch()\n"
            "    def _epoch(self):\n        raise NotImplementedError\n"
        ),
        "job.py": "from base import Base\nclass Job(Base):\n    def _epoch(self):\n        return 1\n",
        "main.py": "from job import Job\nJob().train()\n",
    }
    assert target(files).edges("base.py::Base._epoch") == ["3 ~job.py::Job._epoch"]
    many = "from base import Base\n" + "".join(f"class J{n}(Base):\n    def _epoch(self): ...\n" for n in range(9))
    crowd = target({**files, "many.py": many})
    assert not any("many.py" in edge for edge in crowd.edges("base.py::Base._epoch"))
