"""`maturity new` starts a project from the reference project, and copier brings later changes of it."""

import compileall
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from maturity import cli
from tests.repository import git
from tests.sources.dvc.projects import snapshot

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def new(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["new", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of its own with the template as it is in this checkout, tagged v1.0.0."""
    place = tmp_path_factory.mktemp("template") / "tool"
    told = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    listed = subprocess.run([*told, "reference-impl", "copier.yml"], check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    git(place, "init", "--quiet", "--initial-branch=main", "--template=")
    snapshot(place, "first")
    git(place, "tag", "v1.0.0")
    return place


def files(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def pairs(path: Path) -> list[str]:
    """Return every two neighbouring words of a file."""
    words = path.read_text(encoding="utf-8").replace(".", " ").split()
    return [f"{one} {two}" for one, two in itertools.pairwise(words)]


@pytest.mark.slow
def test_a_project_has_its_own_name_and_nothing_of_this_repository(new: Run, template: Path, tmp_path: Path) -> None:
    place = tmp_path / "project"
    code, out, _ = new(place, "--package", "retain", "--template", template)
    assert code == 0
    assert f"made {place}" in out
    names, reference = files(place), files(template / "reference-impl")
    expected = {name.replace("src/churn/", "src/retain/") for name in reference if not name.startswith(".template/")}
    assert names == expected - {".copier-answers.yml.jinja"} | {".copier-answers.yml"}
    assert compileall.compile_dir(place / "src", quiet=1)
    words = [sys.executable, "-c", "import retain.core.spec as spec; print(spec.TARGET, spec.__name__)"]
    done = subprocess.run(words, env={"PYTHONPATH": str(place / "src")}, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["churned", "retain.core.spec"]
    left = [path for path in (place / "src").rglob("*.py") if {"import churn", "from churn"} & set(pairs(path))]
    assert left == []


@pytest.mark.slow
def test_an_update_brings_changes_and_keeps_those_of_the_team(new: Run, template: Path, tmp_path: Path) -> None:
    tool, place = tmp_path / "tool", tmp_path / "project"
    shutil.copytree(template, tool)
    assert new(place, "--package", "retain", "--template", tool)[0] == 0
    git(place, "init", "--quiet", "--initial-branch=main", "--template=")
    (place / "params.yaml").write_text("seed: 99\n")
    contributing = place / "CONTRIBUTING.md"
    contributing.write_text(contributing.read_text() + "\nAsk Ada first.\n")
    (place / "src" / "retain" / "ours.py").write_text("NAME = 'import churn.core stays as we wrote it'\n")
    snapshot(place, "ours")

    spec = tool / "reference-impl" / "src" / "churn" / "core" / "spec.py"
    spec.write_text(spec.read_text() + "\nfrom churn.core import later  # of the next version\n")
    (spec.parent / "later.py").write_text('"""Came later."""\n')
    (tool / "reference-impl" / "params.yaml").write_text("seed: 1\n")
    snapshot(tool, "second")
    git(tool, "tag", "v1.1.0")
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull}
    copier = [str(Path(sys.executable).parent / "copier"), "update", "--trust", "--defaults", "--quiet", str(place)]
    subprocess.run(copier, check=True, capture_output=True, env=environment)

    assert (place / "params.yaml").read_text() == "seed: 99\n"
    assert contributing.read_text().endswith("Ask Ada first.\n")
    assert "from retain.core import later" in (place / "src" / "retain" / "core" / "spec.py").read_text()
    assert (place / "src" / "retain" / "core" / "later.py").is_file()
    assert not (place / "src" / "churn").exists()
    assert "import churn.core stays" in (place / "src" / "retain" / "ours.py").read_text()
    assert [path.name for path in place.rglob("*.rej")] == []


@pytest.mark.parametrize("name", ["My-Project", "class", "../outside", ""])
def test_a_name_that_no_package_can_have(new: Run, tmp_path: Path, name: str) -> None:
    code, _, err = new(tmp_path / "project", "--package", name)
    assert (code, f"--package: {name!r} is no name of a package; use small letters" in err) == (2, True)
    assert not (tmp_path / "project").exists()


def test_nothing_is_overwritten(new: Run, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    code, _, err = new(tmp_path)
    assert code == 2
    assert "is not empty" in err
    file = tmp_path / "file"
    file.write_text("")
    assert new(file)[0] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "kept.txt"]


def test_a_template_that_is_none_is_one_line(new: Run, tmp_path: Path) -> None:
    code, _, err = new(tmp_path / "project", "--template", tmp_path / "nowhere")
    assert code == 2
    assert "nowhere: no project could be made of it" in err
    assert len(err.strip().splitlines()) == 1
