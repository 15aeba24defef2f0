"""Which calls and mentions are kept."""

import pytest

from tests.evidence.python.source_code import call, function, names


def test_calls_that_can_never_matter_are_dropped() -> None:
    assert names("print(len(x)); ', '.join(y); z.append(sorted(fit()))") == ["fit"]


def test_logging_is_dropped() -> None:
    assert names("import logging\nlogger = logging.getLogger()\nlogger.info('x')") == ["logging.getLogger"]


def test_a_hand_written_loop_keeps_its_methods() -> None:
    source = "def fit(loss, opt):\n    opt.zero_grad()\n    loss.backward()\n    opt.step()"
    assert names(source, "fit") == ["?.zero_grad", "?.backward", "?.step"]


def test_the_line_is_that_of_the_method() -> None:
    assert call("x = (\n    frame\n    .fit()\n)", "?.fit").line == 3


def test_nested_calls_are_all_found() -> None:
    assert names("a(b(c()), *[d() for x in e()], k=f())[g()]") == ["a", "b", "c", "d", "e", "f", "g"]


def test_calls_in_a_lambda_belong_to_its_function() -> None:
    assert names("def run():\n    return lambda x: fit(x)", "run") == ["fit"]


def test_functions_that_are_passed_on_are_references() -> None:
    source = """
from multiprocessing import Process
from .work import train, tokenize
def local(): ...
def main():
    Process(target=train)
    map(tokenize, [])
    chain([local])
"""
    assert function(source, "main").references == (".work.train", ".work.tokenize", "local")


def test_methods_that_are_passed_on_are_references() -> None:
    source = "class A:\n    def go(self):\n        start(self.work, self.size)\n    def work(self): ..."
    assert function(source, "A.go").references == ("self.work",)


def test_packages_that_everybody_mentions_are_no_references() -> None:
    assert function("import numpy as np\nimport os\nx = np.float32, os.path").references == ()


def test_asserting_calls_count_as_assertions() -> None:
    source = """
import pytest
from numpy.testing import assert_allclose
class TestIt:
    def test_a(self):
        assert x == 1
        assert True
        self.assertEqual(1, y)
        assert_allclose(a, b)
        with pytest.raises(ValueError):
            run()
"""
    assert function(source, "TestIt.test_a").asserts == (6, 8, 9, 10)


@pytest.mark.parametrize(
    ("given", "asserts"),
    [
        ('"x, expected"', (5,)),
        ('["x", "expected"]', (5,)),
        ('"x, unexpected"', ()),
        ('"x"', ()),
    ],
)
def test_what_the_cases_of_a_test_expect_is_asserted(given: str, asserts: tuple[int, ...]) -> None:
    source = f"import pytest\n@pytest.mark.parametrize({given}, CASES)\n"
    source += "def test_it(x, expected):\n    load()\n    with expected:\n        run(x)\n"
    assert function(source, "test_it").asserts == asserts


TABLE = """
import mlflow
DEFAULTS = dict(name="churn", registered_model_name="churn")
def log(model, signature, options):
    {table}
    mlflow.sklearn.log_model(model, **{given})
"""


@pytest.mark.parametrize(
    ("table", "given", "keywords"),
    [
        ("kept = {'name': 'x'}\n    kept['signature'] = signature", "kept", {"name": "=x", "signature": "@signature"}),
        ("kept = {}\n    if signature:\n        kept['signature'] = signature", "kept", {"signature": "@signature"}),
        ("pass", "DEFAULTS", {"name": "=churn", "registered_model_name": "=churn"}),
        ("kept = {'signature': signature}\n    kept = load()", "kept", {}),
        ("options['signature'] = signature", "options", {}),
        ("DEFAULTS = load()", "DEFAULTS", {}),
    ],
)
def test_a_table_that_is_written_out_gives_its_keys(table: str, given: str, keywords: dict[str, str]) -> None:
    (call,) = [one for one in function(TABLE.format(table=table, given=given), "log").calls if "log_model" in one.name]
    assert {key: value for key, value in call.keywords.items() if key != "**"} == keywords


def test_an_import_by_name_is_an_import() -> None:
    from tests.evidence.python.source_code import module

    found = module("import importlib\nimportlib.import_module('mlflow.pyfunc')").imports
    assert [(one.bound, one.target, one.used) for one in found] == [
        ("importlib", "importlib", True),
        ("", "mlflow.pyfunc", True),
    ]


def test_expectations_of_a_stack_are_assertions() -> None:
    source = """
from aws_cdk.assertions import Template
def test_stack():
    template = Template.from_stack(stack)
    template.resource_count_is("AWS::S3::Bucket", 1)
    template.to_json()
"""
    assert function(source, "test_stack").asserts == (5,)


def test_of_logging_only_records_of_inputs_and_answers_are_kept() -> None:
    made = "import structlog\nlog = structlog.get_logger()\n"
    assert names(f"{made}log.info('done', query=1, answer=2)") == [
        "structlog.get_logger",
        "structlog.get_logger().info",
    ]
    assert names(f"{made}log.info('done', query=1)") == ["structlog.get_logger"]
