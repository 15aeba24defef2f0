"""What may be named as a tracking store, and what is said of anything else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import UsageError
from maturity.sources.mlflow.address import Database, Folder, Server, parse


def test_a_server() -> None:
    assert parse("https://mlflow.example.org:8443/team/") == Server(
        "https://mlflow.example.org:8443/team", "https://mlflow.example.org:8443/team"
    )


def test_a_database_and_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    assert parse(f"sqlite:///{tmp_path}/mlflow.db") == Database(
        tmp_path / "mlflow.db", f"sqlite:///{tmp_path}/mlflow.db"
    )
    for name in (str(tmp_path), tmp_path.as_uri(), f"file:{tmp_path}"):
        assert parse(name) == Folder(tmp_path, name)


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("", "the address is empty"),
        (" ", "the address is empty"),
        ("gopher://host", "no store is read by gopher"),
        ("databricks://profile", "no store is read by databricks"),
        ("postgresql://ada:geheim@db/mlflow", "postgresql://***@db/mlflow: no store is read by postgresql"),
        ("http://[::1", "is not a URL"),
        ("http://host:99999", "is not a URL"),
        ("http://host:0", "has no port 0"),
        ("http://", "has no host that can be named"),
        ("http://-host", "has no host that can be named"),
        ("http://ada:geheim@host", "http://***@host: an address holds no credentials"),
        ("http://geheim@host", "http://***@host: an address holds no credentials"),
        ("http://host/?token=geheim", "http://host/?***: an address ends before"),
        ("http://ho\nst", "http://ho\\nst: a URL holds no blanks or control characters"),
        ("file://host/mlruns", "a file address names no host"),
        ("./nowhere", "is no URL and no existing folder"),
        ("sqlite:///nowhere.db", "there is no such database file"),
        (f"sqlite:///{'a' * 300}", "there is no such database file"),
        ("sqlite://nowhere.db", "no store is read by sqlite"),
        ("\0", "is no URL and no existing folder"),
        ("a\u2028b", "a\\u2028b: is no URL and no existing folder"),
    ],
)
def test_anything_else_is_one_line_without_secrets(uri: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(uri)
    assert said in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert str(caught.value).isprintable()


@given(st.text() | st.text().map(lambda rest: f"http://{rest}") | st.text().map(lambda rest: f"sqlite:///{rest}"))
def test_no_text_does_more_than_be_refused(uri: str) -> None:
    said = ""
    try:
        parse(uri)
    except UsageError as error:
        said = str(error)
    assert len(said.splitlines()) <= 1
