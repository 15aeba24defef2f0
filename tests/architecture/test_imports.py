"""What is promised about imports, looked at in a fresh interpreter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import MakeRepository

ROOT = Path(__file__).parents[2]
HEAVY = set("git mlflow requests textual weasyprint pandas numpy dvc tree_sitter jinja2 sqlite3 pydantic".split())
LATER = HEAVY - {"pydantic"}


def loaded(code: str, *, whole: bool = False) -> set[str]:
    """Return the modules that are loaded after a program has run, by their first names or by their whole ones."""
    program = f"""
import json, sys
try:
    {code}
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)), file=sys.__stdout__)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    names = set(json.loads(done.stdout.splitlines()[-1]))
    return names if whole else {name.partition(".")[0] for name in names}


def test_help_loads_nothing_heavy() -> None:
    assert loaded("from maturity.cli import main; main(['--help'])") & HEAVY == set()


@pytest.mark.parametrize(
    "module",
    ["maturity.sources.git", "maturity.sources.mlflow", "maturity.children", "maturity.cache", "maturity.resources"],
)
def test_rooms_load_their_libraries_when_they_use_them(module: str) -> None:
    assert loaded(f"import {module}") & LATER == set()


def test_a_target_that_is_remembered_loads_no_evidence_room(make_repository: MakeRepository) -> None:
    scan = f"from maturity.cli import main; main(['scan', {str(make_repository({'a.py': 'x = 1'}))!r}])"
    rooms = {"maturity.evidence.collect", "maturity.reading", "tree_sitter", "git"}
    assert "maturity.reading" in loaded(scan, whole=True)
    assert loaded(scan, whole=True) & rooms == set()


def test_packages_of_others_are_looked_for_only_when_one_is_named(make_repository: MakeRepository) -> None:
    scan = f"from maturity.cli import main; main(['scan', {str(make_repository({'a.py': 'x = 1'}))!r}])"
    searching = {"maturity.plugins.found", "maturity.plugins.observing"}
    assert loaded(scan, whole=True) & searching == set()
    assert loaded(scan.replace("'scan',", "'scan', '--plugin', 'acme',"), whole=True) & searching == searching


def test_importing_the_package_does_nothing() -> None:
    assert "maturity.cli" not in loaded("import maturity")
    assert loaded("import maturity") - loaded("pass") == {"maturity"}


def test_the_first_screen_of_the_terminal_ui_waits_for_no_model_and_no_rule() -> None:
    names = loaded("import maturity.commands.scan, maturity.scan_process, maturity.tui.app", whole=True)
    assert "textual.app" in names
    late = ("pydantic", "maturity.model", "maturity.rules", "maturity.sources", "maturity.assess", "yaml", "pygments")
    assert {name for name in names if name.startswith(late)} == set()
