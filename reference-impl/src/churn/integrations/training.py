"""Run the whole pipeline and record it. What did not change is neither run nor recorded again."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from churn.integrations import dvc_lineage, git
from churn.integrations.settings import Settings

SQLITE: Final = "sqlite:///"


class NotRecorded(LookupError):
    """No run was recorded on this machine."""


@dataclass(frozen=True)
class Recorded:
    """The last recorded run: where, of which dvc.lock, from a clean checkout or not, and its version if it has one."""

    uri: str
    lock: str
    run_id: str
    dirty: bool
    version: str = ""


def run(settings: Settings, profile: str, *, variables: dict[str, str], commit: bool) -> tuple[Recorded, bool]:
    """Run the pipeline within a recorded run; return it, and whether anything was done."""
    known = last(settings)
    if known and not _stale(known) and dvc_lineage.current():
        return known, False
    from churn.integrations import mlflow_run

    def work() -> None:
        # Small tables gain nothing from threads that wait for each other, and sums stay the same on any machine.
        threads = {"OMP_NUM_THREADS": "1"} if profile == "smoke" else {}
        dvc_lineage.repro(variables=threads | variables)
        if commit and git.changed(dvc_lineage.LOCK):
            git.record(dvc_lineage.LOCK, f"Record the data and models of a {profile} run")

    run_id = mlflow_run.record(settings, work, profile=profile)
    made = Recorded(settings.mlflow_uri, dvc_lineage.digest(), run_id, git.dirty())
    _remember(settings, made)
    return made, True


def registered(settings: Settings, known: Recorded) -> Recorded:
    """Register the recorded run, once."""
    if known.version:
        return known
    from churn.integrations import register

    made = replace(known, version=register.register(settings, known.run_id).number)
    _remember(settings, made)
    return made


def last(settings: Settings) -> Recorded | None:
    """Return the last recorded run here, if its tracking store is still there. MLflow is not asked: it is slow."""
    file = _memory(settings)
    if not file.is_file():
        return None
    known = Recorded(**json.loads(file.read_text(encoding="utf-8")))
    gone = known.uri.startswith(SQLITE) and not Path(known.uri.removeprefix(SQLITE)).is_file()
    return None if gone or known.uri != settings.mlflow_uri else known


def _stale(known: Recorded) -> bool:
    """Tell whether a run does not speak for what is here: another dvc.lock, or one that was committed since."""
    return not dvc_lineage.LOCK.is_file() or known.lock != dvc_lineage.digest() or (known.dirty and not git.dirty())


def _remember(settings: Settings, made: Recorded) -> None:
    file = _memory(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(made), indent=1) + "\n", encoding="utf-8")


def _memory(settings: Settings) -> Path:
    return settings.state / "recorded.json"
