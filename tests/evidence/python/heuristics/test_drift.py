"""Own drift tests, and training that drift starts."""

import pytest

from tests.evidence.python.linking import target

FIT = "from sklearn.svm import SVC\ndef fit():\n    SVC().fit(1, 2)\n"


@pytest.mark.parametrize(
    "source",
    [
        "from scipy.stats import ks_2samp\ndef compare(reference, current):\n    return ks_2samp(reference, current)\n",
        "from scipy import stats\ndef feature_drift(a, b):\n    return stats.chisquare(a, b)\n",
        "import numpy as np\ndef psi(a, b):\n    return np.sum((a - b) * np.log(a / b))\n",
    ],
)
def test_own_drift_tests(source: str) -> None:
    assert target({"a.py": source}).proved("detect-drift") == ["a.py:3"]


@pytest.mark.parametrize(
    "source",
    [
        "from scipy.stats import ks_2samp\ndef separation(good, bad):\n    return ks_2samp(good, bad)\n",
        "def detect_drift(a, b):\n    '''Not yet.'''\n",
        "import numpy as np\ndef tire_pressure_in_psi(a):\n    return a * 14.5\n",
        "from scipy.stats import ks_2samp\n",
    ],
)
def test_statistics_and_stubs_are_no_drift_tests(source: str) -> None:
    assert target({"a.py": source}).proved("detect-drift") == []


def test_a_drift_test_in_a_test_detects_nothing() -> None:
    source = "from scipy.stats import ks_2samp\ndef test_drift(reference):\n    assert ks_2samp(reference, 1)\n"
    assert target({"tests/test_a.py": source}).proved("detect-drift") == []


def test_a_guarded_call_that_trains_retrains_on_drift() -> None:
    source = FIT + (
        "def check(report):\n"
        "    if report.drift_detected:\n"
        "        fit()\n"
        "def plain(ready):\n"
        "    if ready:\n"
        "        fit()\n"
        "def asked(decision):\n"
        "    if decision.retrain:\n"
        "        fit()\n"
    )
    assert target({"a.py": source}).proved("retrain-on-drift") == ["a.py:6"]


def test_detection_followed_by_training_in_a_function_named_for_it() -> None:
    source = (
        FIT + "import evidently\ndef detect():\n    evidently.Report().run()\ndef {name}():\n    detect()\n    fit()\n"
    )
    assert target({"a.py": source.format(name="monitor_and_retrain")}).proved("retrain-on-drift") == ["a.py:9"]
    assert target({"a.py": source.format(name="everything")}).proved("retrain-on-drift") == []
    decided = source.format(name="everything") + "    return Decision(retrain=True)\n"
    assert target({"a.py": decided}).proved("retrain-on-drift") == ["a.py:9"]


def test_a_webhook_of_alerts_retrains_on_drift() -> None:
    route = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('{route}')\ndef go():\n    fit()\n"
    assert target({"a.py": FIT + route.format(route="/drift-alert")}).proved("retrain-on-drift") == ["a.py:6"]
    assert target({"a.py": FIT + route.format(route="/retrain")}).proved("retrain-on-drift") == []
