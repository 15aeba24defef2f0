"""What names stand for."""

import pytest

from tests.evidence.python.source_code import names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import numpy as np\nnp.random.seed(1)", "numpy.random.seed"),
        ("import a.b.c\na.b.c.run()", "a.b.c.run"),
        ("from .train import run as go\ngo()", ".train.run"),
        ("from . import train\ntrain.run()", ".train.run"),
        ("from ..core import fit\nfit()", "..core.fit"),
        ("train()", "train"),
        ("from steps import *\ntrain()", "train"),
        ("open('x')", "open"),
        ("mystery.fit()", "?.fit"),
        ("models['a'].fit()", "?.fit"),
        ("a.b.c.fit()", "?.fit"),
    ],
)
def test_a_call_is_named_through_imports(source: str, expected: str) -> None:
    assert names(source) == [expected]


@pytest.mark.parametrize(
    ("body", "last"),
    [
        ("model = SVC()\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("a = b = SVC()\na.fit(X)", "sklearn.svm.SVC.fit"),
        ("model = cls = SVC\nmodel().fit(X)", None),
        ("model = SVC() if fast else None\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("if (model := SVC()):\n    model.fit(X)", "sklearn.svm.SVC.fit"),
        ("model, n = SVC(), 3\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("for model in [SVC(), None]:\n    model.fit(X)", "sklearn.svm.SVC.fit"),
        ("model = SVC()\nmodel = wrap(model)\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("model = None\nmodel = SVC()\nmodel = None\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("model = SVC().set_params(C=1)\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("model = SVC.from_file('x')\nmodel.fit(X)", "sklearn.svm.SVC.fit"),
        ("model = SVC()\nmodel(X)", "sklearn.svm.SVC.__call__"),
        ("best = SVC().fit(X)\nbest.predict(Z)", "sklearn.svm.SVC.fit().predict"),
        ("model = SVC()\nmodel = load()\nmodel.fit(X)", "load().fit"),
        ("model = SVC()\nmodel = things[0]\nmodel.fit(X)", "?.fit"),
    ],
)
def test_an_instance_keeps_its_class(body: str, last: str | None) -> None:
    found = names("from sklearn.svm import SVC\n" + body)
    assert found[-1 if last else 0] == (last or "sklearn.svm.SVC.fit")


def test_chained_calls_name_each_link() -> None:
    source = "from sklearn.pipeline import Pipeline\nPipeline([]).fit(X)"
    assert names(source) == ["sklearn.pipeline.Pipeline.fit", "sklearn.pipeline.Pipeline"]


def test_the_result_of_a_function_shows_where_it_comes_from() -> None:
    assert names("import mlflow\nmlflow.pyfunc.load_model('m').predict(X)")[0] == "mlflow.pyfunc.load_model().predict"


def test_a_with_binds_what_it_opens() -> None:
    source = "import mlflow\nwith mlflow.start_run() as run:\n    run.log(1)"
    assert names(source) == ["mlflow.start_run", "mlflow.start_run().log"]


def test_an_import_in_a_try_wins_over_its_fallback() -> None:
    source = "try:\n    import wandb\nexcept ImportError:\n    wandb = None\nwandb.init()"
    assert names(source) == ["wandb.init"]


def test_imported_by_name() -> None:
    source = "import importlib\nsteps = importlib.import_module('pkg.steps')\nsteps.run()"
    assert names(source)[-1] == "pkg.steps.run"


def test_a_partial_stands_for_its_function() -> None:
    source = "from functools import partial\nfrom work import train\njob = partial(train, 1)\njob()"
    assert names(source)[-1] == "work.train"


def test_names_bound_later_in_the_module_are_seen_in_functions() -> None:
    source = "def main():\n    model.fit()\nfrom sklearn.svm import SVC\nmodel = SVC()"
    assert names(source, "main") == ["sklearn.svm.SVC.fit"]


def test_names_do_not_grow_without_end() -> None:
    source = "import m\nx = m\n" + "x = x.part\n" * 1000 + "x.fit()"
    assert names(source) == ["?.fit"]


def test_a_parameter_hides_a_module_name() -> None:
    source = "from sklearn.svm import SVC\nmodel = SVC()\ndef main(model):\n    model.fit()"
    assert names(source, "main") == ["?.fit"]


SERVICE = "import joblib\nmodel = None\ndef init():\n    global model\n    model = joblib.load('m')\ndef run(x):\n"


def test_a_name_that_is_none_at_first_is_an_unknown_receiver() -> None:
    assert names("model = None\ndef run(x):\n    model.predict(x)\n    model.append(x)", "run") == ["?.predict"]
    assert names("model = 3\ndef run(x):\n    model.predict(x)", "run") == []


def test_a_global_that_another_function_sets_is_what_that_function_gives_it() -> None:
    assert names(SERVICE + "    model.predict(x)", "run") == ["joblib.load().predict"]
    assert names(SERVICE.replace("    global model\n", "") + "    model.predict(x)", "run") == ["?.predict"]
