"""Python programs as the builders of the graph ask for them."""

from maturity.evidence.graph.programs import PythonPrograms
from maturity.evidence.python.index import PythonIndex
from tests.evidence.python.source_code import module

EMPTY = module("")


def index_of(*paths: str) -> PythonIndex:
    return PythonIndex(dict.fromkeys(paths, EMPTY))


def test_it_is_what_the_builders_ask_for() -> None:
    programs: PythonPrograms = index_of("train.py")
    assert programs.script("./train.py") == "py:train.py"
    assert programs.script("src/../train.py") == "py:train.py"
    assert programs.script("serve.py") is None


def test_a_script_is_known_even_when_it_was_not_parsed() -> None:
    assert PythonIndex({}, ["tools/lint.py", "README.md"]).script("tools/lint.py") == "py:tools/lint.py"


def test_a_module_is_found_from_the_folder_it_is_run_in() -> None:
    index = index_of("src/app/__init__.py", "src/app/train.py", "src/app/__main__.py", "jobs/score.py")
    assert index.module("app.train", "") == "py:src/app/train.py"
    assert index.module("train", "src/app") == "py:src/app/train.py"
    assert index.module("app", "") == "py:src/app/__main__.py"
    assert index.module("score", "jobs") == "py:jobs/score.py"
    assert index.module("pytest", "") is None


def test_a_console_script_is_a_function_through_re_exports() -> None:
    index = PythonIndex(
        {
            "app/__init__.py": module("from .cli import main as run\n"),
            "app/cli.py": module("def main():\n    train()\n"),
        }
    )
    assert index.attribute("app:run", "") == "py:app/cli.py::main"
    assert index.attribute("app.cli:main", "") == "py:app/cli.py::main"
    assert index.attribute("app.cli:main()", "") == "py:app/cli.py::main"


def test_an_application_object_is_run_by_its_file() -> None:
    index = PythonIndex({"service.py": module("from fastapi import FastAPI\napp = FastAPI()\n")})
    assert index.attribute("service:app", "") == "py:service.py"
    assert index.attribute("other:app", "") is None


def test_tests_are_functions_and_methods_pytest_would_collect() -> None:
    source = """
        import unittest

        def test_one(): ...
        def helper(): ...
        class TestTwo:
            def test_two(self): ...
            def prepare(self): ...
        class Three(unittest.TestCase):
            def test_three(self): ...
        class Builder:
            def test_four(self): ...
    """
    index = PythonIndex(
        {"tests/test_a.py": module(source), "tests/unit/b_test.py": module(source), "model.py": module(source)}
    )
    names = ("test_one", "TestTwo.test_two", "Three.test_three")
    assert index.tests(("tests/test_a.py::test_one",), "") == tuple(f"py:tests/test_a.py::{name}" for name in names)
    assert index.tests(("unit",), "tests") == tuple(f"py:tests/unit/b_test.py::{name}" for name in names)
    assert len(index.tests((), "")) == 6
    assert index.tests(("tests/test",), "") == ()


def test_a_program_called_test_has_tests_only_where_it_defines_some() -> None:
    index = PythonIndex({"test.py": module("def test_fit(): ..."), "b/test.py": module("fit()")})
    assert index.tests((), "") == ("py:test.py::test_fit",)
