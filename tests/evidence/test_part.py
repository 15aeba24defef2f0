"""Which files make up a project in a folder of a repository."""

import pytest

from maturity.evidence.part import Part
from maturity.model.raw import RawFile, RawRepository

PATHS = (
    "LICENSE", ".github/workflows/ci.yml", ".github/CODEOWNERS", "Makefile", "pyproject.toml", "train.py", "uv.lock",
    ".dvc/config", "a/train.py", "a/pyproject.toml", "b/requirements.txt", "b/x.py", "ab/x.py", "libs/x.py",
    "README.md",
)  # fmt: skip


def test_it_is_its_own_files_and_what_is_kept_for_all() -> None:
    part = Part("a", PATHS)
    assert [path for path in PATHS if part.holds(path)] == [
        "LICENSE", ".github/workflows/ci.yml", ".github/CODEOWNERS", "Makefile", "uv.lock", ".dvc/config",
        "a/train.py", "a/pyproject.toml",
    ]  # fmt: skip


def test_a_manifest_at_the_top_counts_where_the_project_has_none() -> None:
    assert Part("libs", PATHS).holds("pyproject.toml")
    assert not Part("a", PATHS).holds("pyproject.toml")


def test_a_narrowed_repository_says_what_it_is() -> None:
    files = tuple(RawFile(path=path, blob="0", size=1) for path in PATHS)
    raw = Part("b", PATHS).narrow(RawRepository(name="shop", location="/x", files=files, history=None))
    assert (raw.name, raw.project) == ("shop/b", "b")
    assert {file.path for file in raw.files} >= {"b/x.py", "b/requirements.txt"}


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("on: push\n", False),
        ("run: make test\n", False),
        ("run: cd b && make\n", True),
        ("working-directory: ./b\n", True),
        ("paths: ['b/**']\n", True),
        ("run: make -C b test\n", True),
        ("run: python b/x.py\n", True),
        ("paths: ['b/**', 'a/**']\n", False),
        ("run: plan b is off\n", False),
        ("run: cd web/b\n", False),
        ("run: cd bb\n", False),
    ],
)
def test_automation_that_names_other_projects_only_is_theirs(text: str, foreign: bool) -> None:
    found = Part("a", PATHS).foreign({".github/workflows/ci.yml": text, "a/Makefile": "cd ../b\n", "LICENSE": "b/"})
    assert found == ({".github/workflows/ci.yml"} if foreign else frozenset())
