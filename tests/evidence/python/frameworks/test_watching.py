"""What waits in the background."""

import pytest

from tests.evidence.python.linking import target

WATCHER = """
    from watchdog.events import FileSystemEventHandler
    class NewData(FileSystemEventHandler):
        def on_created(self, event): ...
        def helper(self): ...
    class Other:
        def on_created(self, event): ...
"""
TASKS = """
    from celery import Celery
    from celery.schedules import crontab
    app = Celery("jobs")
    @app.task
    def retrain(): ...
    def helper(): ...
    app.conf.beat_schedule = {"weekly": {"task": "jobs.retrain", "schedule": crontab(hour=3)}}
"""


def test_a_handler_is_told_of_new_files() -> None:
    assert target({"a.py": WATCHER}).triggers() == ["watchdog event NewData.on_created a.py::NewData.on_created"]


def test_a_class_with_the_same_methods_watches_nothing() -> None:
    own = WATCHER.replace("watchdog.events", "events")
    assert target({"a.py": own, "events.py": "class FileSystemEventHandler: ...\n"}).triggers() == []


def test_beat_starts_the_tasks_that_its_table_names() -> None:
    assert target({"jobs.py": TASKS}).triggers() == ["celery schedule jobs.retrain jobs.py::retrain"]


ELSEWHERE = """
    from app.worker import app
    @app.task(bind=True{name})
    def retrain(self): ...
    @app.task
    def report(): ...
"""
TABLE = """
    from celery import Celery
    app = Celery("worker")
    app.conf.update(beat_schedule={{"hourly": {{"task": "{task}", "schedule": 3600.0}}}})
"""


@pytest.mark.parametrize(
    ("task", "name", "started"),
    [
        ("app.jobs.retrain", "", True),
        ("jobs.retrain", "", True),
        ("nightly", ', name="nightly"', True),
        ("other.retrain", "", False),
        ("app.jobs.absent", "", False),
    ],
)
def test_beat_starts_a_task_of_another_file_by_its_name(task: str, name: str, started: bool) -> None:
    found = target({"app/jobs.py": ELSEWHERE.format(name=name), "app/worker.py": TABLE.format(task=task)})
    assert found.triggers() == ([f"celery schedule {task} app/jobs.py::retrain"] if started else [])


def test_tasks_without_a_table_of_times_are_started_by_those_who_send_them() -> None:
    plain = "\n".join(line for line in TASKS.splitlines() if "crontab(" not in line)
    assert target({"jobs.py": plain}).triggers() == []
