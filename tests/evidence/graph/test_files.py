"""Which file a command means."""

import pytest

from maturity.evidence.graph.files import Files

PATHS = ("train.py", "ml/train.py", "ml/src/eval.py", "tests/unit/test_a.py", "deep/one/only.sh")


@pytest.mark.parametrize(
    ("written", "folder", "expected"),
    [
        ("train.py", "", "train.py"),
        ("train.py", "ml", "ml/train.py"),
        ("ml/train.py", "ml", "ml/train.py"),
        ("../train.py", "ml", "train.py"),
        ("../../etc/passwd", "ml", None),
        ("none.py", "", None),
        ("$(Build.SourcesDirectory)/ml/train.py", "deep", "ml/train.py"),
        ("${GITHUB_WORKSPACE}/train.py", "ml", "train.py"),
        ("$ROOT/src/eval.py", "", "ml/src/eval.py"),
        ("$ROOT/train.py", "", None),
        ("/opt/ml/code/one/only.sh", "", "deep/one/only.sh"),
        ("$(System.ArtifactsDirectory)/code/ml/src/eval.py", "", "ml/src/eval.py"),
        ("$(System.ArtifactsDirectory)/code/train.py", "", None),
        ("$(OTHER)/code/ml/src/eval.py", "", None),
        ("ml\\src\\eval.py", "", "ml/src/eval.py"),
        ("", "", None),
    ],
)
def test_find(written: str, folder: str, expected: str | None) -> None:
    assert Files(PATHS).find(written, folder) == expected


def test_folders() -> None:
    files = Files(PATHS)
    assert files.find_folder("tests", "") == "tests"
    assert files.find_folder("tests/none", "") is None
    assert files.folder("src", "ml") == "ml/src"
    assert files.folder("$(Pipeline.Workspace)/x", "ml") == ""
    assert files.folder(".", "ml") == "ml"


def test_the_root_of_a_template_is_its_own() -> None:
    files = Files(("{{ name }}/Makefile", "Makefile"), ("{{ name }}",))
    assert files.find("Makefile", "{{ name }}/docs") == "{{ name }}/Makefile"
    assert files.base("{{ name }}/docs") == "{{ name }}"


def test_a_template_is_found_by_the_name_of_what_it_becomes() -> None:
    files = Files(("ml/train.py.tmpl", "ml/run.sh.jinja", "ml/run.sh"))
    assert files.find("../ml/train.py", "resources") == "ml/train.py.tmpl"
    assert files.find("run.sh", "ml") == "ml/run.sh"
    assert files.find("gone.py", "ml") is None


def test_a_folder_of_a_template_is_found_by_what_its_texts_call_it() -> None:
    base = "{{ cookiecutter.repo }}"
    files = Files((f"{base}/{{{{ cookiecutter.package }}}}/train.py", f"{base}/Makefile"), (base,))
    assert files.find("package/train.py", base) == f"{base}/{{{{ cookiecutter.package }}}}/train.py"
    assert files.find_folder("package", base) == f"{base}/{{{{ cookiecutter.package }}}}"
    assert files.find("train.py", f"{base}/{{{{ cookiecutter.package }}}}") is not None
    assert files.find("other/train.py", base) is None
