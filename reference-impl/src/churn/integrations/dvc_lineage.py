"""What DVC knows: run the pipeline, push its data, and read from dvc.lock which bytes each output is."""

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Any, Final

import yaml

LOCK: Final = Path("dvc.lock")


class DvcFailed(RuntimeError):
    """DVC, or a stage that it ran, failed; what they said stands above this message."""


@dataclass(frozen=True)
class Tracked:
    """One output: where it lies, its MD5 as DVC counts it, its size in bytes, and the stage that makes it."""

    path: str
    md5: str
    size: int
    stage: str


def repro(stages: Sequence[str] = (), *, variables: dict[str, str] | None = None) -> None:
    """Run the stages that changed, and those they need; all of them without a name."""
    words = [sys.executable, "-m", "dvc", "repro", *stages]
    try:
        subprocess.run(words, env=_surroundings(variables), check=True)
    except subprocess.CalledProcessError:
        raise DvcFailed("dvc repro: failed; the reason stands above") from None


def push(remote: str) -> None:
    """Bring what dvc.lock names to the remote: what is not there cannot be reproduced by others."""
    words = [sys.executable, "-m", "dvc", "push", "--quiet", "--remote", remote]
    try:
        subprocess.run(words, env=_surroundings(), check=True)
    except subprocess.CalledProcessError:
        raise DvcFailed("dvc push: failed; the reason stands above") from None


def current(stages: Sequence[str] = ()) -> bool:
    """Tell whether nothing would run."""
    words = [sys.executable, "-m", "dvc", "status", "--quiet", *stages]
    return subprocess.run(words, env=_surroundings(), check=False, capture_output=True).returncode == 0


def outputs(lock: Path = LOCK) -> dict[str, Tracked]:
    """Return every output that dvc.lock records, by path."""
    content: dict[str, Any] = yaml.safe_load(lock.read_text(encoding="utf-8")) if lock.is_file() else {}
    return {
        out["path"]: Tracked(out["path"], out["md5"], out["size"], stage)
        for stage, entry in content.get("stages", {}).items()
        for out in entry.get("outs", [])
    }


def stages(file: Path = Path("dvc.yaml")) -> dict[str, list[str]]:
    """Return the stages that are declared, and the paths that each makes."""
    declared: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["stages"]
    return {
        name: [_path(out) for kind in ("outs", "metrics") for out in stage.get(kind, [])]
        for name, stage in declared.items()
    }


def _path(out: str | dict[str, Any]) -> str:
    return out if isinstance(out, str) else next(iter(out))


def digest(lock: Path = LOCK) -> str:
    """Return the SHA-256 of dvc.lock: it stands for all code, parameters, data and models of a run of the pipeline."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _surroundings(variables: dict[str, str] | None = None) -> dict[str, str]:
    # Stages say `python`: let it be the interpreter that runs this.
    path = f"{Path(sys.executable).parent}:{environ.get('PATH', '')}"
    return {**environ, "PATH": path, "DVC_NO_ANALYTICS": "1", **(variables or {})}
