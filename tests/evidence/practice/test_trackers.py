"""Trackers: from which files, at which address."""

import pytest

from tests.evidence.practice.seen import seen

FIT = "LogisticRegression().fit([[0]], [1])"
BOTH = f"""
    import mlflow
    from sklearn.linear_model import LogisticRegression

    if __name__ == "__main__":
        {FIT}
        mlflow.log_metric("accuracy", 1.0)
"""


def test_a_file_that_fits_and_tracks_is_coupled() -> None:
    assert [(one.at.path, one.decoupled) for one in seen("tracker-use", {"train.py": BOTH})] == [("train.py", False)]


def test_a_file_that_only_tracks_is_decoupled() -> None:
    fit = f"from sklearn.linear_model import LogisticRegression\n\n\ndef fit():\n    return {FIT}\n"
    run = "import mlflow\nfrom fits import fit\n\n"
    run += "if __name__ == '__main__':\n    fit()\n    mlflow.log_metric('a', 1.0)\n"
    assert [(one.at.path, one.decoupled) for one in seen("tracker-use", {"fits.py": fit, "run.py": run})] == [
        ("run.py", True)
    ]


@pytest.mark.parametrize(
    ("given", "local"),
    [
        ("'http://localhost:5000'", True),
        ("'sqlite:///mlflow.db'", True),
        ("'file:./runs'", True),
        ("'http://10.0.0.7:5000'", True),
        ("'https://mlflow.example.com'", False),
        ("'databricks'", False),
        ("os.environ['MLFLOW_TRACKING_URI']", False),
        ("os.getenv('URI', 'http://localhost:5000')", False),
        ("settings.uri", False),
    ],
)
def test_an_address_is_that_of_one_machine(given: str, local: bool) -> None:
    code = f"import os\nimport mlflow\nfrom conf import settings\n\nmlflow.set_tracking_uri({given})\n"
    assert [one.local for one in seen("tracker-address", {"train.py": code})] == [local]
