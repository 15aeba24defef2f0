"""The reference project as a repository, and what is broken in it: `reference.yaml`."""

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from maturity.assess import conclude, examine, silent
from maturity.documents import yaml
from maturity.model.finding import Status
from maturity.model.value import Value
from maturity.request import Request
from maturity.resources import folder as installed
from maturity.rules.load import load_catalog
from tests.e2e.mutations.edits import Edit
from tests.repository import commit, git

TABLE = Path(__file__).with_suffix(".yaml")
ROOT = Path(__file__).parents[3]
SOURCE = "reference-impl"
CATALOG = load_catalog(installed("checks"))


class Mutation(Value):
    """One thing that is broken, and every rule that says so."""

    breaks: str
    """What is broken, in a few words."""
    edits: tuple[Edit, ...]
    changes: dict[str, Status]
    """What becomes of each rule that changes; every other rule says what it said."""
    why: str = ""
    """Why more than one rule changes, or why there is more than one place to break."""


def mutations() -> tuple[Mutation, ...]:
    """Return the table."""
    (table,) = yaml.load_typed(TABLE.read_text(encoding="utf-8"))
    return tuple(Mutation.model_validate_json(json.dumps(one)) for one in table or ())


def make(folder: Path) -> Path:
    """Make the repository that a team has after its first run: the tracked files, dvc.lock, a tag of a version."""
    tracked = git(ROOT, "ls-files", "-z", SOURCE).split("\0")
    for name in filter(None, tracked):
        place = folder / Path(name).relative_to(SOURCE)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place)
    git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    commit(folder, {})
    commit(folder, {"dvc.lock": _lock((folder / "dvc.yaml").read_text(encoding="utf-8"))})
    git(folder, "tag", "v0.1.0")
    return folder


def judged(folder: Path) -> dict[str, Status]:
    """Return what each rule says."""
    now, begun = datetime.now(UTC), perf_counter()
    assessment = conclude(CATALOG, examine(Request(target=str(folder)), now=now), now, begun, silent)
    return {finding.rule: finding.status for finding in assessment.findings}


def _lock(pipeline: str) -> str:
    """Write a lock of the pipeline; whether its digests are true is a question to the remote, not to the repository."""
    (declared,) = yaml.load_typed(pipeline)
    stages = {}
    for name, stage in declared["stages"].items():
        outs = [out if isinstance(out, str) else next(iter(out)) for out in stage.get("outs", [])]
        locked = [{"path": out, "hash": "md5", "md5": hashlib.md5(out.encode()).hexdigest()} for out in outs]
        stages[name] = {"cmd": stage["cmd"], "outs": locked}
    return json.dumps({"schema": "2.0", "stages": stages}, indent=1)
