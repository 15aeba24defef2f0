"""Which file an imported name comes from."""

import pytest

from maturity.evidence.topics.imports import Imports
from tests.evidence.topics.targets import project

FILES = Imports(["src/shop/__init__.py", "src/shop/model.py", "src/shop/data.py", "tests/test_model.py"])


@pytest.mark.parametrize(
    ("target", "path", "expected"),
    [
        ("shop.model", "tests/test_model.py", "src/shop/model.py"),
        ("shop.model.Net.predict", "tests/test_model.py", "src/shop/model.py"),
        (".data.load", "src/shop/model.py", "src/shop/data.py"),
        ("numpy.array", "src/shop/model.py", None),
        ("self.fit", "src/shop/model.py", None),
        ("?.fit", "src/shop/model.py", None),
        ("", "src/shop/model.py", None),
    ],
)
def test_a_name_leads_to_its_module(target: str, path: str, expected: str | None) -> None:
    assert FILES.file_of(target, path) == expected


def test_the_files_a_file_imports() -> None:
    target = project({"a.py": "import os\nimport b\nfrom c import d\n", "b.py": "", "c.py": "d = 1\n"})
    assert Imports(target.modules).imported("a.py", target.modules["a.py"]) == ("b.py", "c.py")


def test_a_folder_that_a_template_names_is_found_by_the_name_it_will_have() -> None:
    files = Imports(["{{ cookiecutter.repo }}/src/{{ cookiecutter.package }}/model.py"])
    found = files.file_of("package.model.train", "{{ cookiecutter.repo }}/tests/test_model.py")
    assert found == "{{ cookiecutter.repo }}/src/{{ cookiecutter.package }}/model.py"


def test_a_test_may_import_a_program_by_its_name_alone() -> None:
    files = Imports(["src/churn/__init__.py", "src/churn/prepare.py", "a/io_.py", "b/io_.py"])
    assert files.file_of("prepare.check", "tests/test_prepare.py") == "src/churn/prepare.py"
    assert files.file_of("io_.read", "tests/test_prepare.py") is None
    assert files.file_of("prepare.check", "serve.py") is None
