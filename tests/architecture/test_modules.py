"""The house rules that a program can check: sizes, names, docstrings."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "maturity"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "tools"}


def name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_is_short_named_for_its_thing_and_says_what_it_is(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert ast.get_docstring(tree), "no docstring"
    assert not VAGUE & {*module.relative_to(PACKAGE).with_suffix("").parts}


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_functions_are_short(module: Path) -> None:
    long = {
        node.name: lines
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {module.parent for module in MODULES}
    assert [name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
