"""Functions of the project that make a step for whoever calls them."""

import pytest

from maturity.evidence.graph.reach import Reach
from tests.evidence.python.linking import Target, target

FIT = "from sklearn.svm import SVC\nif __name__ == '__main__':\n    SVC().fit(1, 2)\n"
DAG = """
    from airflow import DAG
    from airflow.providers.docker.operators.docker import DockerOperator

    def in_docker(task_id, image, command, **more):
        return DockerOperator(task_id=task_id, image=image, command=command, **more)

    def learning(name, what):
        return in_docker(task_id=f"learn_{{name}}", image="learn", command=["python", "fit.py", what])

    with DAG("nightly") as dag:
        {steps}
"""


def reached(found: Target) -> dict[str, tuple[str, ...]]:
    """Return what each step of the only pipeline reaches."""
    reach = Reach(found.graph)
    (pipeline,) = found.linked.pipelines
    return {name: reach.of(node) for name, node in pipeline.steps}


@pytest.mark.parametrize(
    "step",
    ['in_docker("fit", "learn", "python fit.py")', 'in_docker(task_id="fit", image="x", command="python fit.py")'],
)
def test_a_call_of_a_factory_is_a_step_with_its_command(step: str) -> None:
    steps = f'clean = in_docker(task_id="clean", image="x", command="python clean.py"); clean >> {step}'
    found = target({"dag.py": DAG.format(steps=steps), "fit.py": FIT, "clean.py": ""}, shell=True)
    assert reached(found) == {"clean": (), "fit": ("train",)}


def test_a_factory_may_call_another_one_and_hold_the_command() -> None:
    steps = 'learning("svm", "fit") >> learning("net", "fit")'
    found = target({"dag.py": DAG.format(steps=steps), "fit.py": FIT}, shell=True)
    assert reached(found) == {"svm": ("train",), "net": ("train",)}


def test_a_factory_of_python_tasks_takes_the_function() -> None:
    source = """
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from sklearn.svm import SVC
        def load(): ...
        def fit():
            SVC().fit(1, 2)
        def task(name, function):
            return PythonOperator(task_id=name, python_callable=function)
        with DAG("nightly") as dag:
            task("load", load) >> task("fit", fit)
    """
    assert reached(target({"dag.py": source})) == {"load": (), "fit": ("train",)}


def test_a_function_that_makes_several_steps_is_no_factory() -> None:
    source = """
        from airflow import DAG
        from airflow.operators.bash import BashOperator
        def group(name):
            first = BashOperator(task_id=f"load_{name}", bash_command="a")
            first >> BashOperator(task_id=f"fit_{name}", bash_command="b")
        with DAG("nightly") as dag:
            group("svm")
    """
    assert target({"dag.py": source}).pipelines() == ["airflow nightly: load_{}, fit_{}"]


def test_a_function_whose_step_has_a_name_of_its_own_is_no_factory() -> None:
    source = """
        from airflow import DAG
        from airflow.operators.bash import BashOperator
        def mail(text):
            return BashOperator(task_id="mail", bash_command="mail")
        with DAG("nightly") as dag:
            mail("done")
    """
    assert target({"dag.py": source}).pipelines() == ["airflow nightly: mail"]


def test_a_factory_that_calls_itself_makes_nothing() -> None:
    source = """
        from airflow import DAG
        from airflow.operators.bash import BashOperator
        def task(name):
            return task(name)
        with DAG("nightly") as dag:
            task("a")
    """
    assert target({"dag.py": source}).pipelines() == []
