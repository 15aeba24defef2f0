"""The project's own wrappers around subprocess, and what they are given to start."""

from tests.evidence.python.linking import target

TRAIN = "from sklearn.svm import SVC\nif __name__ == '__main__':\n    SVC().fit(1, 2)\n"
WRAPPERS = """
    import logging, subprocess, sys
    def run_script(title, path):
        subprocess.run([sys.executable, path], check=True)
    def run_module(name, *, cwd=None):
        command = [interpreter(), "-m", name]
        subprocess.Popen(command, cwd=cwd)
    def run(cmd):
        subprocess.run(cmd, shell=True)
    def announce(path):
        logging.info(path)
    def version(path):
        subprocess.run(["git", "rev-parse", "HEAD"])
"""


def test_a_file_a_module_and_a_command_line_are_started() -> None:
    jobs = """
        from tools.start import run, run_module, run_script
        def by_file():
            run_script("Train the model", "jobs/train.py")
        def by_module():
            run_module(name="jobs.train")
        def by_line():
            run("python jobs/train.py --fast")
    """
    files = {"tools/start.py": WRAPPERS, "jobs/train.py": TRAIN, "steps.py": jobs}
    found = target(files, shell=True)
    for node in ("by_file", "by_module", "by_line"):
        assert found.reaches(f"steps.py::{node}") == ("train",)


def test_a_wrapper_of_a_wrapper_hands_the_name_on() -> None:
    dag = """
        from airflow import DAG
        from airflow.operators.python import PythonOperator
        from tools.start import run_module
        def _start(module, **more):
            run_module(module, cwd="/opt")
        def task():
            _start("jobs.train")
        with DAG("nightly", schedule="@daily"):
            PythonOperator(task_id="train", python_callable=task)
    """
    found = target({"tools/start.py": WRAPPERS, "jobs/train.py": TRAIN, "dag.py": dag})
    assert found.edges("dag.py::task") == ["8 dag.py::_start", "8 jobs/train.py"]
    assert found.reaches("dag.py") == ("train",)


def test_what_is_only_named_is_not_started() -> None:
    jobs = """
        from tools.start import announce, run_module, run_script, version
        def named():
            announce("jobs/train.py")
            version("jobs/train.py")
        def unknown(module):
            run_module(module)
            run_script("jobs", "other.py")
    """
    found = target({"tools/start.py": WRAPPERS, "jobs/train.py": TRAIN, "steps.py": jobs}, shell=True)
    assert found.reaches("steps.py::named") == ()
    assert found.reaches("steps.py::unknown") == ()
