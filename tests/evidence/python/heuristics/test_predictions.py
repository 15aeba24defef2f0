"""Stored predictions, and what only looks like them."""

import pytest

from tests.evidence.python.linking import target

SERVICE = """
    import boto3, sqlite3, logging
    import pandas as pd
    from pathlib import Path
    from fastapi import FastAPI
    from store import keep
    app = FastAPI()

    @app.post("/predict")
    def predict(row, model, db):
        result = model.predict(row)
        {store}
        return result
"""
STORE = (
    "import sqlite3\n"
    "def keep(db, row):\n"
    "    db.execute('INSERT INTO predictions VALUES (?)', row)\n"
    "def count(db):\n"
    "    db.execute('SELECT 1')\n"
)


@pytest.mark.parametrize(
    ("store", "place"),
    [
        ("db.execute('insert into log values (?)', row)", "app.py:12"),
        ("keep(db, row)", "store.py:3"),
        ("db.insert_one(row)", "app.py:12"),
        ("open('log.jsonl', 'a').write(row)", "app.py:12"),
        ("Path('log.jsonl').open('a').write(row)", "app.py:12"),
        ("pd.DataFrame([row]).to_csv('log.csv', mode='a', header=False)", "app.py:12"),
        ("rows = pd.concat([pd.read_csv('kept.csv'), row]); rows.to_csv('kept.csv')", "app.py:12"),
        ("db.add(row); db.commit()", "app.py:12"),
        ("boto3.resource('s3').Object('kept', 'row').put(Body=row)", "app.py:12"),
    ],
)
def test_a_service_that_writes_what_it_predicts(store: str, place: str) -> None:
    assert target({"app.py": SERVICE.format(store=store), "store.py": STORE}).proved("store-predictions") == [place]


@pytest.mark.parametrize(
    "store",
    [
        "pd.concat([pd.read_csv('kept.csv'), row]).to_csv('other.csv')",
        "logging.info(result)",
        "db.execute('SELECT 1')",
        "counter.inc()",
        "seen.add(row)",
        "open('log')",
    ],
)
def test_logging_reading_and_counting_are_no_store(store: str) -> None:
    files = {
        "app.py": SERVICE.format(store=store).replace("boto3, sqlite3, ", "").replace("import pandas as pd", ""),
        "store.py": STORE,
    }
    assert target(files).proved("store-predictions") == []


def test_a_route_without_a_model_stores_no_predictions() -> None:
    source = (
        SERVICE.format(store="db.insert_one(row)")
        .replace("model.predict(row)", "row")
        .replace("def predict", "def sign_up")
    )
    assert target({"app.py": source, "store.py": STORE}).proved("store-predictions") == []


PAGE = """
    import streamlit as st, pandas as pd
    def run(model, row):
        if {asked}:
            st.write(model.predict(row))
            row.to_csv("kept.csv", mode="a")
"""


def test_a_page_that_answers_stores_what_it_answers() -> None:
    assert target({"app.py": PAGE.format(asked='st.button("go")')}).proved("store-predictions") == ["app.py:6"]
    assert target({"app.py": PAGE.format(asked="row")}).proved("store-predictions") == []


KEEPS = "import {library}\ndef {name}(session, producer, rows):\n    for row in rows:\n        {line}\n"


@pytest.mark.parametrize(
    ("library", "name", "line", "kept"),
    [
        ("confluent_kafka", "publish_prediction", "producer.produce('predictions', row)", True),
        ("sqlalchemy", "upsert_predictions", "session.add(row)", True),
        ("sqlalchemy, shared.sql", "write_predictions", "shared.sql.write_to_sql_upsert(df=rows)", True),
        ("sqlalchemy, shared.sql", "write_predictions", "shared.sql.write_to_sql_upsert(df=row)", False),
        ("sqlalchemy, shared.sql", "write_predictions", "shared.sql.describe(df=rows)", False),
        ("sqlalchemy", "upsert_customers", "session.add(row)", False),
        ("sqlalchemy", "load_predictions", "session.add(row)", False),
        ("sqlalchemy", "log_predictions", "print(row)", False),
        ("pandas", "log_predictions", "seen.add(row)", False),
    ],
)
def test_a_function_that_is_named_for_keeping_predictions(library: str, name: str, line: str, kept: bool) -> None:
    source = KEEPS.format(library=library, name=name, line=line)
    assert target({"app/keep.py": source}).proved("store-predictions") == (["app/keep.py:4"] if kept else [])


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ("event_id, amount, fraud_score, model_version", True),
        ("customer_id, predicted_label", True),
        ("customer_id, credit_score", False),
        ("run_id, f1_score, prediction_latency", False),
    ],
)
def test_a_statement_that_fills_columns_with_predictions(columns: str, kept: bool) -> None:
    source = f"""
        import psycopg
        async def persist(cursor, event):
            await cursor.execute("INSERT INTO events ({columns}) VALUES (%s)", event)
    """
    assert target({"app/keep.py": source}).proved("store-predictions") == (["app/keep.py:4"] if kept else [])


def test_a_service_that_calls_such_a_function_stores_once() -> None:
    keeps = KEEPS.format(library="sqlalchemy", name="log_prediction", line="session.add(row)")
    service = SERVICE.replace("keep", "log_prediction").format(store="log_prediction(db, None, [row])")
    assert target({"app.py": service, "store.py": keeps}).proved("store-predictions") == ["store.py:4"]


@pytest.mark.parametrize(("method", "kept"), [("log", False), ("log_prediction", True)])
def test_a_class_that_is_named_for_predictions_tells_nothing_of_its_methods(method: str, kept: bool) -> None:
    source = f"""
        import sqlalchemy
        class PredictionStore:
            def {method}(self, session, row):
                session.add(row)
    """
    assert bool(target({"app/keep.py": source}).proved("store-predictions")) is kept
