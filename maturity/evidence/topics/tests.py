"""Automated tests: what each asserts, what of the project it exercises, what it is about."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.index import collected, test_functions
from maturity.evidence.python.module import Call, Function, Module
from maturity.evidence.python.namespace import node_of
from maturity.evidence.topics import smoke_tests
from maturity.evidence.topics.subjects import about
from maturity.evidence.topics.suites import Suite
from maturity.model.facts.code import TestFact

_SKIPS = re.compile(r"(?:pytest\.mark\.(?:skip|xfail)|unittest\.skip)\Z")
_CONDITIONAL = re.compile(r"(?:pytest\.mark\.skipif|unittest\.skipIf)\Z")
_LOCUST = re.compile(r"locust\.(?:\w+\.)*(?:Fast)?HttpUser\Z|locust\.(?:\w+\.)*User\Z")


def collect(project: Project, graph: Graph, reach: Reach) -> Iterator[TestFact]:
    """Yield one fact for each test function, smoke test and load test of the project."""
    suite = Suite(project, graph)
    for path, module in project.modules.items():
        if vendored(path) or path.endswith(".ipynb"):
            continue
        if collected(path) or (
            test_path(path) and any("TestCase" in base for one in module.classes for base in one.bases)
        ):
            for name in test_functions(module):
                yield _test(suite, reach, path, module, name)
        yield from smoke_tests.scripts(suite, path, module)
        for one in module.classes:
            if any(_LOCUST.match(base) for base in one.bases):
                yield TestFact(
                    at=project.place(path, one.line, f"class {one.name}"),
                    name=one.name,
                    asserts=0,
                    skipped=False,
                    exercises=(),
                    about=("load",),
                )
    yield from smoke_tests.checks(suite, graph)


def _test(suite: Suite, reach: Reach, path: str, module: Module, name: str) -> TestFact:
    run = suite.run(node_of(path, name))
    function = next(one for one in module.functions if one.name == name)
    return TestFact(
        at=suite.project.place(path, function.asserts[0] if function.asserts else function.line, f"def {name}"),
        name=name,
        asserts=run.asserts,
        skipped=skipped(module, function),
        exercises=run.exercises,
        about=about(suite, reach, run),
    )


def skipped(module: Module, function: Function) -> bool:
    """Tell whether a test never runs or cannot fail: skipped, expected to fail, or empty."""
    owner = function.name.rpartition(".")[0]
    decorators: list[Call] = [*function.decorators]
    for one in module.classes:
        if one.name == owner:
            decorators += one.decorators
    top = module.function("<module>")
    decorators += top.decorators if top is not None else ()
    module_skip = top is not None and any(
        call.name == "pytest.skip" and call.keywords.get("allow_module_level") is True for call in top.calls
    )
    return function.stub or module_skip or any(_skips(decorator) for decorator in decorators)


def _skips(decorator: Call) -> bool:
    if _SKIPS.match(decorator.name):
        return decorator.keywords.get("strict") is not False or "xfail" not in decorator.name
    return _CONDITIONAL.match(decorator.name) is not None and decorator.arguments[:1] == (True,)
