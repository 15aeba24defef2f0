"""Python text on a command line, in a here-document, in a step of Python."""

import pytest

from maturity.model.technology import Proof
from tests.evidence.graph.building import TECHNOLOGIES, builder_of, built, edges, known, reached, reasons

CI = ".github/workflows/ci.yml"
JOB = f"job:{CI}#a"
FILES = {"ml/__init__.py": "", "ml/train.py": "def train():\n    pass\n"}
TRAIN = "py:ml/train.py::train"


def workflow(run: str, more: str = "") -> str:
    body = "".join(f"          {line}\n" for line in run.splitlines())
    return f"on: push\njobs:\n  a:\n    steps:\n      - run: |\n{body}{more}"


@pytest.mark.parametrize(
    "run",
    [
        'python -c "from ml.train import train; train()"',
        "python3 -c 'import ml.train; ml.train.train()'",
        "poetry run python -c \"from ml.train import train; train(lr=$LR, path='${{ inputs.path }}')\"",
        "python - <<'PY'\nfrom ml import train\nfor _ in range(2):\n    train.train()\nPY",
        "if true; then\n  python <<EOF\n  from ml.train import train\n  train()\n  EOF\nfi",
    ],
)
def test_what_the_text_calls_runs(run: str) -> None:
    assert TRAIN in reached(built({CI: workflow(run), **FILES}), JOB)


def test_a_step_may_be_python() -> None:
    text = workflow("from ml.train import train\ntrain()", "        shell: python\n")
    assert TRAIN in reached(built({CI: text, **FILES}), JOB)


def test_a_text_that_calls_nothing_runs_nothing() -> None:
    text = workflow("python -c \"print('from ml.train import train')\"")
    assert edges(built({CI: text, **FILES}), JOB) == []


def test_a_text_may_hold_the_gate() -> None:
    run = "python -c \"import json; assert json.load(open('metrics.json'))['accuracy'] > $MINIMUM\""
    sites = built({CI: workflow(run)}).graph.sites[JOB]
    assert [(one.activity, one.detail, one.blocking) for one in sites] == [("gate", "assert", True)]
    ignored = built({CI: workflow(f"{run} || true")}).graph.sites[JOB]
    assert [one.blocking for one in ignored] == [False]


def test_a_text_may_use_a_library() -> None:
    technologies = (*TECHNOLOGIES, known("sklearn", Proof(activity="train", calls=("sklearn.svm.SVC.fit",))))
    builder = builder_of({CI: workflow('python -c "from sklearn.svm import SVC; SVC().fit(x, y)"')}, known=technologies)
    builder.build()
    assert [one.activity for one in builder.graph.sites[JOB]] == ["train"]


def test_what_is_no_python_is_an_end() -> None:
    builder = built({CI: workflow("python -c 'print 1 +'")})
    assert reasons(builder) == ["a text on a command line is not Python 3"]
