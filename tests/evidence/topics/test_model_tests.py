"""What has a model answer in a test, and what only sounds like it."""

import pytest

from maturity.evidence.topics.model_tests import asks_model
from maturity.evidence.topics.suites import Suite
from tests.evidence.topics.targets import linked, project

SHOP = {
    "shop/__init__.py": "",
    "shop/risk.py": (
        "import joblib\nimport requests\n"
        "class Scorer:\n    def score(self, rows):\n        return joblib.load('m').predict(rows)\n"
        "class Columns:\n    def detect(self, names):\n        return [n for n in names if n.endswith('_at')]\n"
        "def generate(prompt):\n    return requests.post('https://llm.example/v1', json=prompt).json()\n"
        "def classify(row):\n    return prepared(row)\n"
        "def prepared(row):\n    return joblib.load('m').predict_proba([row])\n"
        "def predict(row):\n    return requests.post('https://model.example', json=row).json()\n"
        "def get_predictions(day):\n    return connect().execute('select * from predictions').fetchall()\n"
        "def get_price_prediction(row):\n    return joblib.load('m').predict([row])\n"
        "def drift_score(rows):\n    return rows.mean()\n"
    ),
}
HEAD = (
    "from unittest.mock import MagicMock, patch\nimport pytest\n"
    "from shop.risk import Columns, Scorer, classify, drift_score, generate\n"
    "from shop.risk import get_predictions, get_price_prediction, predict\n"
)


def found(body: str, before: str = "", path: str = "tests/test_it.py", parameter: str = "") -> bool:
    target = project({**SHOP, path: f"{HEAD}{before}\ndef test_it({parameter}):\n    {body}\n"})
    suite = Suite(target, linked(target))
    return asks_model(suite, suite.run(f"py:{path}::test_it"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("assert Scorer().score([1]) == [2]", True),
        ("assert classify([1]) == 1", True),
        ("assert Columns().detect(['a_at']) == ['a_at']", False),
        ("assert generate('why?') == 'because'", False),
        ("assert get_price_prediction([1]) > 0", True),
        ("assert len(get_predictions('monday')) == 2", False),
    ],
)
def test_a_word_for_predicting_has_to_get_to_a_model(body: str, expected: bool) -> None:
    assert found(body) is expected


PATCHES = "monkeypatch.setattr('shop.risk.requests', MagicMock())\n    "
AUTOMATIC = "@pytest.fixture(autouse=True)\ndef quiet():\n    with patch('log'): yield\n"


@pytest.mark.parametrize(
    ("body", "before", "parameter", "expected"),
    [
        ("assert predict([1]) == 2", "", "", True),
        ("assert predict([1]) == 2", "@patch('shop.risk.requests')", "posted", False),
        (
            "monkeypatch.setattr('shop.risk.requests', MagicMock())\n    assert predict([1]) == 2",
            "",
            "monkeypatch",
            False,
        ),
        (
            "assert predict([1]) == 2",
            "@pytest.fixture(autouse=True)\ndef quiet():\n    with patch('log'): yield\n",
            "",
            True,
        ),
    ],
)
def test_what_is_put_in_the_place_of_a_model_is_none(body: str, before: str, parameter: str, expected: bool) -> None:
    assert found(body, before, parameter=parameter) is expected


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("accuracy = measure()\n    assert accuracy > 0.9", "tests/test_it.py", True),
        ("assert drift_score([1]) < 0.05", "tests/test_it.py", False),
        ("score = detector.run()\n    assert score < 0.05", "tests/test_drift_detector.py", False),
        ("assert report['z_score'] > 3.0", "tests/test_it.py", False),
    ],
)
def test_how_far_data_moved_is_no_metric_of_a_model(body: str, path: str, expected: bool) -> None:
    assert found(body, path=path) is expected
