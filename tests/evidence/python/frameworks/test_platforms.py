"""Schedules and jobs on hosted platforms."""

from tests.evidence.python.linking import target

KFP = """
from kfp import dsl, Client
from sklearn.svm import SVC

@dsl.component
def fit():
    SVC().fit(1, 2)

@dsl.pipeline
def churn():
    fit()

def submit():
    Client().create_recurring_run(pipeline_func=churn, cron_expression="0 3 * * *")
"""


def test_a_recurring_run_starts_its_pipeline() -> None:
    found = target({"p.py": KFP})
    assert found.triggers() == ["kubeflow-pipelines schedule 0 3 * * * p.py::churn"]


def test_a_schedule_without_a_named_pipeline_starts_what_its_function_does() -> None:
    found = target(
        {
            "s.py": (
                "from dagster import ScheduleDefinition\n"
                "def make(job):\n"
                "    ScheduleDefinition(job=job, cron_schedule='@daily')\n"
            )
        }
    )
    assert found.triggers() == ["dagster schedule @daily s.py::make"]


def test_a_schedule_of_temporal_starts_the_workflow_that_its_action_names() -> None:
    files = {
        "flow.py": """
            from temporalio import activity, workflow

            @activity.defn
            def score(): ...

            @workflow.defn
            class Nightly:
                @workflow.run
                async def run(self):
                    await workflow.execute_activity(score)
        """,
        "plan.py": """
            from temporalio.client import Client, Schedule, ScheduleActionStartWorkflow, ScheduleSpec
            from flow import Nightly

            async def main(client):
                action = ScheduleActionStartWorkflow(Nightly.run, id="n", task_queue="q")
                await client.create_schedule("nightly", Schedule(action=action, spec=ScheduleSpec()))
                await client.get_schedule_handle("nightly").describe()
        """,
    }
    started = "temporal schedule temporalio.client.ScheduleActionStartWorkflow flow.py::Nightly.run"
    assert target(files).triggers() == [started]


def test_prefect_deployments() -> None:
    flow = """
        from prefect import flow, task
        @task
        def fit(): ...
        @flow
        def train():
            fit()
        if __name__ == "__main__":
            train.serve(name="nightly", {schedule})
    """
    assert target({"f.py": flow.format(schedule='cron="0 3 * * *"')}).triggers() == [
        "prefect schedule cron=0 3 * * * f.py::train"
    ]
    assert target({"f.py": flow.format(schedule="schedule=schedules.Cron('@daily')")}).triggers() == [
        "prefect schedule schedule=Cron f.py::train"
    ]
    for idle in ("limit=3", "schedule=None"):
        assert target({"f.py": flow.format(schedule=idle)}).triggers() == []


def test_a_flow_of_prefect_is_deployed_from_a_file_that_imports_only_the_flow() -> None:
    flow = "from {library} import flow\n@flow\ndef train(): ...\n"
    files = {"deploy.py": "from flows import train\nif __name__ == '__main__':\n    train.serve(cron='0 3 * * *')\n"}
    found = target({**files, "flows.py": flow.format(library="prefect")})
    assert found.triggers() == ["prefect schedule cron=0 3 * * * flows.py::train"]
    assert target({**files, "flows.py": flow.format(library="mine")}).triggers() == []


def test_a_submitted_script_is_run() -> None:
    found = target(
        {
            "submit.py": (
                "from azureml.core import ScriptRunConfig\n"
                "def main():\n"
                "    ScriptRunConfig(source_directory='src', script='train.py')\n"
            ),
            "src/train.py": "x = 1\n",
        }
    )
    assert found.edges("submit.py::main") == ["3 src/train.py"]


def test_other_schedules_are_none() -> None:
    assert (
        target({"s.py": "from own import Schedule\nimport zenml\ndef f():\n    Schedule(cron='x')\n"}).triggers() == []
    )
