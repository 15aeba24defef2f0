"""Every manifest of a target."""

from maturity.evidence.topics.manifests.discover import main_homes, manifests
from tests.evidence.topics.targets import project


def found(files: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {one.path: (one.form, one.home) for one in manifests(project(files))}


def test_manifests_anywhere_with_the_folder_they_speak_for() -> None:
    files = {
        "pyproject.toml": '[project]\ndependencies = ["a"]\n',
        "service/requirements/base.txt": "b\n",
        "train/conda_dependencies.yml": "dependencies: [c]\n",
        "Pipfile": '[packages]\nd = "*"\n',
        "lib/setup.py": "setup(install_requires=['e'])\n",
        "conda-lock.yml": "dependencies: [f]\n",
        "docker/dependencies.yaml": "services: {}\n",
        "tools.toml": '[project]\ndependencies = ["g"]\n',
    }
    assert found(files) == {
        "pyproject.toml": ("pyproject", ""),
        "service/requirements/base.txt": ("requirements", "service"),
        "train/conda_dependencies.yml": ("conda", "train"),
        "Pipfile": ("pipenv", ""),
        "lib/setup.py": ("setuptools", "lib"),
    }


def test_manifests_without_requirements_are_none() -> None:
    assert found({"pyproject.toml": "[tool.ruff]\nline-length = 1\n", "requirements.txt": "-e .\n"}) == {}


def test_an_included_file_has_the_scope_of_the_one_that_includes_it() -> None:
    known = manifests(project({"requirements-dev.txt": "-r pins/all.list\n", "pins/all.list": "x==1\n"}))
    assert [(one.path, [entry.scope for entry in one.requirements]) for one in known] == []


def test_the_main_program_has_no_runtime_manifest_above_it() -> None:
    files = {"a/requirements.txt": "x\n", "a/b/requirements.txt": "y\n", "c/requirements.txt": "z\n"}
    assert main_homes(manifests(project(files))) == {"a", "c"}
    assert main_homes(manifests(project({**files, "requirements.txt": "w\n"}))) == {""}
    assert main_homes(manifests(project({"requirements-dev.txt": "w\n"}))) == frozenset()
