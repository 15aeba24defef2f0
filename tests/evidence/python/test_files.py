"""Which file a dotted name means."""

import pytest

from maturity.evidence.python.files import ModuleFiles, folder_of

FILES = ModuleFiles(
    (
        *("train.py", "scripts/fit.py", "scripts/common.py", "src/shop/__init__.py", "src/shop/models/__init__.py"),
        *("src/shop/models/net.py", "src/shop/data.py", "services/api/app/main.py", "services/api/app/db.py"),
        *("services/worker/app/main.py", "lib/deep/only.py", "src/shop/datasets.py", "other/datasets.py", "notes.md"),
    ),
    foreign=("datasets", "mlflow"),
)


@pytest.mark.parametrize(
    ("name", "folder", "path"),
    [
        ("common", "scripts", "scripts/common.py"),
        ("shop.models.net", "", "src/shop/models/net.py"),
        ("shop.models", "tests", "src/shop/models/__init__.py"),
        ("shop.data", "src/shop/models", "src/shop/data.py"),
        ("app.db", "services/api/app", "services/api/app/db.py"),
        ("app.main", "services/worker/app", "services/worker/app/main.py"),
        ("app.main", "services/api", "services/api/app/main.py"),
        ("deep.only", "", "lib/deep/only.py"),
        ("only", "", "lib/deep/only.py"),
        ("shop.datasets", "src/shop", "src/shop/datasets.py"),
        ("app.main", "services/worker/tests/load", "services/worker/app/main.py"),
    ],
)
def test_an_import_means_the_nearest_file(name: str, folder: str, path: str) -> None:
    assert FILES.find(tuple(name.split(".")), tuple(folder.split("/")) if folder else ()) == path


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("pandas", ""),
        ("app.main", ""),  # two services have one
        ("data", ""),  # inside a package one has to say shop.data
        ("datasets", "src/shop"),  # the library, not the module beside the importer
        ("shop.missing", ""),
    ],
)
def test_what_is_not_the_project_s_is_nobody_s_file(name: str, folder: str) -> None:
    assert FILES.find(tuple(name.split(".")), tuple(folder.split("/")) if folder else ()) is None


def test_a_script_may_shadow_a_library_beside_itself() -> None:
    assert FILES.find(("datasets",), ("other",)) == "other/datasets.py"


def test_relative_imports_stay_in_their_package() -> None:
    folder = ("src", "shop", "models")
    assert FILES.relative(("net",), 1, folder) == "src/shop/models/net.py"
    assert FILES.relative(("data",), 2, folder) == "src/shop/data.py"
    assert FILES.relative((), 2, folder) == "src/shop/__init__.py"
    assert FILES.relative(("x",), 9, folder) is None


def test_a_written_path_is_found_from_its_folder_from_the_top_or_by_its_end() -> None:
    assert FILES.ending("common.py", ("scripts",)) == "scripts/common.py"
    assert FILES.ending("scripts/fit.py", ("src", "shop")) == "scripts/fit.py"
    assert FILES.ending("models/net.py", ()) == "src/shop/models/net.py"
    assert FILES.ending("app/main.py", ()) is None


def test_templates_count_as_what_they_expand_to() -> None:
    assert ModuleFiles(["pkg/train.py.jinja"]).find(("pkg", "train"), ()) == "pkg/train.py.jinja"
    path = "{{ cookiecutter.repo }}/src/{{ cookiecutter.package }}/data.py"
    files = ModuleFiles([path, "{{ cookiecutter.repo }}/tests/test_data.py"])
    assert files.find(("package", "data"), folder_of("{{ cookiecutter.repo }}/tests/test_data.py")) == path
    assert files.relative(("data",), 1, folder_of(path)) == path
    assert files.ending("package/data.py", ()) == path
