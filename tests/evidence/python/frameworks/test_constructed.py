"""Pipelines that are objects."""

from textwrap import dedent

import pytest

from maturity.evidence.graph.graph import Start
from maturity.evidence.graph.reach import Reach
from maturity.model.place import Place
from tests.evidence.python.linking import TECHNOLOGIES, Target, known, target

TRAIN = "from sklearn.svm import SVC\ndef fit():\n    SVC().fit(1, 2)\nif __name__ == '__main__':\n    fit()\n"


def steps(found: Target) -> dict[str, tuple[str, ...]]:
    """Return what each step of the only pipeline reaches."""
    reach = Reach(found.graph)
    (pipeline,) = found.linked.pipelines
    return {name: reach.of(node) for name, node in pipeline.steps}


def test_airflow_operators_run_callables_and_are_scheduled() -> None:
    found = target(
        {
            "dags/train.py": """
                from airflow import DAG
                from airflow.operators.python import PythonOperator
                from airflow.operators.bash import BashOperator
                from app.train import fit

                with DAG("nightly", schedule_interval="@weekly") as dag:
                    train = PythonOperator(task_id="train", python_callable=fit)
                    report = BashOperator(task_id="report", bash_command="python report.py")
                    train >> report
            """,
            "app/train.py": TRAIN,
        }
    )
    assert found.pipelines() == ["airflow nightly: train, report"]
    assert steps(found) == {"train": ("train",), "report": ()}
    assert found.triggers() == ["airflow schedule schedule_interval=@weekly dags/train.py"]


DAILY = """
    from airflow import DAG
    from airflow.operators.python import PythonOperator
    from steps.fitting import fit
    dag = DAG("daily", schedule_interval="@daily")
    train = PythonOperator(task_id="train", python_callable=fit, dag=dag)
"""


def test_a_folder_of_dags_may_bear_the_name_of_the_tool() -> None:
    files = {"airflow/__init__.py": "", "airflow/daily.py": DAILY, "airflow/steps/fitting.py": TRAIN}
    tools = (*TECHNOLOGIES, known("airflow", ("airflow",)))
    found = target(files, unparsed=("airflow/__init__.py",), technologies=tools)
    assert steps(found) == {"train": ("train",)}
    assert found.triggers() == ["airflow schedule schedule_interval=@daily airflow/daily.py"]
    own = "class DAG:\n    def __init__(self, name, **more):\n        self.name = name\n"
    assert target({**files, "airflow/__init__.py": own}, technologies=tools).triggers() == []


DECORATED = """
    from airflow.decorators import dag
    from airflow.operators.python import PythonOperator
    from elsewhere import notify
    from app.train import fit, load

    @{decorator}
    def nightly():
        PythonOperator(task_id="load", python_callable=load)
        {second}

    nightly()
"""
TRAIN_STEP = 'PythonOperator(task_id="train", python_callable=fit)'


@pytest.mark.parametrize("decorator", ['dag(schedule="@weekly")', "dag"])
def test_airflow_operators_in_a_decorated_function_are_a_pipeline(decorator: str) -> None:
    source = DECORATED.format(decorator=decorator, second=TRAIN_STEP)
    found = target({"dags/train.py": source, "app/train.py": TRAIN + "def load():\n    pass\n"})
    assert [one.endswith(": load, train") for one in found.pipelines()] == [True]
    assert steps(found)["train"] == ("train",)
    assert len(found.triggers()) == (decorator != "dag")


@pytest.mark.parametrize(("decorator", "second"), [("notify", TRAIN_STEP), ("dag", "print(1)")])
def test_one_operator_or_another_decorator_makes_no_pipeline(decorator: str, second: str) -> None:
    source = DECORATED.format(decorator=decorator, second=second)
    found = target({"dags/train.py": source, "app/train.py": TRAIN + "def load():\n    pass\n"})
    assert found.pipelines() == []


@pytest.mark.parametrize(
    "operator",
    [
        'BashOperator(task_id="fit", bash_command="cd /opt/app && python app/train.py --date {{ ds }}")',
        'DockerOperator(task_id="fit", image="app", command="python app/train.py")',
        'KubernetesPodOperator(task_id="fit", image="app", cmds=["python"], arguments=["app/train.py"])',
        'SSHOperator(task_id="fit", command="python ~/app/train.py")',
    ],
)
def test_airflow_operators_run_commands(operator: str) -> None:
    name = operator.partition("(")[0]
    source = f"from airflow import DAG\nfrom airflow.x import {name}\n\nwith DAG('a') as dag:\n    {operator}\n"
    found = target({"dags/nightly.py": source, "app/train.py": TRAIN}, shell=True)
    assert steps(found) == {"fit": ("train",)}


def test_an_operator_of_the_project_is_one_by_its_base() -> None:
    source = """
        from airflow import DAG
        from airflow.x import {0}
        class Run({1}): ...
        with DAG("a") as dag:
            Run(task_id="fit", image="app", command=["python", "app/train.py"])
    """
    own = target(
        {"dags/nightly.py": source.format("DockerOperator", "DockerOperator"), "app/train.py": TRAIN}, shell=True
    )
    assert steps(own) == {"fit": ("train",)}
    other = target({"dags/nightly.py": source.format("Param", "Param"), "app/train.py": TRAIN}, shell=True)
    assert other.pipelines() == []


@pytest.mark.parametrize(("image", "does"), [("registry/airflow-train:1", ("train",)), ("postgres:16", ())])
def test_an_operator_runs_what_its_image_starts(image: str, does: tuple[str, ...]) -> None:
    source = (
        "from airflow import DAG\nfrom airflow.x import DockerOperator\n\n"
        f"with DAG('a') as dag:\n    DockerOperator(task_id='fit', image='{image}', command='--input-dir /data')\n"
    )
    files = {
        "docker-compose.yml": "services:\n  fit:\n    image: airflow-train\n    build: images/fit\n",
        "images/fit/Dockerfile": 'FROM python\nCOPY train.py .\nENTRYPOINT ["python", "train.py"]\n',
        "images/fit/train.py": TRAIN,
    }
    assert steps(target({"dags/nightly.py": source, **files}, shell=True)) == {"fit": does}


def test_a_command_that_runs_nothing_of_the_project_does_nothing() -> None:
    source = (
        "from airflow import DAG\nfrom airflow.x import BashOperator\n\n"
        "DAG('a')\nBashOperator(task_id='t', bash_command='{}')\n"
    )
    for command in ("echo python app/train.py", "python other.py", ""):
        assert steps(target({"d.py": source.format(command), "app/train.py": TRAIN}, shell=True)) == {"t": ()}


def test_azure_steps_run_scripts_that_configuration_names() -> None:
    found = target(
        {
            "ops/build.py": """
                from azureml.pipeline.core import Pipeline
                from azureml.pipeline.steps import PythonScriptStep
                from ops.env import Env

                def main():
                    e = Env()
                    train = PythonScriptStep(name="Train", script_name=e.train_script, source_directory="app")
                    check = PythonScriptStep(name="Check", script_name="check.py", source_directory="app")
                    check.run_after(train)
                    Pipeline(workspace=None, steps=[train, check]).publish(name="p")
            """,
            "ops/env.py": "import os\nclass Env:\n    train_script: str = os.getenv('TRAIN_SCRIPT')\n",
            "ci/variables.yml": "variables:\n  TRAIN_SCRIPT: training/train.py\n",
            "app/training/train.py": TRAIN,
            "app/check.py": (
                "def check(accuracy, production_accuracy):\n    assert accuracy > production_accuracy\ncheck(1, 2)\n"
            ),
        }
    )
    assert found.pipelines() == ["azure-ml build: Train, Check"]
    assert steps(found) == {"Train": ("train",), "Check": ("gate", "compare-champion")}


def test_a_scoring_script_is_called_by_its_contract() -> None:
    found = target(
        {
            "batch.py": """
                from azureml.pipeline.core import Pipeline
                from azureml.pipeline.steps import ParallelRunConfig, ParallelRunStep
                def config():
                    return ParallelRunConfig(entry_script="score.py")
                def main(settings: ParallelRunConfig):
                    step = ParallelRunStep(name="score", parallel_run_config=settings)
                    Pipeline(steps=[step])
            """,
            "score.py": (
                "def init(): ...\n"
                "def run(mini_batch):\n"
                "    rows = load(mini_batch)\n"
                "    return rows.model.predict(mini_batch)\n"
            ),
        }
    )
    assert found.edges("score.py") == ["1 score.py::init", "2 score.py::run"]
    assert found.sites("score.py::run") == ["4 score own"]


def test_sagemaker_steps_take_scripts_and_proofs_of_their_objects() -> None:
    found = target(
        {
            "pipeline.py": """
                from sagemaker.sklearn.estimator import SKLearn
                from sagemaker.workflow.condition_step import ConditionStep
                from sagemaker.workflow.pipeline import Pipeline
                from sagemaker.workflow.steps import TrainingStep

                def get_pipeline():
                    estimator = SKLearn(entry_point="train.py", source_dir="src")
                    train = TrainingStep(name="Fit", estimator=estimator)
                    check = ConditionStep(name="Good", conditions=[], if_steps=[])
                    return Pipeline(name="churn", steps=[train, check])
            """,
            "src/train.py": TRAIN,
        }
    )
    assert found.pipelines() == ["sagemaker churn: Fit, Good"]
    assert steps(found) == {"Fit": ("train",), "Good": ("gate",)}


REGISTERED = """
    from sagemaker.sklearn.estimator import SKLearn
    from sagemaker.workflow.pipeline import Pipeline
    from sagemaker.workflow.steps import TrainingStep

    def build():
        train = TrainingStep(name="Fit", estimator=SKLearn(entry_point="train.py", source_dir="src"))
        return Pipeline(name="churn", steps=[train])

    if __name__ == "__main__":
        pipeline = build()
        pipeline.upsert(role_arn="role")
        {then}
"""


@pytest.mark.parametrize(("then", "held"), [("print(pipeline)", True), ("pipeline.start()", False)])
def test_who_only_registers_a_pipeline_runs_none_of_its_steps(then: str, *, held: bool) -> None:
    found = target({"pipeline.py": REGISTERED.replace("{then}", then), "src/train.py": TRAIN})
    assert [edge.asked for edge in found.graph.edges["py:pipeline.py"] if edge.target.endswith("::build")] == [held]
    assert "train" in found.reaches("pipeline.py::build")
    found.graph.start(Start("change", "py:pipeline.py", Place(path="ci.yml", line=1)))
    trained = {one.site.activity for one in Reach(found.graph).reached("change")}
    assert ("train" in trained) is not held


def test_a_step_takes_the_script_of_an_estimator_that_a_function_makes() -> None:
    source = """
        from sagemaker.sklearn.estimator import SKLearn
        from sagemaker.workflow.pipeline import Pipeline
        from sagemaker.workflow.steps import TrainingStep

        def make_estimator(role):
            return SKLearn(entry_point="train.py", source_dir="src")

        def get_pipeline():
            estimator = make_estimator("role")
            train = TrainingStep(name="Fit", estimator={given})
            return Pipeline(name="churn", steps=[train])
    """
    files = {"pipeline.py": source.replace("{given}", "estimator"), "src/train.py": TRAIN}
    assert steps(target(files)) == {"Fit": ("train",)}
    files["pipeline.py"] = source.replace("{given}", "None")
    assert steps(target(files)) == {"Fit": ()}


def test_kedro_nodes_are_functions() -> None:
    found = target(
        {
            "p/pipeline.py": """
                from kedro.pipeline import Pipeline, node
                from .nodes import clean, fit

                def create_pipeline(**kwargs):
                    cleaned = node(clean, "raw", "rows")
                    fitted = node(func=fit, inputs="rows", outputs="model", name="fit_it")
                    return Pipeline([cleaned, fitted])
            """,
            "p/nodes.py": "from sklearn.svm import SVC\ndef clean(rows): ...\ndef fit(rows):\n    SVC().fit(rows)\n",
        }
    )
    assert found.pipelines() == ["kedro pipeline: clean, fit_it"]
    assert steps(found) == {"clean": (), "fit_it": ("train",)}


def test_tfx_components() -> None:
    found = target(
        {
            "pipe.py": """
                from tfx.components import CsvExampleGen, Trainer
                from tfx.orchestration import pipeline
                def create():
                    examples = CsvExampleGen(input_base="data")
                    trainer = Trainer(module_file="train.py", examples=examples)
                    return pipeline.Pipeline(pipeline_name="p", components=[examples, trainer])
            """,
            "train.py": "from sklearn.svm import SVC\nSVC().fit(1, 2)\n",
        }
    )
    assert found.pipelines() == ["tfx p: CsvExampleGen, Trainer"]
    assert steps(found)["Trainer"] == ("train",)


def test_functions_that_a_decorator_makes_components_are_steps() -> None:
    found = target(
        {
            "parts.py": """
                from tfx.dsl.component.experimental.decorators import component
                from sklearn.svm import SVC
                @component
                def fit(): SVC().fit(1, 2)
                def helper(): ...
            """,
            "pipe.py": """
                from tfx.orchestration import pipeline
                import parts
                def create():
                    parts.helper()
                    return pipeline.Pipeline(pipeline_name="p", components=[parts.fit()])
            """,
        }
    )
    assert found.pipelines() == ["tfx p: fit"]
    assert steps(found) == {"fit": ("train",)}


def test_a_pipeline_of_scikit_learn_is_no_pipeline_of_steps() -> None:
    found = target(
        {
            "m.py": (
                "from sklearn.pipeline import Pipeline\n"
                "from airflow.utils import x\n"
                "class DAG: ...\n"
                "def f():\n"
                "    DAG()\n"
                "    return Pipeline([])\n"
            )
        }
    )
    assert found.pipelines() == []


def test_steps_that_are_handed_to_a_function_of_the_project() -> None:
    source = """
        from azureml.pipeline.steps import PythonScriptStep
        from own.pipelines import publish
        def main():
            prepare = PythonScriptStep(name="Prepare", script_name="prepare.py")
            fit = PythonScriptStep(name="Fit", script_name="fit.py")
            publish("ws", steps=[prepare, fit])
    """
    publish = "from azureml.pipeline.core import Pipeline\ndef publish(ws, steps):\n    return Pipeline(ws, steps)\n"
    found = target({"pipe.py": source, "own/pipelines.py": publish})
    assert "azure-ml ws: Prepare, Fit" in found.pipelines()
    alone = source.replace('fit = PythonScriptStep(name="Fit", script_name="fit.py")', "fit = None")
    assert not any("Prepare" in one for one in target({"pipe.py": alone, "own/pipelines.py": publish}).pipelines())


@pytest.mark.parametrize(
    "made",
    [
        "rows = step(load, name='load')(1)\n        model = step(fit, name='fit')(rows)",
        "rows = loaded(1)\n        model = fitted(rows)",
    ],
)
def test_sagemaker_makes_steps_of_functions(made: str) -> None:
    source = f"""
        from sagemaker.workflow.function_step import step
        from sagemaker.workflow.pipeline import Pipeline
        from sklearn.svm import SVC
        def load(day): ...
        def fit(rows):
            SVC().fit(rows, rows)
        @step
        def loaded(day): ...
        @step(name="fitted")
        def fitted(rows):
            SVC().fit(rows, rows)
        {made}
        Pipeline(name="churn", steps=[model])
    """
    found = target({"pipeline.py": source})
    assert list(steps(found)) in (["load", "fit"], ["loaded", "fitted"])
    assert list(steps(found).values()) == [(), ("train",)]


LAMBDA = """
    from sagemaker.lambda_helper import Lambda
    from sagemaker.workflow.lambda_step import LambdaStep
    from sagemaker.workflow.pipeline import Pipeline
    from sagemaker.workflow.steps import TrainingStep
    def function(folder):
        made = Lambda(function_name="put", script=str(folder / "aws" / "put.py"), handler="{handler}")
        return {returned}
    def make(folder):
        {bound} = function(folder)
        steps = [TrainingStep(name="fit"), LambdaStep(name="put", lambda_func={given})]
        return Pipeline(name="churn", steps=steps)
"""
PUT = "import mlflow\ndef run(event, context):\n    mlflow.register_model('a', 'b')\ndef other(): ...\n"


@pytest.mark.parametrize(
    ("handler", "returned", "bound", "given", "target_node"),
    [
        ("put.run", "made", "one", "one", "py:aws/put.py::run"),
        ("put.run", "made, 1", "one, _", "one", "py:aws/put.py::run"),
        ("put.other", "made", "one", "one", "py:aws/put.py::other"),  # the file has more than it runs
        ("put.missing", "made", "one", "one", "py:aws/put.py"),
    ],
)
def test_a_step_of_a_function_in_the_cloud_runs_its_handler(
    handler: str, returned: str, bound: str, given: str, target_node: str
) -> None:
    source = LAMBDA.format(handler=handler, returned=returned, bound=bound, given=given)
    found = target({"pipe.py": source, "aws/put.py": PUT})
    assert [edge.target for edge in found.graph.edges["task:pipe.py#put"]] == [target_node]


def test_of_several_functions_in_the_cloud_none_is_guessed() -> None:
    two = """
        def both():
            first = Lambda(script="aws/put.py", handler="put.run")
            second = Lambda(script="aws/put.py", handler="put.other")
            return first, second
        def make():
            first, second = both()
            return Pipeline(name="churn", steps=[TrainingStep(name="fit"), LambdaStep(name="put", lambda_func=first)])
    """
    imports = dedent(LAMBDA).partition("def function")[0]
    found = target({"pipe.py": imports + dedent(two), "aws/put.py": PUT})
    assert "task:pipe.py#put" not in found.graph.edges
