"""Methods of unknown receivers, and classes named in configuration."""

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


def test_hydra_targets_are_instantiated() -> None:
    files = {
        "app/net.py": "class Net:\n    def __init__(self):\n        build()\ndef make(): ...\n",
        "conf/model.yaml": "model:\n  _target_: app.net.Net\nother:\n  _target_: torch.optim.Adam\n",
        "conf/more.yaml": "- _target_: 'app.net.make'\n",
        "train.py": "import hydra\ndef main(config):\n    hydra.utils.instantiate(config.model)\n",
    }
    assert target(files).edges("train.py::main") == ["3 app/net.py::Net.__init__", "3 app/net.py::make"]
    files["train.py"] = "def main(config):\n    instantiate(config.model)\n"
    assert target(files).edges("train.py::main") == []
