"""What one test runs of the suite and of the project."""

from maturity.evidence.topics.suites import Run, Suite
from tests.evidence.topics.targets import linked, project

FILES = {
    "shop/__init__.py": "",
    "shop/clean.py": "def clean(x):\n    return inner(x)\ndef inner(x):\n    return x\n",
    "shop/net.py": "import torch\nclass Net(torch.nn.Module):\n    pass\nclass Plain:\n    pass\n",
    "shop/schema.py": (
        "import pandera as pa\nclass Base(pa.DataFrameModel):\n    pass\nclass Rows(Base):\n    pass\n"
        "class Loop(Loop):\n    pass\n"
    ),
    "shop/pool.py": "import lightning as L\nclass Pool(L.LightningDataModule):\n    pass\n",
    "shop/api.py": (
        "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/predict')\ndef answer(x: int):\n    return x\n"
    ),
    "tests/conftest.py": "import pytest\nfrom shop.net import Net\n@pytest.fixture\ndef net():\n    return Net()\n",
    "tests/test_shop.py": (
        "from shop.clean import clean\nfrom vendor.third import other\ndef check(x):\n    assert x\n"
        "def test_it(net):\n    check(clean(net))\n    other(net)\n    assert net.ready\n"
    ),
    "vendor/third.py": "def other(x):\n    return x\n",
}


def suite() -> Suite:
    target = project(FILES)
    return Suite(target, linked(target))


def run() -> Run:
    return suite().run("py:tests/test_shop.py::test_it")


def test_a_test_runs_its_fixtures_and_helpers() -> None:
    assert {function.name for _, function in run().suite} == {"test_it", "check", "net"}
    assert run().asserts == 2


def test_it_goes_one_step_into_the_project_and_not_into_copies_of_others() -> None:
    assert "py:shop/clean.py::clean" in run().callees
    assert "py:shop/clean.py::inner" not in run().callees
    assert run().exercises == ("shop/clean.py", "shop/net.py")


def test_calls_of_fixtures_can_be_left_out() -> None:
    assert "shop.net.Net" in {call.name for _, call in run().calls()}
    assert "shop.net.Net" not in {call.name for _, call in run().calls(fixtures=False)}


def test_classes_are_told_by_their_bases() -> None:
    known = suite()
    assert [known.is_network(name) for name in ("Net", "Plain", "Missing")] == [True, False, False]
    assert [known.is_schema(name) for name in ("Base", "Rows", "Loop", "Net")] == [True, True, False, False]
    assert [known.is_data_module(name) for name in ("Pool", "Net", "Missing")] == [True, False, False]


def test_names_of_the_project_lead_to_files_and_those_of_the_suite_to_none() -> None:
    known = suite()
    assert known.own("shop.clean.clean", "tests/test_shop.py") == "shop/clean.py"
    assert known.own("shop.clean.clean().tail", "tests/test_shop.py") == "shop/clean.py"
    assert known.own("numpy.mean", "tests/test_shop.py") is None


def test_handlers_of_services_are_known() -> None:
    assert suite().handlers == {"py:shop/api.py::answer"}


def test_a_bag_of_dags_is_the_code_of_the_dags() -> None:
    files = {
        "dags/train.py": "from airflow.decorators import dag\n@dag()\ndef train():\n    pass\ntrain()\n",
        "tests/test_dags.py": (
            "from airflow.models import DagBag\ndef bag():\n    return DagBag(include_examples=False)\n"
            "import pytest\n@pytest.mark.parametrize('dag', bag().dags)\ndef test_it(dag):\n    assert dag.tags\n"
        ),
        "tests/test_other.py": "def test_other():\n    assert 1 + 1 == 2\n",
    }
    target = project(files)
    found = Suite(target, linked(target))
    assert found.run("py:tests/test_dags.py::test_it").exercises == ("dags/train.py",)
    assert found.run("py:tests/test_other.py::test_other").exercises == ()
