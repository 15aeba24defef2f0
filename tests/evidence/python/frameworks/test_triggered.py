"""DAGs of Airflow that start other DAGs."""

import pytest

from maturity.model.technology import Proof
from tests.evidence.python.linking import known, target

OPERATOR = "airflow.operators.trigger_dagrun.TriggerDagRunOperator"
AIRFLOW = (known("airflow", ("airflow",), Proof(activity="run-pipeline", calls=(OPERATOR,))),)
WATCH = """
from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("watch", schedule_interval="@hourly") as dag:
    look = PythonOperator(task_id="look", python_callable=print)
    retrain = TriggerDagRunOperator(task_id="retrain", trigger_dag_id=SETTINGS["dag"])
    look >> retrain
"""
RETRAIN = "from airflow import DAG\nwith DAG('retrain', schedule=None) as dag:\n    pass\n"
DECORATED = (
    "from airflow.decorators import dag, task\n@task\ndef fit():\n    pass\n"
    "@dag(schedule=None)\ndef retrain():\n    fit()\nretrain()\n"
)
FACTORY = WATCH.replace('with DAG("watch"', "def make(name):\n  with DAG(name").replace("\n    ", "\n      ")


@pytest.mark.parametrize(
    ("files", "runs"),
    [
        ({"dags/watch.py": WATCH, "dags/retrain.py": RETRAIN}, True),
        ({"dags/watch.py": WATCH, "dags/retrain.py": DECORATED}, True),
        ({"dags/watch.py": WATCH + RETRAIN}, True),
        ({"dags/made.py": FACTORY}, True),
        ({"dags/watch.py": WATCH}, False),
        ({"dags/watch.py": WATCH, "tests/test_dags.py": RETRAIN}, False),
    ],
    ids=["another DAG", "a decorated DAG", "in the same file", "a factory", "no other DAG", "a DAG of a test"],
)
def test_a_dag_runs_another_pipeline_only_where_there_is_one(files: dict[str, str], runs: bool) -> None:
    assert bool(target(files, technologies=AIRFLOW).proved("run-pipeline")) is runs
