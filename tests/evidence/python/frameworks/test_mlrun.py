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


def test_functions_of_the_hub_are_steps_by_their_handler() -> None:
    source = """
        import mlrun
        from kfp import dsl
        @dsl.pipeline(name="netops")
        def pipeline():
            trainer = mlrun.import_function("hub://auto_trainer")
            mlrun.run_function(trainer, handler="train")
            mlrun.run_function(trainer, handler="evaluate")
    """
    found = target({"workflow.py": source})
    assert [one for one in found.pipelines() if one.startswith("mlrun")] == [
        "mlrun pipeline: step at line 7, step at line 8"
    ]


def test_what_the_platform_runs_is_started_by_it() -> None:
    fit = "from sklearn.svm import SVC\ndef {name}({parameter}):\n    SVC().fit(1, 2)\n"
    files = {
        "src/fit.py": fit.format(name="handler", parameter="x"),
        "src/own.py": "import mlrun\n" + fit.format(name="train", parameter="context: mlrun.MLClientCtx"),
        "src/none.py": fit.format(name="handler", parameter="x"),
        "deploy.py": "import mlrun\nfn = mlrun.code_to_function('fit', kind='job', filename='src/fit.py')\n",
    }
    started = {start.node for start in target(files).graph.starts}
    assert {"py:src/fit.py::handler", "py:src/own.py::train"} <= started
    assert "py:src/none.py::handler" not in started


def test_a_step_runs_the_handler_that_it_names() -> None:
    fit = "import mlrun\nfrom sklearn.svm import SVC\ndef {}():\n    SVC().fit(1, 2)\ndef other():\n    print(1)\n"
    flow = """
        import mlrun
        def flow(project):
            project.set_function("src/fit.py", name="fit")
            mlrun.run_function("fit", handler="{}")
            mlrun.run_function(function="fit", handler="other")
    """
    named = target({"flow.py": flow.format("learn"), "src/fit.py": fit.format("learn")})
    assert named.reaches("flow.py::flow") == ("train",)
    unnamed = target({"flow.py": flow.format("other"), "src/fit.py": fit.format("learn")})
    assert unnamed.reaches("flow.py::flow") == ()


def test_a_function_that_takes_its_context_is_run_by_the_platform() -> None:
    source = "import mlrun\ndef train(x):\n    context = mlrun.get_or_create_ctx('train')\ndef none(x):\n    return x\n"
    started = {start.node for start in target({"fit.py": source}).graph.starts}
    assert "py:fit.py::train" in started
    assert "py:fit.py::none" not in started
