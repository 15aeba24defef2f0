"""Which file an imported name comes from."""

import pytest

from maturity.evidence.python.files import ModuleFiles
from maturity.evidence.topics.imports import file_of, imported
from tests.evidence.topics.targets import project

FILES = ModuleFiles(["src/shop/__init__.py", "src/shop/model.py", "src/shop/data.py", "tests/test_model.py"])


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
    assert file_of(FILES, target, path) == expected


def test_the_files_a_file_imports() -> None:
    target = project({"a.py": "import os\nimport b\nfrom c import d\n", "b.py": "", "c.py": "d = 1\n"})
    assert imported(ModuleFiles(target.modules), "a.py", target.modules["a.py"]) == ("b.py", "c.py")
