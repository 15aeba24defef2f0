"""Deployments, and the gates on the ways to them."""

import pytest

from tests.evidence.practice.seen import seen

GATE = """
    import sys
    from sklearn.metrics import accuracy_score

    if __name__ == "__main__":
        accuracy = accuracy_score([0], [1])
        if accuracy < 0.85:
            sys.exit("too bad")
"""
TRAIN = """
    from sklearn.linear_model import LogisticRegression

    if __name__ == "__main__":
        LogisticRegression().fit([[0]], [1])
"""
PUSH = "on: push\njobs:\n"
NIGHT = "on: {schedule: [{cron: '0 3 * * 1'}]}\njobs:\n"


def job(name: str, *commands: str, needs: str = "") -> str:
    steps = "".join(f"      - run: {command}\n" for command in commands)
    waits = f"    needs: {needs}\n" if needs else ""
    return f"  {name}:\n    runs-on: ubuntu-latest\n{waits}    steps:\n{steps}"


def deployed(workflow: str, **more: str) -> list[tuple[str, bool, bool]]:
    files = {".github/workflows/cd.yml": workflow, "evaluate.py": GATE, "train.py": TRAIN, **more}
    found = [(one.root, one.gated, one.retrains) for one in seen("deployment", files)]
    return [one for one in found if one[0] != "entry"]


@pytest.mark.parametrize(
    ("jobs", "gated"),
    [
        (job("all", "python evaluate.py", "kubectl apply -f k8s/"), True),
        (job("all", "kubectl apply -f k8s/", "python evaluate.py"), False),
        (job("all", "python evaluate.py || true", "kubectl apply -f k8s/"), False),
        (job("check", "python evaluate.py") + job("ship", "kubectl apply -f k8s/", needs="check"), True),
        (job("check", "python evaluate.py") + job("ship", "kubectl apply -f k8s/"), False),
        (
            job("check", "python evaluate.py")
            + job("build", "python -m build", needs="check")
            + job("ship", "kubectl apply -f k8s/", needs="build"),
            True,
        ),
        (job("all", "make ship"), True),
    ],
)
def test_a_deployment_is_gated_when_every_way_passes_a_gate(jobs: str, gated: bool) -> None:
    make = "ship: check\n\tkubectl apply -f k8s/\n\ncheck:\n\tpython evaluate.py\n"
    assert deployed(PUSH + jobs, Makefile=make) == [("change", gated, False)]


def test_one_open_way_is_enough_to_fail() -> None:
    both = job("check", "python evaluate.py") + job("ship", "sh ship.sh", needs="check") + job("fast", "sh ship.sh")
    assert deployed(PUSH + both, **{"ship.sh": "kubectl apply -f k8s/\n"}) == [("change", False, False)]


def test_a_schedule_that_trains_and_deploys_retrains() -> None:
    trains = job("all", "python train.py", "python evaluate.py", "kubectl apply -f k8s/")
    assert deployed(NIGHT + trains) == [("schedule", True, True)]
    assert deployed(NIGHT + job("all", "kubectl apply -f k8s/")) == [("schedule", False, False)]


def test_what_a_person_runs_is_no_automated_deployment() -> None:
    assert seen("deployment", {"deploy.sh": "kubectl apply -f k8s/\n"}) == []
