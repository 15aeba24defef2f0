"""Methods of unknown receivers, and modules imported by a variable."""

import pytest

from tests.evidence.python.linking import target

JOBS = "class {name}:\n    def run(self):\n        go()\n    def read(self):\n        go()\n"


def test_a_method_of_an_unknown_receiver_is_found_by_name_where_the_caller_can_get_to() -> None:
    found = target(
        {
            "jobs/__init__.py": "from .train import Train\n",
            "jobs/train.py": JOBS.format(name="Train"),
            "elsewhere.py": JOBS.format(name="Other"),
            "main.py": "import jobs\ndef main(settings):\n    settings.job.run()\n    settings.job.read()\n",
        }
    )
    assert found.edges("main.py::main") == ["3 ~jobs/train.py::Train.run"]


def test_stubs_and_crowded_names_are_not_candidates() -> None:
    stub = "class Base:\n    def run(self):\n        raise NotImplementedError\n"
    many = "".join(f"class C{number}:\n    def fit_all(self):\n        go()\n" for number in range(9))
    found = target({"many.py": stub + many, "main.py": "import many\ndef main(x):\n    x.run()\n    x.fit_all()\n"})
    assert found.edges("main.py::main") == []


def test_the_result_of_a_function_without_a_known_class_is_an_unknown_receiver() -> None:
    found = target(
        {
            "jobs.py": "class Job:\n    def launch(self):\n        go()\n",
            "main.py": "import jobs, loader\ndef main():\n    loader.load().launch()\n",
        }
    )
    assert found.edges("main.py::main") == ["3 ~jobs.py::Job.launch"]


DRIVER = {
    "app/run.py": "import sys\nfrom app.driver import build\nbuild(sys.argv[1])\n",
    "app/driver.py": "def build(name):\n    found = __import__(name)\n    return found.pipeline()\n",
    "app/churn.py": "from sklearn.svm import SVC\ndef pipeline():\n    SVC().fit(1, 2)\n",
    "app/other.py": "def pipeline():\n    go()\n",
}


def test_a_module_imported_by_a_variable_is_one_that_a_command_line_names() -> None:
    files = DRIVER | {"ci.sh": "python -m app.run --module app.churn\n"}
    assert target(files).edges("app/driver.py::build") == ["3 ~app/churn.py::pipeline"]
    assert target(files).reaches("app/run.py") == ("train",)
    files = DRIVER | {"app/call.py": "from app.driver import build\nbuild('app.other')\n"}
    assert target(files).edges("app/driver.py::build") == ["3 ~app/other.py::pipeline"]


def test_a_module_that_is_named_nowhere_or_in_prose_is_not_imported() -> None:
    assert target(DRIVER | {"README.md": "run app.churn\n"}).edges("app/driver.py::build") == []
    files = DRIVER | {"ci.sh": "python -m app.run --module app.churn\n"}
    files["app/driver.py"] = "def build(found):\n    return found.pipeline()\n"
    assert target(files).edges("app/driver.py::build") == []


@pytest.mark.parametrize(
    ("call", "edges"),
    [
        ("import_module(f'runners.{name}_trainer')", ["5 ~runners/net_trainer.py::Net.launch"]),
        ("import_module('runners.' + name)", ["5 ~runners/net_trainer.py::Net.launch"]),
        ("import_module('runners.%s' % name)", ["5 ~runners/net_trainer.py::Net.launch"]),
        ("import_module(f'runners.{name}_tester')", []),
        ("import_module(f'.{name}', package='runners')", []),
        ("import_module(f'elsewhere.{name}')", []),
        ("import_module(name)", []),
    ],
)
def test_a_module_picked_from_a_package_may_be_any_of_it(call: str, edges: list[str]) -> None:
    found = target(
        {
            "runners/net_trainer.py": "class Net:\n    def launch(self):\n        go()\n",
            "main.py": f"from importlib import import_module\ndef main(name):\n    module = {call}\n"
            "    made = getattr(module, name)\n    made().launch()\n",
        }
    )
    assert found.edges("main.py::main") == edges


def test_a_class_that_an_importer_hands_over_is_found_where_the_importer_can_get_to() -> None:
    tasks = "def execute(maker):\n    job = maker()\n    return job.run()\n"
    main = "from jobs import Train\nfrom tasks import execute\nexecute(Train)\n"
    files = {"jobs.py": JOBS.format(name="Train"), "tasks.py": tasks, "elsewhere.py": JOBS.format(name="Other")}
    assert target({**files, "main.py": main}).edges("tasks.py::execute") == ["3 ~jobs.py::Train.run"]
    assert target(files).edges("tasks.py::execute") == []
