"""Read and write the JSON reports of the stages, and stop a stage with one line."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn


def write_json(content: Any, file: Path) -> None:
    """Write a report: sorted, indented, the same content as the same bytes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=1, sort_keys=True, default=str) + "\n", encoding="utf-8")


def read_json(file: Path) -> Any:
    """Read a report."""
    return json.loads(file.read_text(encoding="utf-8"))


def say(message: str) -> None:
    """Tell on standard error what a stage does."""
    sys.stderr.write(message + "\n")


def stop(*reasons: str) -> NoReturn:
    """End a stage that may not go on: a line per reason, exit code 1."""
    for reason in reasons:
        say(reason)
    raise SystemExit(1)
