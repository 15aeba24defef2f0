"""Formats of models that are served."""

import pytest

from tests.evidence.practice.seen import seen

APP = """
    {imports}
    from fastapi import FastAPI

    app = FastAPI()
    model = {load}

    @app.post("/predict")
    def predict(features: list[float]):
        return model.predict([features])
"""


@pytest.mark.parametrize(
    ("imports", "load", "safe"),
    [
        ("import joblib", "joblib.load('model.joblib')", False),
        ("import torch", "torch.load('model.pt')", False),
        ("import torch", "torch.load('model.pt', weights_only=True)", True),
        ("import onnxruntime", "onnxruntime.InferenceSession('model.onnx')", True),
        ("import skops.io", "skops.io.load('model.skops')", True),
        ("import numpy", "numpy.load('weights.npz', allow_pickle=False)", True),
        ("import numpy", "numpy.load('weights.npz')", True),
        ("import numpy", "numpy.load('weights.npy', allow_pickle=True)", False),
    ],
)
def test_a_pickle_is_not_safe(imports: str, load: str, safe: bool) -> None:
    found = seen("model-load", {"serve.py": APP.format(imports=imports, load=load)})
    assert [(one.serving, one.safe) for one in found] == [(True, safe)]


def test_a_verified_pickle_is_safe_and_pickled_data_is_no_model() -> None:
    digest = "hashlib.sha256(open('model.joblib', 'rb').read()).hexdigest()"
    verified = f"import hashlib\n    import joblib\n    assert {digest} == 'x'"
    files = {"serve.py": APP.format(imports=verified, load="joblib.load('model.joblib')")}
    assert [one.safe for one in seen("model-load", files)] == [True]
    data = APP.format(imports="import pickle", load="pickle.load(open('vocab.pkl', 'rb'))")
    assert seen("model-load", {"serve.py": data}) == []
    assert seen("model-load", {"serve.py": APP.format(imports="import numpy", load="numpy.load('means.npy')")}) == []


def test_what_training_loads_is_not_served() -> None:
    code = "import joblib\n\nif __name__ == '__main__':\n    joblib.load('model.joblib')\n"
    assert [one.serving for one in seen("model-load", {"look.py": code, "Makefile": "a:\n\tpython look.py\n"})] == [
        False
    ]


VERIFYING = """
    import hashlib
    import joblib
    from fastapi import FastAPI

    app = FastAPI()

    def digest(path):
        return hashlib.sha256(open(path, "rb").read()).hexdigest()

    def load(path, expected):
        {before}
        return joblib.load(path)

    def start(path, expected):
        {start}
        return load(path, expected)

    @app.post("/predict")
    def predict(features: list[float]):
        return start("model.joblib", "x").predict([features])
"""


@pytest.mark.parametrize(
    ("before", "start", "safe"),
    [
        ("assert digest(path) == expected", "pass", True),
        ("pass", "assert hashlib.sha256(open(path, 'rb').read()).hexdigest() == expected", True),
        ("pass", "pass", False),
    ],
)
def test_a_digest_verifies_what_is_loaded_with_it(before: str, start: str, safe: bool) -> None:
    found = seen("model-load", {"serve.py": VERIFYING.format(before=before, start=start)})
    assert [one.safe for one in found] == [safe]
