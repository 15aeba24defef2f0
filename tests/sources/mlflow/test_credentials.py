"""Which variables are used, and that no message says what they hold."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.sources.mlflow.credentials import Credentials


def test_a_password_wins_over_a_token() -> None:
    given = {"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "geheim", "MLFLOW_TRACKING_TOKEN": "t0ken"}
    found = Credentials.of(given)
    assert found.headers == {"Authorization": "Basic YWRhOmdlaGVpbQ=="}
    assert "geheim" not in repr(found)
    assert found.masked("geheim, YWRhOmdlaGVpbQ== and t0ken") == "***, *** and ***"


def test_a_token_alone() -> None:
    assert Credentials.of({"MLFLOW_TRACKING_TOKEN": "t0ken"}).headers == {"Authorization": "Bearer t0ken"}


def test_other_variables_are_nothing_to_us(tmp_path: Path) -> None:
    others = {"MLFLOW_TRACKING_INSECURE_TLS": "true", "REQUESTS_CA_BUNDLE": str(tmp_path), "AWS_SECRET_ACCESS_KEY": "x"}
    assert Credentials.of(others) == Credentials()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MLFLOW_TRACKING_TOKEN", "ge\nheim", "holds control characters"),
        ("MLFLOW_TRACKING_PASSWORD", "ge\rheim", "holds control characters"),
        ("MLFLOW_TRACKING_TOKEN", "geheim-é", "holds characters that no header can carry"),
        ("MLFLOW_TRACKING_SERVER_CERT_PATH", "/geheim", "there is no such file"),
    ],
)
def test_what_cannot_be_sent_is_refused(name: str, value: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: {said}") as caught:
        Credentials.of({name: value})
    assert "heim" not in str(caught.value)
