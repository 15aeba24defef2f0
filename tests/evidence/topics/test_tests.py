"""Automated tests of small targets."""

import pytest

from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.topics.tests import collect
from maturity.model.facts.code import TestFact
from tests.evidence.topics.targets import linked, project

OWN = {
    "shop/__init__.py": "",
    "shop/model.py": (
        "from sklearn.svm import SVC\ndef train(x, y):\n"
        "    return SVC().fit(x, y)\ndef predict(m, x):\n    return m.predict(x)\n"
    ),
    "shop/clean.py": "def clean(frame):\n    return frame.dropna()\n",
}


def facts(target: Project) -> list[TestFact]:
    graph = linked(target)
    return list(collect(target, graph, Reach(graph)))


def found_in(source: str, **more: str) -> list[TestFact]:
    target = project({**OWN, "tests/test_shop.py": source, **{f"tests/{name}.py": text for name, text in more.items()}})
    return facts(target)


def one(source: str, **more: str) -> TestFact:
    (found,) = found_in(source, **more)
    return found


def test_what_a_test_asserts_and_exercises() -> None:
    found = one(
        "from shop.clean import clean\ndef test_clean():\n    assert clean(f) is not None\n    assert clean(g)\n"
    )
    assert (found.name, found.asserts, found.skipped, found.exercises) == ("test_clean", 2, False, ("shop/clean.py",))
    assert (found.about, str(found.at)) == (("code", "features"), "tests/test_shop.py:3")


def test_helpers_and_fixtures_of_the_suite_belong_to_the_test() -> None:
    found = one(
        "import pytest\nfrom shop.clean import clean\n@pytest.fixture\ndef frame():\n    return clean(1)\n"
        "def check(x):\n    assert x\ndef test_it(frame):\n    check(frame)\n"
    )
    assert (found.asserts, found.exercises) == (1, ("shop/clean.py",))


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\n@pytest.mark.skip\ndef test_x():\n    assert f()\n",
        "import pytest\n@pytest.mark.xfail\ndef test_x():\n    assert f()\n",
        "import pytest\n@pytest.mark.skipif(True, reason='x')\ndef test_x():\n    assert f()\n",
        (
            "import unittest\nclass TestX(unittest.TestCase):\n    @unittest.skip('x')\n"
            "    def test_x(self):\n        self.assertTrue(f())\n"
        ),
        "import pytest\n@pytest.mark.skip\nclass TestX:\n    def test_x(self):\n        assert f()\n",
        "import pytest\npytest.skip('x', allow_module_level=True)\ndef test_x():\n    assert f()\n",
        "import pytest\npytestmark = pytest.mark.skip\ndef test_x():\n    assert f()\n",
        "import pytest\npytestmark = [pytest.mark.slow, pytest.mark.skip(reason='x')]\ndef test_x():\n    assert f()\n",
        "import pytest\npytestmark = pytest.mark.skipif(True, reason='x')\ndef test_x():\n    assert f()\n",
        "def test_x():\n    pass\n",
        "def test_x():\n    '''Later.'''\n",
    ],
)
def test_what_never_runs_or_is_empty_is_skipped(source: str) -> None:
    assert one(source).skipped is True


@pytest.mark.parametrize(
    "source",
    [
        "pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == 'x', reason='')]",
        "later = pytest.mark.skip(reason='used elsewhere')",
        "def never():\n    pytestmark = pytest.mark.skip\n    return pytestmark",
    ],
)
def test_a_mark_of_the_file_that_skips_nothing(source: str) -> None:
    assert one(f"import pytest, sys\n{source}\ndef test_x():\n    assert f()\n").skipped is False


def test_a_condition_that_may_be_false_skips_nothing() -> None:
    assert (
        one(
            "import pytest, sys\n@pytest.mark.skipif(sys.platform == 'x', reason='')\ndef test_x():\n    assert f()\n"
        ).skipped
        is False
    )


def test_a_test_of_nothing_exercises_nothing() -> None:
    found = one("def test_example():\n    assert 1 + 1 == 2\n")
    assert (found.exercises, found.about) == ((), ())


@pytest.mark.parametrize(
    ("source", "subject"),
    [
        ("from shop.model import train, predict\ndef test_p():\n    assert predict(train(1, 2), 3) == 4\n", "model"),
        ("from shop.model import train\ndef test_p():\n    assert train(1, 2).predict(3) == 4\n", "model"),
        (("import pandas as pd\ndef test_d():\n    d = pd.read_csv('data/a.csv')\n"
         "    assert list(d.columns) == ['a']\n"), "data"),
        (("def test_d(df):\n    df.expect_column_values_to_not_be_null(column='a')\n"
         "    assert df.validate()['success']\n"), "data"),
        (("from fastapi.testclient import TestClient\ndef test_s():\n    c = TestClient(app)\n"
         "    assert c.post('/predict').status_code == 200\n"), "service"),
        ("import requests\ndef test_s():\n    assert requests.post('http://localhost:80/predict').ok\n", "service"),
        ("from shop.clean import clean\ndef test_c():\n    assert clean(1)\n", "features"),
        (("from fairlearn.metrics import demographic_parity_difference\ndef test_f():\n"
         "    assert demographic_parity_difference(a, b) < 0.1\n"), "fairness"),
        ("def test_b(benchmark):\n    assert benchmark(f)\n", "load"),
    ],
)  # fmt: skip
def test_the_subject_is_what_it_calls(source: str, subject: str) -> None:
    assert subject in one(source).about


@pytest.mark.parametrize(
    ("source", "subject"),
    [
        (("from shop.model import train\ndef test_t(caplog):\n"
         "    train(1, 2)\n    assert 'done' in caplog.text\n"), "model"),
        ("from shop.model import predict\ndef test_p():\n    predict(1, 2)\n", "model"),
        (("class Mock:\n    def predict(self, x):\n        return 1\n"
         "def test_m():\n    assert Mock().predict(1) == 1\n"), "model"),
        (("import pandas as pd\nfrom shop.clean import clean\ndef test_d():\n"
         "    assert clean(pd.DataFrame({'a': [1]})) is not None\n"),
         "data"),
        (("import pandas as pd\ndef test_d(tmp_path):\n"
         "    assert pd.read_csv(tmp_path / 'a.csv') is not None\n"), "data"),
        ("from shop.services import Logger\ndef test_services():\n    assert Logger().start()\n", "service"),
    ],
)  # fmt: skip
def test_names_do_not_make_the_subject(source: str, subject: str) -> None:
    assert subject not in one(source).about


def test_files_beside_the_code_and_in_data_folders_are_collected() -> None:
    target = project(
        {
            "data/data_test.py": (
                "import pandas as pd\ndef test_schema():\n    assert len(pd.read_csv('data/a.csv')) > 1\n"
            ),
            "vendor/tests/test_x.py": "def test_x():\n    assert 1\n",
            "conftest.py": "def test_helper(): ...\n",
        }
    )
    assert [(one.at.path, one.about) for one in facts(target)] == [("data/data_test.py", ("data",))]


def test_a_smoke_script_that_asserts_on_answers_tests_the_service() -> None:
    source = (
        "import requests\ndef main():\n    r = requests.post(url)\n"
        "    assert r.ok\nif __name__ == '__main__':\n    main()\n"
    )
    target = project({"ops/smoke_test_service.py": source, "ops/call_service.py": source})
    (found,) = facts(target)
    assert (found.about, found.asserts, str(found.at)) == (("service",), 1, "ops/smoke_test_service.py:4")


@pytest.mark.parametrize(
    ("path", "address", "reaction", "expected"),
    [
        ("ci/test_release.py", "https://churn.internal/score", "raise RuntimeError(answer.text)", True),
        ("ci/test_release.py", "https://churn.internal/score", "sys.exit(1)", True),
        ("ci/test_release.py", "https://churn.internal/score", "print(answer.text)", False),
        ("ci/test_release.py", "https://churn.internal/score", "sys.exit(0)", False),
        ("ci/test_release.py", "https://example.com/rates.json", "sys.exit(1)", False),
        ("ci/call_release.py", "https://churn.internal/score", "sys.exit(1)", False),
    ],
)
def test_a_program_named_as_a_test_that_fails_on_a_bad_answer_tests_the_service(
    path: str, address: str, reaction: str, expected: bool
) -> None:
    source = (
        f"import requests\nimport sys\ndef check():\n    answer = requests.post('{address}', json={{}})\n"
        f"    if answer.status_code != 200:\n        {reaction}\nif __name__ == '__main__':\n    check()\n"
    )
    assert [found.about for found in facts(project({path: source}))] == [("service",)] * expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("http://localhost:9696/predict", [("service",)]), ("https://example.com/rates.json", [])],
)
def test_a_script_among_the_tests_that_asserts_on_answers_without_a_function_tests_the_service(
    address: str, expected: list[tuple[str, ...]]
) -> None:
    source = f"import requests\nurl = '{address}'\nanswer = requests.post(url, json={{}}).json()\nassert answer == 1\n"
    assert [found.about for found in facts(project({"it/test_docker.py": source}))] == expected


def test_a_load_test_asserts_nothing() -> None:
    target = project({"load/locustfile.py": "from locust import HttpUser\nclass Shopper(HttpUser):\n    pass\n"})
    (found,) = facts(target)
    assert (found.about, found.asserts, found.name) == (("load",), 0, "Shopper")


@pytest.mark.parametrize(
    "body",
    [
        "c = boto3.client('sagemaker-runtime')\n    answer = c.invoke_endpoint(EndpointName='churn')",
        "answer = Predictor('churn').predict([1])",
        "answer = aiplatform.Endpoint.list()[-1].predict([1])",
        "answer = MLClient.from_config().online_endpoints.invoke(endpoint_name='churn')",
        "answer = requests.post(scoring_uri, json={})",
        "answer = requests.post(f'{host}/predict', json={})",
    ],
)
def test_clients_of_a_deployed_endpoint_test_the_service(body: str) -> None:
    imports = (
        "import boto3\nimport requests\nfrom sagemaker.predictor import Predictor\n"
        "from google.cloud import aiplatform\nfrom azure.ai.ml import MLClient\n"
    )
    assert one(f"{imports}def test_it():\n    {body}\n    assert answer\n").about == ("service",)


@pytest.mark.parametrize(
    "body",
    [
        "answer = requests.get(page_url)",
        "answer = aiplatform.Model.list()[-1].labels()",
        "answer = pool[-1].predict([1])",
        "answer = boto3.client('s3').get_object(Key='x')",
    ],
)
def test_other_clients_test_no_service(body: str) -> None:
    imports = "import boto3\nimport requests\nfrom google.cloud import aiplatform\n"
    assert one(f"{imports}def test_it():\n    {body}\n    assert answer\n").about == ()


def test_a_built_model_that_is_called_is_a_test_of_the_model() -> None:
    build = (
        "import keras\ndef build_classifier(n):\n    return keras.Sequential()\ndef build_config(n):\n    return n\n"
    )
    source = "from shop.net import {0}\ndef test_it():\n    assert {0}(1)([2]).shape == (1, 1)\n"
    for name, about in (("build_classifier", True), ("build_config", False)):
        target = project({**OWN, "shop/net.py": build, "tests/test_net.py": source.format(name)})
        (found,) = facts(target)
        assert ("model" in found.about) is about


def test_asserts_on_what_a_data_module_loads_are_about_data() -> None:
    module = "import lightning as L\nclass Pool(L.LightningDataModule):\n    pass\nclass Rows(list):\n    pass\n"
    source = "from shop.pool import {0}\ndef test_it():\n    pool = {0}()\n    assert len(pool.{1}()) == 8\n"
    for name, method, about in (
        ("Pool", "train_dataloader", True),
        ("Pool", "copy", False),
        ("Rows", "train_dataloader", False),
    ):
        target = project({**OWN, "shop/pool.py": module, "tests/test_pool.py": source.format(name, method)})
        (found,) = facts(target)
        assert ("data" in found.about) is about


def test_asserts_on_what_a_loader_of_the_project_reads_are_about_data() -> None:
    rows = (
        "import pandas as pd\ndef {0}({1}):\n    return pd.read_csv('data/rows.csv')\n"
        "def train_model(rows):\n    return rows\ndef prepare(rows):\n    return rows\n"
    )
    source = "from shop.rows import {0}, {1}\ndef test_it():\n    assert {1}({0}()).shape\n"
    for name, parameter, then, about in (
        ("load_rows", "", "prepare", True),
        ("load_rows", "path='data/rows.csv'", "prepare", True),
        ("load_rows", "path", "prepare", False),
        ("summarise", "", "prepare", False),
        ("load_rows", "", "train_model", False),
    ):
        texts = {"shop/rows.py": rows.format(name, parameter), "tests/test_rows.py": source.format(name, then)}
        (found,) = facts(project({**OWN, **texts}))
        assert ("data" in found.about) is about


def test_asserts_on_a_data_set_that_a_library_ships_are_about_data() -> None:
    rows = "from sklearn.datasets import {0}\n"
    for name in ("load_data", "download_data", "describe_data"):
        rows += f"def {name}():\n    return {{0}}()\n"
    own = "from shop.rows import load_data\ndef test_it():\n    assert load_data().shape == (150, 4)\n"
    made = (
        "import sklearn.datasets as a\nfrom shop.rows import count\ndef test_it():\n    assert count(a.load_iris())\n"
    )
    for loader, source, about in (
        ("load_iris", own, True),
        ("load_iris", own.replace("load_data", "download_data"), True),
        ("load_iris", own.replace("load_data", "describe_data"), False),
        ("fetch_openml", own, True),
        ("make_blobs", own, False),
        ("load_iris", made, False),
    ):
        texts = {
            "shop/rows.py": rows.format(loader) + "def count(x):\n    return len(x)\n",
            "tests/test_rows.py": source,
        }
        (found,) = facts(project({**OWN, **texts}))
        assert ("data" in found.about) is about
