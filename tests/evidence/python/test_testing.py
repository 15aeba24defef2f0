"""Automated tests and what runs with them."""

from tests.evidence.python.linking import target


def test_tests_are_marked_and_run_their_fixtures() -> None:
    found = target(
        {
            "app.py": "def train(): ...\ndef clean(): ...\ndef other(): ...\n",
            "tests/conftest.py": """
                import pytest, app
                @pytest.fixture
                def model():
                    return app.train()
                @pytest.fixture(autouse=True)
                def tidy():
                    app.clean()
            """,
            "tests/test_model.py": "def test_it(model):\n    assert model\ndef helper(): ...\n",
            "other/test_model.py": "def test_it(model):\n    assert model\n",
        }
    )
    assert found.graph.tests == {"py:tests/test_model.py::test_it", "py:other/test_model.py::test_it"}
    assert found.edges("tests/test_model.py::test_it") == ["1 tests/conftest.py::model", "1 tests/conftest.py::tidy"]
    assert found.edges("tests/conftest.py::model") == ["5 app.py::train"]
    assert found.edges("other/test_model.py::test_it") == []


def test_set_up_methods_run_before_each_test_of_their_class() -> None:
    found = target(
        {
            "app.py": "def load(): ...\n",
            "test_app.py": """
                import unittest, app
                class Case(unittest.TestCase):
                    def setUp(self):
                        app.load()
                    def test_a(self): ...
            """,
        }
    )
    assert found.edges("test_app.py::Case.test_a") == ["6 test_app.py::Case.setUp"]
