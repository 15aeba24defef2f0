"""What is built holds what the checkout holds, and works where it is installed."""

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ("checks", "reports")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return out


def tracked(folder: str) -> dict[str, bytes]:
    """Return the data files of the checkout by path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def template() -> list[str]:
    """Return the files of the template of new projects: those that git tracks."""
    told = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    done = subprocess.run([*told, "reference-impl", "copier.yml"], capture_output=True, check=True, text=True)
    return [path for path in done.stdout.split("\0") if path]


def test_the_source_archive_holds_the_data(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    for folder in DATA:
        assert set(tracked(folder)) <= names
    assert {"LICENSE", "pyproject.toml", "maturity/cli.py", *template()} <= names


def test_the_wheel_holds_the_data_and_nothing_strange(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        names = set(files.namelist())
        for folder in DATA:
            for path, content in tracked(folder).items():
                assert files.read(f"maturity/_data/{path}") == content
        for path in template():
            assert files.read(f"maturity/_data/template/{path}") == (ROOT / path).read_bytes()
    assert len([name for name in names if "/_data/template/" in name]) == len(template())
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"maturity"}
    assert not [name for name in names if name.endswith((".pyc", ".orig")) or name.startswith("tests/")]


def test_an_installed_wheel_finds_its_data(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    venv.create(tmp_path / "env")
    python = str(tmp_path / "env" / "bin" / "python")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    for folder in DATA:
        code = f"from maturity import resources; print(resources.folder({folder!r}))"
        found = subprocess.run([python, "-I", "-c", code], capture_output=True, check=True, text=True, cwd=tmp_path)
        place = Path(found.stdout.strip())
        assert place.is_relative_to(tmp_path)
        installed = {path.relative_to(place.parent).as_posix() for path in place.rglob("*") if path.is_file()}
        assert installed == set(tracked(folder))
