"""MLflow projects that code runs."""

from tests.evidence.python.linking import target

RUN = """
    import mlflow
    def main(root):
        mlflow.run("./preprocess", "preprocess", parameters={})
        mlflow.run(uri=f"{root}/train", entry_point="main", env_manager="local")
        mlflow.run("https://github.com/other/project")
"""


def test_projects_that_run_one_after_the_other_are_a_pipeline() -> None:
    found = target({"main.py": RUN})
    assert found.pipelines() == ["mlflow main: preprocess preprocess, train"]
    assert found.linked.pipelines[0].ordered


def test_one_project_is_none() -> None:
    alone = "import mlflow\ndef main():\n    mlflow.run('./train')\n    mlflow.run('./train')\n"
    assert target({"main.py": alone}).pipelines() == []


def test_runs_of_something_else_are_none() -> None:
    other = "import mlflow, jobs\ndef main():\n    jobs.run('./a')\n    jobs.run('./b')\n"
    assert target({"main.py": other}).pipelines() == []


LOOP = """
    import mlflow
    def main(steps, root):
        for step in steps:
            mlflow.run(uri=str(root / step), entry_point="main")
"""


def test_projects_that_a_loop_runs_are_those_below() -> None:
    projects = {f"src/{name}/MLproject": "name: x\n" for name in ("clean", "fit")}
    assert target({"main.py": LOOP, **projects, "MLproject": "name: x\n"}).pipelines() == ["mlflow main: clean, fit"]
    assert target({"main.py": LOOP, "src/fit/MLproject": "name: x\n"}).pipelines() == []
    assert target({"tools/main.py": LOOP, **projects}).pipelines() == []
