"""MLRun projects."""

from tests.evidence.python.linking import target


def test_functions_made_of_files_are_steps() -> None:
    found = target(
        {
            "project.py": """
                import mlrun
                def setup(project):
                    project.set_function("src/load.py", name="load")
                    project.set_function("src/train.py", name="train")
                def run(project):
                    project.run_function("load")
                    project.run_function("train")
            """,
            "src/load.py": "x = 1\n",
            "src/train.py": "from sklearn.svm import SVC\nSVC().fit(1, 2)\n",
        }
    )
    assert found.pipelines() == ["mlrun run: load, train"]
    assert found.reaches("project.py::run") == ("train",)
