"""Schedulers inside Python."""

import pytest

from tests.evidence.python.linking import target

FIT = "def fit(): ...\n"


@pytest.mark.parametrize(
    ("source", "trigger"),
    [
        (
            (
                "from apscheduler.schedulers.blocking import BlockingScheduler\n"
                "plan = BlockingScheduler()\n"
                "plan.add_job(fit, 'cron', hour=3)\n"
            ),
            "apscheduler schedule cron a.py::fit",
        ),
        (
            "import schedule\nschedule.every().day.at('03:00').do(fit)\n",
            "schedule schedule schedule.every().day.at().do(fit) a.py::fit",
        ),
        (
            "import schedule\nschedule.every().day.do(lambda: fit())\n",
            "schedule schedule schedule.every().day.do(fit) a.py::fit",
        ),
        (
            "import schedule\ndef often(): ...\nschedule.every(often()).days.do(fit)\n",
            "schedule schedule schedule.every().days.do(fit) a.py::fit",
        ),
        (
            (
                "from apscheduler.schedulers.background import BackgroundScheduler\n"
                "def start(self):\n"
                "    self.plan.add_job(fit)\n"
            ),
            "apscheduler schedule add_job(fit) a.py::fit",
        ),
    ],
)
def test_what_is_called_at_an_interval(source: str, trigger: str) -> None:
    assert target({"a.py": FIT + source}).triggers() == [trigger]


def test_decorated_functions_are_called_at_an_interval() -> None:
    found = target(
        {
            "a.py": """
                import modal
                app = modal.App()
                @app.function(schedule=modal.Cron("0 3 * * *"))
                def nightly(): ...
                @app.function(gpu="any")
                def by_hand(): ...
            """
        }
    )
    assert found.triggers() == ["modal schedule @modal.App.function a.py::nightly"]


def test_celery_beat() -> None:
    found = target(
        {
            "a.py": """
                from celery import Celery
                app = Celery()
                @app.task
                def fit(): ...
                @app.on_after_configure.connect
                def plan(sender, **kwargs):
                    sender.add_periodic_task(3600.0, fit.s())
            """
        }
    )
    assert found.triggers() == ["celery schedule add_periodic_task(fit) a.py::fit"]


def test_other_objects_with_such_methods_are_no_timers() -> None:
    assert target({"a.py": FIT + "import jobs\njobs.add_job(fit)\nlist().do(fit)\n"}).triggers() == []
    assert target({"a.py": FIT + "import schedule, other\nother.thing.do(fit)\n"}).triggers() == []
