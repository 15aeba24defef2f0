"""Batch scoring, and what only looks like it."""

from textwrap import dedent

import pytest

from tests.evidence.python.linking import target

SCORE = """
    import pandas as pd
    def main(model):
        rows = pd.read_parquet("new.parquet")
        rows["score"] = model.predict(rows)
        {extra}
"""


def test_a_set_is_read_scored_and_written() -> None:
    assert target({"score.py": SCORE.format(extra="rows.to_parquet('scored.parquet')")}).proved("score") == [
        "score.py:5"
    ]


@pytest.mark.parametrize(
    "extra", ["print(rows)", "print(accuracy_score(rows, rows)); rows.to_csv('x')", "json.dump(rows, file)"]
)
def test_printing_and_measuring_are_no_scoring(extra: str) -> None:
    assert target({"score.py": SCORE.format(extra=extra)}).proved("score") == []


def test_a_session_of_onnx_scores_when_it_is_run() -> None:
    source = "import onnxruntime as ort\nsession = ort.InferenceSession('m.onnx')\n" + dedent(SCORE)
    ran = source.replace("model.predict(rows)", "session.{0}(None, rows)").replace("{extra}", "rows.to_csv('out.csv')")
    assert target({"score.py": ran.format("run")}).proved("score") == ["score.py:7"]
    assert target({"score.py": ran.format("get_outputs")}).proved("score") == []


def test_one_record_of_a_request_is_no_set() -> None:
    source = "def predict(model, row, out):\n    result = model.predict(row)\n    out.to_csv(result)\n"
    assert target({"a.py": source}).proved("score") == []


LOADED = """
    import mlflow
    from rows import todays
    def main():
        rows = todays()
        {model}
        rows["score"] = model.predict(rows)
        {write}
"""


@pytest.mark.parametrize(
    ("model", "write", "found"),
    [
        ("model = mlflow.sklearn.load_model('models:/churn@champion')", "rows.to_csv('scored.csv')", ["nightly.py:7"]),
        ("model = mlflow.sklearn.load_model('models:/churn@champion')", "print(rows)", []),
        ("model = given()", "rows.to_csv('scored.csv')", []),
    ],
)
def test_a_program_that_loads_a_model_gets_its_records_from_anywhere(model: str, write: str, found: list[str]) -> None:
    assert target({"nightly.py": LOADED.format(model=model, write=write)}).proved("score") == found


def test_readers_and_writers_of_the_project_count() -> None:
    source = """
        class Job:
            def run(self):
                rows = self.inputs.read()
                self.outputs.write(self.model.predict(rows))
            def show(self):
                rows = self.inputs.read()
                print(self.model.predict(rows))
    """
    assert target({"a.py": source}).proved("score") == ["a.py:5"]


def test_a_script_that_trains_does_not_score() -> None:
    source = SCORE.format(extra="rows.to_csv('x')").replace(
        "import pandas as pd", "import pandas as pd\n    import sklearn"
    )
    source = source.replace('rows["score"]', 'model.fit(rows); rows["score"]')
    assert target({"a.py": source}).proved("score") == []


def test_what_a_step_of_a_pipeline_returns_is_written_by_its_tool() -> None:
    source = """
        from prefect import flow, task
        @task
        def {name}(model, rows):
            return model.predict(rows)
        @flow
        def nightly():
            {name}(1, 2)
    """
    assert target({"a.py": source.format(name="predict_batch")}).proved("score") == ["a.py:5"]
    assert target({"a.py": source.format(name="explain")}).proved("score") == []


def test_a_large_file_is_scored_piece_by_piece() -> None:
    source = """
        import pyarrow.parquet as pq
        def score(source, target, model):
            with pq.ParquetFile(source) as table, pq.ParquetWriter(target, table.schema) as writer:
                for piece in table.iter_batches():
                    writer.write(piece_of(model, piece))
        def piece_of(model, piece):
            return model.predict(piece)
    """
    assert target({"a.py": source}).proved("score") == ["a.py:8"]


def test_a_script_that_is_named_for_it_may_write_its_results_as_it_likes() -> None:
    source = """
        import json
        import pandas as pd
        rows = pd.read_csv("rows.csv")
        found = model.predict(rows)
        with open("found.json", "w") as file:
            json.dump(found.tolist(), file)
    """
    assert target({"scripts/predict.py": source}).proved("score") == ["scripts/predict.py:5"]
    counted = source.replace("found.tolist()", "{'rows': len(found)}")
    assert target({"scripts/report.py": counted}).proved("score") == []
    assert (
        target({"scripts/predict.py": source.replace("open(", "print(").replace("json.dump", "print")}).proved("score")
        == []
    )


@pytest.mark.parametrize(
    ("read", "asked", "written", "expected"),
    [
        ("spark.read.csv('in')", "PipelineModel.load('m').transform(rows)", "rows.write.parquet('out')", True),
        ("spark.read.csv('in')", "Tokenizer().transform(rows)", "rows.write.parquet('out')", False),
        ("list(base.raw.find())", "model.predict(rows)", "base.scored.insert_many(rows)", True),
        ("list(base.raw.count())", "model.predict(rows)", "base.scored.insert_many(rows)", False),
        ("xgb.DMatrix('in.csv')", "model.predict(rows)", "np.savetxt('out', rows)", True),
        ("xgb.DMatrix(given)", "model.predict(rows)", "np.savetxt('out', rows)", False),
    ],
)
def test_records_of_spark_of_a_collection_and_of_a_matrix(read: str, asked: str, written: str, expected: bool) -> None:
    source = f"""
        import numpy as np
        import xgboost as xgb
        from pymongo import MongoClient
        from pyspark.ml import PipelineModel
        from pyspark.ml.feature import Tokenizer
        from pyspark.sql import SparkSession
        def main(model, given):
            spark = SparkSession.builder.getOrCreate()
            base = MongoClient().shop
            rows = {read}
            rows = {asked}
            {written}
    """
    assert bool(target({"score.py": source}).proved("score")) is expected


ASKED = """
    import pandas as pd
    from fastapi import FastAPI
    app = FastAPI()
    {head}
    def latest(model):
        rows = pd.read_csv("new.csv")
        rows["score"] = model.predict(rows)
        rows.to_csv("last.csv")
"""


def test_what_runs_while_a_service_answers_is_no_batch() -> None:
    assert target({"a.py": ASKED.format(head="@app.websocket('/ws')")}).proved("score") == []
    assert target({"a.py": ASKED.format(head="print(1)")}).proved("score") == ["a.py:8"]


def test_a_model_of_spark_that_is_handed_over_is_known_by_what_the_function_does() -> None:
    source = """
        import pyspark
        def {}(spark, model, store):
            rows = model.transform(spark.read.format("mongodb").option("uri", store).load())
            rows.write.format("mongodb").mode("append").save()
    """
    assert target({"a.py": source.format("run_inference")}).proved("score") == ["a.py:4"]
    assert target({"a.py": source.format("make_features")}).proved("score") == []


def test_a_program_named_for_a_batch_may_ask_a_service() -> None:
    source = """
        import csv, json, requests
        def main(url):
            answers = [requests.{0}(url, json=row).json() for row in csv.DictReader(open("in.csv"))]
            json.dump(answers, open("out.json", "w"))
    """
    assert target({"batch.py": source.format("post")}).proved("score") == ["batch.py:4"]
    assert target({"batch.py": source.format("get")}).proved("score") == []
    assert target({"upload.py": source.format("post")}).proved("score") == []


@pytest.mark.parametrize("path", ["build_features.py", "preprocess.py"])
def test_what_a_model_says_may_be_a_feature_of_another(path: str) -> None:
    assert target({path: SCORE.format(extra="rows.to_parquet('features.parquet')")}).proved("score") == []


SENT = """
    import base64, json
    def predict(client, args):
        picture = base64.b64encode(open(args.file, "rb").read())
        with open(args.out, "w") as out:
            out.write(client.predict("net", json.dumps({"data": str(picture)})))
"""


def test_one_picture_that_is_sent_is_no_set() -> None:
    assert target({"predict.py": SENT}).proved("score") == []
    listed = SENT.replace("import base64", "import glob, base64").replace("args.file", "glob.glob(args.file)[0]")
    assert target({"predict.py": listed}).proved("score") == ["predict.py:6"]


def test_a_text_of_records_is_written_only_where_it_is_told_to() -> None:
    assert target({"score.py": SCORE.format(extra="print(rows.to_json(orient='records'))")}).proved("score") == []
    written = SCORE.format(extra="rows.to_json(path_or_buf='scored.json', orient='records')")
    assert target({"score.py": written}).proved("score") == ["score.py:5"]


NAMED = """
    class Scoring:
        def __init__(self, store):
            self.store = store
        def run(self):
            rows = self.store.{read}("new")
            result = self.store.load_model("churn").predict(rows)
            self.store.{write}(result, "scored")
"""


@pytest.mark.parametrize(
    ("read", "write", "found"),
    [
        ("load_df", "upload_df_as_csv", ["score.py:7"]),
        ("fetch_data_frame", "save_data_frame", ["score.py:7"]),
        ("load_df", "show_df", []),
        ("load_df", "save_plot", []),
    ],
)
def test_what_reads_and_writes_tables_may_say_so_by_its_name(read: str, write: str, found: list[str]) -> None:
    assert target({"score.py": NAMED.format(read=read, write=write)}).proved("score") == found


@pytest.mark.parametrize(("asked", "found"), [("forecast", ["forecast.py:5"]), ("summary", [])])
def test_a_forecast_of_a_model_is_an_answer(asked: str, found: list[str]) -> None:
    source = SCORE.replace("model.predict(rows)", f"model.{asked}(rows)").format(extra="rows.to_csv('out.csv')")
    assert target({"forecast.py": source}).proved("score") == found


def test_a_share_of_files_that_a_platform_hands_over_is_scored() -> None:
    share = """
        import joblib
        import pandas as pd
        def init():
            global model
            model = joblib.load("m")
        def run(files):
            return pd.concat(model.predict({rows}) for one in files)
    """
    assert target({"score.py": share.replace("{rows}", "pd.read_csv(one)")}).proved("score") == ["score.py:8"]
    assert target({"score.py": share.replace("{rows}", "one")}).proved("score") == []
