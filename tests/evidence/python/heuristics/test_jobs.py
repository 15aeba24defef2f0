"""Batch scoring whose reading, predicting and writing are in different files, and what only looks like it."""

import pytest

from tests.evidence.python.linking import target

TABLES = """
    import pandas as pd
    import warehouse
    from psycopg2.extras import execute_values
    def load_rows(path):
        return pd.read_parquet(path)
    def write_predictions(rows, cursor):
        execute_values(cursor, "INSERT INTO predictions (id, score) VALUES %s", rows)
    def save_scores(rows, place):
        warehouse.upsert_frame(rows, place)
    def save_scores_later(rows, place):
        warehouse.plan(rows, place)
    def save_features(rows, place):
        warehouse.upsert_frame(rows, place)
    def save_metrics(rows):
        rows.to_csv("metrics.csv")
    def write_shard(rows):
        rows.to_parquet("part.parquet")
"""
MODEL = """
    import mlflow
    from sklearn.metrics import f1_score
    def score_rows(rows):
        model = mlflow.pyfunc.load_model("models:/churn@champion")
        return model.predict(rows)
    def score_and_measure(rows):
        rows["score"] = score_rows(rows)
        print(f1_score(rows.label, rows.score))
        return rows
"""
JOB = """
    from own.tables import *
    from own.model import score_and_measure, score_rows
    def {name}(path, cursor):
        rows = load_rows(path)
        scored = {score}(rows)
        {write}
"""


def proved(path: str = "nightly.py", **words: str) -> list[str]:
    words = {"name": "main", "score": "score_rows", "write": "write_predictions(scored, cursor)"} | words
    files = {"own/tables.py": TABLES, "own/model.py": MODEL, path: JOB.format(**words)}
    return target(files).proved("score")


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"write": "write_shard(scored)"},
        {"write": "save_scores(scored, path)"},
        {"score": "score_and_measure"},
        {"write": "save_metrics(scored); write_predictions(scored, cursor)"},
    ],
)
def test_a_job_has_rows_read_scored_and_written(words: dict[str, str]) -> None:
    assert proved(**words) == ["nightly.py:6"]


@pytest.mark.parametrize(
    "words",
    [
        {"write": "print(scored)"},
        {"write": "save_scores_later(scored, path)"},
        {"write": "save_features(scored, path)"},
        {"write": "save_metrics(scored)"},
        {"score": "score_and_measure", "write": "write_shard(scored)"},
        {"score": "len"},
        {"name": "evaluate"},
        {"path": "tools/evaluate.py"},
    ],
)
def test_what_shows_or_measures_is_no_job(words: dict[str, str]) -> None:
    assert proved(**words) == []


def test_what_runs_for_a_request_is_no_job() -> None:
    service = """
        from fastapi import FastAPI
        from nightly import main
        app = FastAPI()
        @app.post("/predict")
        def predict(row: dict):
            return main(row, None)
    """
    job = JOB.format(name="main", score="score_rows", write="write_predictions(scored, cursor)")
    files = {"own/tables.py": TABLES, "own/model.py": MODEL, "nightly.py": job, "service.py": service}
    assert target(files).proved("score") == []


def test_a_job_that_trains_first_is_training() -> None:
    fit = "    import sklearn.svm\n    def fit(rows):\n        sklearn.svm.SVC().fit(rows, rows)\n"
    job = JOB.format(name="main", score="score_rows", write="write_predictions(scored, cursor)")
    job = job.replace("rows = load_rows(path)", "rows = load_rows(path); fit(rows)").replace(
        "from own.tables", "from own.fit import fit\n    from own.tables"
    )
    files = {"own/tables.py": TABLES, "own/model.py": MODEL, "own/fit.py": fit, "nightly.py": job}
    assert target(files).proved("score") == []


def test_a_step_that_scores_by_another_file_is_written_by_its_tool() -> None:
    flow = """
        from prefect import flow, task
        from own.model import score_rows
        @task
        def score_batch(rows):
            return score_rows(rows)
        @task
        def explain_batch(rows):
            return score_rows(rows)
        @flow
        def nightly():
            score_batch(1)
            explain_batch(1)
    """
    assert target({"own/model.py": MODEL, "flow.py": flow}).proved("score") == ["flow.py:6"]


def test_predictions_that_are_saved_were_asked_for_by_whatever_name() -> None:
    model = MODEL.replace("score_rows", "run_it")
    files = {"own/tables.py": TABLES, "own/model.py": model}
    job = JOB.replace("score_rows", "run_it").replace("score_and_measure, ", "")
    written = job.format(name="main", score="run_it", write="write_predictions(scored, cursor)")
    assert target({**files, "nightly.py": written}).proved("score") == ["nightly.py:6"]
    other = job.format(name="main", score="run_it", write="write_shard(scored)")
    assert target({**files, "nightly.py": other}).proved("score") == []


def windowed(body: str) -> list[str]:
    """Return where a function scores that is handed an object nobody can see into."""
    source = f"""
    from own.model import score_and_measure, score_rows
    def nightly(shop):
        {body}
    """
    return target({"own/model.py": MODEL, "window.py": source}).proved("score")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("preds = score_rows(shop.yesterday())\n        preds.to_csv('scored.csv')", ["window.py:4"]),
        ("preds = score_rows(shop.yesterday())\n        preds.describe()", []),
        ("preds = score_rows(shop.yesterday())\n        preds.to_json()", []),
        ("rows = shop.yesterday()\n        score_rows(rows)\n        rows.to_csv('rows.csv')", []),
        ("preds = score_and_measure(shop.yesterday())\n        preds.to_csv('scored.csv')", []),
    ],
)
def test_a_table_that_a_function_predicted_is_written_whoever_read_the_records(body: str, found: list[str]) -> None:
    assert windowed(body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("scored = score_rows(shop.rows())\n        shop.sink.write_predictions(scored)", ["window.py:4"]),
        ("scored = score_rows(shop.rows())\n        shop.sink.write_prediction(scored)", []),
        ("scored = score_rows(shop.rows())\n        shop.sink.read_predictions(scored)", []),
        ("shop.sink.write_predictions(1)\n        score_rows(shop.rows())", []),
        ("scored = score_and_measure(shop.rows())\n        shop.sink.write_predictions(scored)", []),
    ],
)
def test_an_object_that_is_told_to_write_predictions_writes_them(body: str, found: list[str]) -> None:
    assert windowed(body) == found
