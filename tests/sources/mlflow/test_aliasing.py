"""An alias is moved with the operator's own credentials; who may only read leaves nothing behind."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import requests

from maturity.errors import Unreadable
from maturity.sources.mlflow.address import Server
from maturity.sources.mlflow.aliasing import Alias, Overtaken
from maturity.sources.mlflow.connection import Refused
from tests.tracking_server import tracking_server

pytestmark = pytest.mark.slow

PASSWORD, READER = "for-tests-only-0123", "reader-only-4567"
ADMIN = {"MLFLOW_TRACKING_USERNAME": "admin", "MLFLOW_TRACKING_PASSWORD": PASSWORD}
ANN = {"MLFLOW_TRACKING_USERNAME": "ann", "MLFLOW_TRACKING_PASSWORD": READER}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve one model with two versions; `ann` may read it, and only the administrator may write."""
    folder = tmp_path_factory.mktemp("guarded")
    secret = {"MLFLOW_AUTH_ADMIN_PASSWORD": PASSWORD, "MLFLOW_FLASK_SERVER_SECRET_KEY": "for-tests-only-0123456789"}
    options = ("--app-name", "basic-auth")
    with tracking_server(folder / "mlflow.db", folder / "art", *options, environment=secret) as url:
        ask(url, "POST", "users/create", username="ann", password=READER)
        ask(url, "POST", "registered-models/create", name="churn")
        for _ in range(2):
            ask(url, "POST", "model-versions/create", name="churn", source="s3://elsewhere/model")
        yield url


def ask(url: str, method: str, path: str, **body: str) -> Any:
    place = f"{url}/api/2.0/mlflow/{path}"
    sent: dict[str, Any] = {"params": body} if method == "GET" else {"json": body}
    with requests.request(method, place, auth=("admin", PASSWORD), timeout=60, **sent) as answer:
        assert answer.ok, answer.text
        return answer.json()


def held(url: str, version: str) -> dict[str, str]:
    found = ask(url, "GET", "model-versions/get", name="churn", version=version)["model_version"]
    return {one["key"]: one["value"] for one in found.get("tags", ())}


def alias(url: str, environment: dict[str, str]) -> Alias:
    return Alias(Server(url, url), environment, "churn", "champion")


def test_who_may_only_read_writes_nothing(guarded: str) -> None:
    with closing(alias(guarded, ANN)) as one:
        assert one.version() == ""
        with pytest.raises(Refused, match=r"refuses the request \(HTTP 403\)") as refused:
            one.move("1", expected="", tags={"promoted_by": "ann"})
        assert one.version() == ""
    assert "could not be taken back" not in str(refused.value)
    assert READER not in str(refused.value)
    assert held(guarded, "1") == {}


def test_who_is_nobody_is_refused_at_once(guarded: str) -> None:
    with closing(alias(guarded, {})) as one, pytest.raises(Refused, match=r"HTTP 401"):
        one.version()


def test_who_may_write_moves_it_and_others_notice(guarded: str) -> None:
    with closing(alias(guarded, ADMIN)) as one:
        one.move("1", expected="", tags={"promoted_by": "ada", "promotion_reason": "第一"})
        assert one.version() == "1"
        assert held(guarded, "1") == {"promoted_by": "ada", "promotion_reason": "第一"}
        with pytest.raises(Overtaken, match="moved meanwhile, from nothing to 1"):
            one.move("2", expected="", tags={"promoted_by": "bo"})
        assert (one.version(), held(guarded, "2")) == ("1", {})
        # A tag that was there is put back as it was when the alias cannot be set.
        with pytest.raises(Unreadable):
            one.move("1", expected="1", tags={"promoted_by": "eve", "x" * 300: "a key that is too long"})
        assert held(guarded, "1") == {"promoted_by": "ada", "promotion_reason": "第一"}
    absent = Alias(Server(guarded, guarded), ADMIN, "nobody", "champion")
    with closing(absent), pytest.raises(Unreadable, match="knows no such thing"):
        absent.version()
