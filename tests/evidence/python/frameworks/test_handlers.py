"""Handlers that start training."""

import pytest

from tests.evidence.python.linking import target

FIT = "from sklearn.svm import SVC\ndef fit():\n    SVC().fit(1, 2)\n"


@pytest.mark.parametrize(
    ("source", "trigger"),
    [
        (
            "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/retrain')\ndef go():\n    fit()\n",
            "http event post /retrain a.py::go",
        ),
        (
            "from flask import Flask\napp = Flask('a')\n@app.route('/hook', methods=['POST'])\ndef go():\n    fit()\n",
            "http event route /hook a.py::go",
        ),
        (
            "from kafka import KafkaConsumer\ndef go():\n    for one in KafkaConsumer('rows'):\n        fit()\n",
            "message event kafka.KafkaConsumer a.py::go",
        ),
        (
            "from queues import queue\ndef go():\n    while True:\n        if queue.rpop('jobs'):\n            fit()\n",
            "message event queues.queue.rpop a.py::go",
        ),
        ("def go(event, context):\n    fit()\n", "function event def go(event, context) a.py::go"),
        (
            "import functions_framework\n@functions_framework.http\ndef go(request):\n    fit()\n",
            "http event http a.py::go",
        ),
        (
            "import azure.functions as func\ndef main(msg: func.QueueMessage):\n    fit()\n",
            "azure-functions event def main(msg) a.py::main",
        ),
        (
            "import azure.functions as func\ndef main(timer: func.TimerRequest) -> None:\n    fit()\n",
            "azure-functions schedule def main(timer) a.py::main",
        ),
    ],
)
def test_a_handler_that_reaches_training_is_an_event(source: str, trigger: str) -> None:
    assert target({"a.py": FIT + source}).triggers() == [trigger]


@pytest.mark.parametrize(
    "source",
    [
        "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/predict')\ndef go():\n    predict()\n",
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/train')\ndef go():\n    fit()\n",
        "def go(event, number):\n    fit()\n",
        "from queues import QueueMessage\ndef main(msg: QueueMessage):\n    fit()\n",
        "from web import api\n@api.http\ndef go(request):\n    fit()\n",
        "from mail import box\n@box.post('/retrain')\ndef go():\n    fit()\n",
        "from flask import app\n@app.route('/train')\ndef go():\n    fit()\n",
        "from flask import app\n@app.route('/train', methods=['GET'])\ndef go():\n    fit()\n",
        (
            "from flask import request, app\n@app.route('/retrain', methods=['POST'])\n"
            "def go():\n    fit(request.form.get('C'))\n"
        ),
    ],
)
def test_other_handlers_are_none(source: str) -> None:
    assert target({"a.py": FIT + source}).triggers() == []


DRIFT = "from scipy.stats import ks_2samp\ndef look(reference, current):\n    ks_2samp(reference, current)\n"
ROUTE = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/monitoring')\ndef go():\n    look(1, 2)\n"


def test_a_route_that_reports_drift_is_an_event_even_when_it_is_only_asked() -> None:
    assert target({"a.py": DRIFT + ROUTE}).triggers() == ["http event get /monitoring a.py::go"]
    assert target({"a.py": ROUTE}).triggers() == []
