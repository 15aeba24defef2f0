"""`maturity reproduce` on whole projects: environments from locks, a signed record, and what a stop leaves behind."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from maturity.assess import assess
from maturity.cli import main
from maturity.configuration.layers import given
from maturity.request import Request
from tests.repository import commit, git, write

pytestmark = pytest.mark.slow

WHEEL = "tiny-1.0-py3-none-any.whl"
TRAIN = "import json, tiny\njson.dump({'auc': tiny.VALUE / 10}, open('metrics.json', 'w'))\n"
PIPELINE = "stages:\n  train:\n    cmd: python train.py\n    metrics: [metrics.json]\n"
PYPROJECT = """[project]
name = "churn"
version = "1.0"
requires-python = ">=3.11"
dependencies = [{needs}]
"""
UV = (
    PYPROJECT.format(needs='"tiny"') + f'[tool.uv]\npackage = false\n[tool.uv.sources]\ntiny = {{ path = "{WHEEL}" }}\n'
)
POETRY = f"""[tool.poetry]
package-mode = false
[tool.poetry.dependencies]
python = ">=3.11"
tiny = {{ path = "{WHEEL}" }}
"""
PDM = PYPROJECT.format(needs=f'"tiny @ file:///${{PROJECT_ROOT}}/{WHEEL}"') + "[tool.pdm]\ndistribution = false\n"


class Recorded(NamedTuple):
    """A project, and the store in which a version of it serves."""

    project: Path
    store: Path


def record(folder: Path, files: Mapping[str, str | bytes]) -> Recorded:
    """Commit files and record that version 1 of churn was trained from them, with an auc of 0.7."""
    project, store = folder / "project", folder / "store"
    project.mkdir(exist_ok=True)
    git(project, "init", "--quiet", "--initial-branch=main", "--template=")
    head = commit(project, {"train.py": TRAIN, "dvc.yaml": PIPELINE, **files})
    run = "run_id: a1\nstatus: 3\nstart_time: 1799990000000\nend_time: 1799990060000\nlifecycle_stage: active\n"
    write(
        store,
        {
            "1/meta.yaml": "name: churn\nexperiment_id: '1'\nlifecycle_stage: active\n",
            "1/a1/meta.yaml": run,
            "1/a1/metrics/auc": "1 0.7 0\n",
            "1/a1/tags/mlflow.source.git.commit": head,
            "models/churn/meta.yaml": "name: churn\n",
            "models/churn/aliases/champion": "1",
            "models/churn/version-1/meta.yaml": "version: 1\nname: churn\nrun_id: a1\n",
        },
    )
    return Recorded(project, store)


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tools of the test's own environment be found."""
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder for temporary files, the only one that a program of ours uses."""
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.setenv("TMPDIR", place)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(place)
    tempfile.tempdir = None


def words(recorded: Recorded, log: Path, *more: str) -> list[str]:
    sources = ["--mlflow", str(recorded.store), "--yes", "--log", str(log)]
    return ["reproduce", "models:/churn@champion", str(recorded.project), *sources, *more]


def wheel() -> bytes:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("tiny.py", "VALUE = 7\n")
            archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
            archive.writestr(
                "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr("tiny-1.0.dist-info/RECORD", "")
        file.seek(0)
        return file.read()


def locked(folder: Path, pyproject: str, *command: str) -> Recorded:
    """Record a project of which a tool made the lock."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    write(folder / "project", {"pyproject.toml": pyproject, WHEEL: wheel()})
    subprocess.run(command, cwd=folder / "project", check=True)
    return record(folder, {})


def key(folder: Path) -> tuple[Path, Path]:
    private, public = folder / "key.pem", folder / "public.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True, capture_output=True)
    return private, public


def test_a_signed_record_of_a_project_with_uv_lock(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = locked(tmp_path, UV, "uv", "lock", "--quiet")
    private, public = key(tmp_path)
    kept = recorded.project / ".maturity" / "reproductions" / "churn.json"
    kept.parent.mkdir(parents=True)
    more = ["--command", "python train.py", "--key", str(private), "--output", str(kept)]
    assert main(words(recorded, tmp_path / "log", *more)) == 0, (tmp_path / "log").read_text()
    made = json.loads(kept.read_text())
    assert (made["reproduced"], made["seal"]["signature"] != "") == (True, True)
    assert made["isolation"]["network"] == ("cut" if made["isolation"]["tool"] else "open")
    assert os.listdir(temporary) == []
    said = capsys.readouterr().err
    assert "not isolated" in said if not made["isolation"]["tool"] else f"({made['isolation']['tool']})" in said
    commit(recorded.project, {}, "Keep the record")
    assert status(recorded, public) == "pass"
    _, other = key(tmp_path / "project")
    assert status(recorded, other) == "fail"
    other_network = {"cut": "open", "open": "cut"}[made["isolation"]["network"]]
    kept.write_text(json.dumps(made | {"isolation": made["isolation"] | {"network": other_network}}))
    commit(recorded.project, {}, "Claim another isolation")
    assert status(recorded, public) == "fail"


def status(recorded: Recorded, public: Path) -> str:
    sources = {"sources.mlflow": str(recorded.store), "sources.record-key": str(public)}
    named = tuple(given(name, value, name) for name, value in sources.items())
    found = assess(
        Request(target=str(recorded.project), cache=False, configuration=named), now=datetime.now(UTC)
    ).findings
    return next(finding.status for finding in found if finding.rule == "rerun-reproduces")


@pytest.mark.parametrize(
    ("pyproject", "command"), [(POETRY, ("poetry", "lock", "--quiet")), (PDM, ("pdm", "lock", "--quiet"))]
)
def test_environments_from_other_locks(pyproject: str, command: tuple[str, ...], tmp_path: Path) -> None:
    recorded = locked(tmp_path, pyproject, *command)
    out = tmp_path / "record.json"
    code = main(words(recorded, tmp_path / "log", "--command", "python train.py", "--output", str(out)))
    assert code == 0, (tmp_path / "log").read_text()


STOPPED = {
    "interrupted": (signal.SIGINT, 130, "interrupted"),
    "hung up": (signal.SIGHUP, 143, "terminated"),
}


@pytest.mark.parametrize("how", STOPPED)
def test_what_is_stopped_leaves_nothing_but_the_log(how: str, tmp_path: Path, temporary: Path) -> None:
    number, code, said = STOPPED[how]
    recorded = record(tmp_path, {})
    log = tmp_path / "log"
    line = "touch here; (setsid sleep 61 &); mkdir shut; touch shut/file; chmod 500 shut; echo began; sleep 62"
    command = words(recorded, log, "--python", sys.executable, "--command", line)
    running = subprocess.Popen(
        [sys.executable, "-m", "maturity", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    began(log)
    running.send_signal(number)
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, output, errors.splitlines()[-1]) == (code, "", f"maturity: {said}")
    assert os.listdir(temporary) == []
    isolated = "not isolated" not in errors
    assert not any(re.match(r"sleep\0" + ("6[12]" if isolated else "62"), one) for one in processes(temporary))


def began(log: Path) -> None:
    for _ in range(600):
        if log.exists() and "began\n" in log.read_text().splitlines(keepends=True):
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text() if log.exists() else "no log")


def processes(temporary: Path) -> Iterator[str]:
    """Yield the command lines of the processes that were started with these temporary files."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(temporary) in (place / "environ").read_bytes():
                yield (place / "cmdline").read_text()
        except OSError:
            continue


def test_what_fails_half_way_leaves_nothing_but_the_log(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = record(tmp_path, {})
    log = tmp_path / "log"
    assert main(words(recorded, log)) == 2
    said = capsys.readouterr().err
    assert f"what the commands say goes to {log}" in said
    assert "the commit has no uv.lock, poetry.lock, pdm.lock, requirements.lock or requirements.txt" in said
    assert main(words(recorded, log, "--python", sys.executable, "--command", "echo half; exit 4")) == 1
    assert log.read_text().endswith("\nhalf\n")
    assert os.listdir(temporary) == []


def test_a_key_that_cannot_be_used_is_said_before_the_work(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = record(tmp_path, {})
    without_log = [word for word in words(recorded, tmp_path / "log") if word not in ("--log", str(tmp_path / "log"))]
    assert main([*without_log, "--key", str(recorded.project / "train.py")]) == 2
    assert "train.py: holds no such key" in capsys.readouterr().err
    assert main([*without_log, "--python", str(tmp_path / "none")]) == 2
    assert os.listdir(temporary) == []
