"""What Hydra makes of configuration."""

from tests.evidence.python.linking import target

FILES = {
    "app/net.py": "class Net:\n    def __init__(self):\n        build()\ndef make(): ...\n",
    "conf/model.yaml": "model:\n  _target_: app.net.Net\nother:\n  _target_: torch.optim.Adam\n",
    "conf/more.yaml": "- _target_: 'app.net.make'\n",
    "train.py": "import hydra\ndef main(config):\n    hydra.utils.instantiate(config.model)\n",
}


def test_hydra_targets_are_instantiated() -> None:
    assert target(FILES).edges("train.py::main") == ["3 app/net.py::Net.__init__", "3 app/net.py::make"]
    plain = FILES | {"train.py": "def main(config):\n    instantiate(config.model)\n"}
    assert target(plain).edges("train.py::main") == []


def test_a_foreign_target_does_what_its_library_does() -> None:
    logged = FILES | {"conf/gate.yaml": "# gates\ngate:\n  _target_: sagemaker.workflow.ConditionStep\n"}
    found = target(logged)
    assert found.sites("train.py::main") == ["3 gate sagemaker"]
    assert found.proved("gate") == ["conf/gate.yaml:3"]


def test_configuration_that_nobody_instantiates_or_that_is_a_test_s_proves_nothing() -> None:
    gate = "gate:\n  _target_: sagemaker.workflow.ConditionStep\n"
    assert target(FILES | {"tests/gate.yaml": gate}).proved("gate") == []
    assert target(FILES | {"gate.yaml": gate, "train.py": "import hydra\n"}).proved("gate") == []


def test_an_object_made_of_configuration_belongs_to_the_library_that_is_named_there() -> None:
    fit = "import hydra\ndef main(config):\n    model = hydra.utils.instantiate(config)\n    model.fit(1, 2)\n"
    files = {"train.py": fit, "conf.yaml": "_target_: sklearn.svm.SVC\n"}
    assert target(files).sites("train.py::main") == ["4 train scikit-learn"]
    assert target(files | {"conf.yaml": "_target_: curtains.Tailor\n"}).sites("train.py::main") == []
