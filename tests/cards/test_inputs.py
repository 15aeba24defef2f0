"""Where data come from, as MLflow writes it."""

import json

import pytest

from maturity.cards.inputs import place_of

PROGRAM = "mlflow.source.name"


@pytest.mark.parametrize(
    ("recorded", "place"),
    [
        ("data/train.csv", "data/train.csv"),
        ('{"uri": "s3://bucket/train.parquet"}', "s3://bucket/train.parquet"),
        ('{"url": "https://example.org/a.csv"}', "https://example.org/a.csv"),
        ('{"path": "imdb", "config_name": null, "split": "train"}', "imdb"),
        (
            json.dumps({"tags": {"mlflow.source.name": "fill.py", "mlflow.source.git.commit": "ab" * 20}}),
            "fill.py @ abababababab",
        ),
        ('{"tags": {"mlflow.source.name": "fill.py"}}', "fill.py"),
        ('{"tags": {"mlflow.user": "ada"}}', '{"tags": {"mlflow.user": "ada"}}'),
        ('{"tags": "x", "uri": 3}', '{"tags": "x", "uri": 3}'),
        ("[1]", "[1]"),
        ("", ""),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_a_source_is_told_by_what_it_names(recorded: str, place: str) -> None:
    assert place_of(recorded) == place
