"""Automated tests: what each asserts, what of the project it exercises, what it is about."""

import re
from collections.abc import Iterator
from dataclasses import replace

from maturity.evidence.graph.graph import Graph
from maturity.evidence.graph.reach import Reach
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.index import collected, test_functions
from maturity.evidence.python.module import Call, Function, Module
from maturity.evidence.python.namespace import node_of
from maturity.evidence.topics.subjects import about, asks_address, calls_endpoint
from maturity.evidence.topics.suites import Suite
from maturity.model.facts.code import TestFact

_SKIPS = re.compile(r"(?:pytest\.mark\.(?:skip|xfail)|unittest\.skip)\Z")
_CONDITIONAL = re.compile(r"(?:pytest\.mark\.skipif|unittest\.skipIf)\Z")
_SMOKE = re.compile(r"(?:^|[/_])(?:smoke|e2e|acceptance)(?:[_.]|tests?)", re.IGNORECASE)
_ASKS = re.compile(r"(?:requests|httpx)\.(?:post|get|request)\Z")
_LEAVES = frozenset(("sys.exit", "exit", "SystemExit"))
_ERRORS = frozenset(("Exception", "RuntimeError", "ValueError", "AssertionError"))
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
        elif _SMOKE.search(path) and module.function("<main>"):
            yield from _smoke(suite, path, module)
        if collected(path) and (script := module.function("<module>")) and any(map(_asks_service, script.calls)):
            yield from _smoke(suite, path, replace(module, functions=(script,)))
        elif collected(path) and module.function("<main>") and not any(test_functions(module)):
            yield from _script(suite, path, module)
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


def _smoke(suite: Suite, path: str, module: Module) -> Iterator[TestFact]:
    """Take a script that asserts on what a deployed service answers for a test of the service.

    So is a file that pytest collects and that does it above, or without, its tests.
    """
    run = suite.run(node_of(path))
    own = [(function, checks) for function in module.functions if (checks := _checks(function))]
    calls = [call for function in module.functions for call in function.calls]
    if own and any(_ASKS.match(call.name) or _asks_service(call) for call in calls):
        function, checks = own[0]
        yield TestFact(
            at=suite.project.place(path, checks[0], f"def {function.name}"),
            name=function.name,
            asserts=sum(len(checks) for _, checks in own),
            skipped=False,
            exercises=run.exercises,
            about=("service",),
        )


def _script(suite: Suite, path: str, module: Module) -> Iterator[TestFact]:
    """Take a program that is named as a test, has none, and asks a service of the project, for a smoke script."""
    if any(_asks_service(call) for function in module.functions for call in function.calls):
        yield from _smoke(suite, path, module)


def _asks_service(call: Call) -> bool:
    return asks_address(call) or calls_endpoint(call) or "ebservice" in call.name


def _checks(function: Function) -> tuple[int, ...]:
    """Return the lines on which a function of a script fails: it asserts, raises, or leaves with a status."""
    return function.asserts or tuple(call.line for call in function.calls if _fails(call))


def _fails(call: Call) -> bool:
    status = call.arguments[:1]
    leaves = call.name in _LEAVES and status not in ((), (0,), (None,)) and not str(status[0]).startswith("@")
    return leaves or call.name in _ERRORS


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
