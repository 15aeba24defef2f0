"""What starts training by itself."""

import pytest

from tests.evidence.practice.seen import seen

TRAIN = """
    from sklearn.linear_model import LogisticRegression

    if __name__ == "__main__":
        LogisticRegression().fit([[0]], [1])
"""
JOBS = "jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: python train.py\n"
NIGHT = "on:\n  schedule:\n    - cron: '0 3 * * 1'\n"


def found(workflow: str, train: str = TRAIN, **more: str) -> list[tuple[bool, bool]]:
    files = {".github/workflows/a.yml": workflow, "train.py": train, **more}
    return [(one.limited, one.by_hand) for one in seen("retraining", files)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (NIGHT, (False, False)),
        (NIGHT + "concurrency: retrain\n", (True, False)),
        (NIGHT + "  workflow_dispatch:\n", (False, True)),
    ],
)
def test_limits_and_buttons_stand_in_the_workflow(head: str, expected: tuple[bool, bool]) -> None:
    assert found(head + JOBS) == [expected]


def test_a_cooldown_in_the_code_limits() -> None:
    train = """
        from sklearn.linear_model import LogisticRegression

        def is_due(cooldown_hours):
            return cooldown_hours > 24

        if __name__ == "__main__":
            if is_due(30):
                LogisticRegression().fit([[0]], [1])
    """
    assert found(NIGHT + JOBS, train) == [(True, False)]


@pytest.mark.parametrize(
    ("constant", "limited"), [("COOLDOWN_SECONDS = 60 * 60 * 24", True), ("BATCH_SECONDS = 60 * 60 * 24", False)]
)
def test_a_named_interval_limits(constant: str, limited: bool) -> None:
    train = f"""
        from sklearn.linear_model import LogisticRegression

        {constant}

        if __name__ == "__main__":
            LogisticRegression().fit([[0]], [1])
    """
    assert found(NIGHT + JOBS, train) == [(limited, False)]


@pytest.mark.parametrize(("limit", "limited"), [("limit=1", True), ("limit=5", False), ("tags=['a']", False)])
def test_a_served_flow_may_run_once_at_a_time(limit: str, limited: bool) -> None:
    flow = f"""
        from prefect import flow
        from sklearn.linear_model import LogisticRegression

        @flow
        def nightly():
            LogisticRegression().fit([[0]], [1])

        if __name__ == "__main__":
            nightly.serve(name="n", cron="0 3 * * *", {limit})
    """
    assert [one.limited for one in seen("retraining", {"flow.py": flow})] == [limited]


def test_a_setting_pauses() -> None:
    assert found(NIGHT + JOBS, **{"config.yaml": "retraining_enabled: true\n"}) == [(False, True)]


def test_training_on_push_or_a_schedule_without_training_is_no_retraining() -> None:
    assert found("on: push\n" + JOBS) == []
    assert found(NIGHT + JOBS.replace("python train.py", "pytest")) == []
