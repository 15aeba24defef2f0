"""A version is named by alias or number, and what is wrong with it is one line."""

import pytest

from maturity.errors import UsageError
from maturity.model.settings import Settings
from maturity.model.tracking import RawModel, RawRun, RawTracking, RawVersion
from maturity.reproduction import reference
from maturity.sources.mlflow import naming

RUN = RawRun(id="r1", tags={"mlflow.source.git.commit": "c0ffee"})
VERSIONS = (
    RawVersion(version="1", run="gone"),
    RawVersion(version="2", run="r1"),
    RawVersion(version="3"),
    RawVersion(version="4", run="r2"),
    RawVersion(version="5", run="unread"),
)
TRACKING = RawTracking(
    uri="http://x",
    read_at=0,
    models=(RawModel(name="churn", aliases={"champion": "2"}, versions=VERSIONS),),
    runs=(RUN, RawRun(id="r2")),
    missing_runs=("gone",),
)


def test_by_alias_and_by_number() -> None:
    for text in ("models:/churn@champion", "models:/churn/2"):
        found = reference.find(naming.parse(text), TRACKING, "mlflow.source.git.commit")
        assert (found.version.version, found.run.id, found.commit) == ("2", "r1", "c0ffee")
        assert str(naming.parse(text)) == text


def test_the_run_behind_any_alias_is_read() -> None:
    settings = naming.serving(naming.parse("models:/churn@staging"), Settings(serving_aliases=("live",)))
    assert settings.serving_aliases == ("live", "staging")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("churn", "churn: names no model version; write models:/NAME@ALIAS or models:/NAME/VERSION"),
        ("models:/churn", "names no model version"),
        ("models:/other/1", "there is no such registered model; the registry has churn"),
        ("models:/churn@live", "the model has no such alias; it has champion"),
        ("models:/churn/9", "the model has no version 9"),
        ("models:/churn/1", "churn/1: its run gone is gone"),
        ("models:/churn/3", "churn/3: names no run"),
        ("models:/churn/4", "churn/4: its run r2 records no commit in the tag mlflow.source.git.commit"),
        ("models:/churn/5", "was not read; name the version by an alias that serves"),
    ],
)
def test_what_cannot_be_found_is_said(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        reference.find(naming.parse(text), TRACKING, "mlflow.source.git.commit")
    assert words in str(caught.value)
