"""Tests of a deployed service outside of the suite: smoke scripts, and what checks a service once it is deployed."""

import re
from collections.abc import Iterator
from dataclasses import replace

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.python.index import collected, test_functions
from maturity.evidence.python.module import Call, Function, Module
from maturity.evidence.python.namespace import TOP, node_of
from maturity.evidence.topics.subjects import asks_address, calls_endpoint
from maturity.evidence.topics.suites import Suite
from maturity.model.activity import Root
from maturity.model.facts.code import TestFact

_SMOKE = re.compile(r"(?:^|[/_])(?:smoke|e2e|acceptance)(?:[_.]|tests?)", re.IGNORECASE)
_ASKS = re.compile(r"(?:requests|httpx)\.(?:post|get|request)\Z")
_LEAVES = frozenset(("sys.exit", "exit", "SystemExit"))
_ERRORS = frozenset(("Exception", "RuntimeError", "ValueError", "AssertionError"))
_NAMED = re.compile(r"(?:\A|[/_.-])(?:smoke|checks?|tests?|testing|validat\w*|verif\w*)(?:[/_.-]|\Z)", re.IGNORECASE)
"""What checks is called by: `verify_endpoint`, `deployment/check.py`."""
_BY_THEMSELVES: tuple[Root, ...] = ("change", "release", "schedule", "event", "manual")


def scripts(suite: Suite, path: str, module: Module) -> Iterator[TestFact]:
    """Take a script that fails on what a deployed service answers for a test of the service.

    So is a file that pytest collects and that does it above, or without, its tests.
    """
    if _SMOKE.search(path) and not collected(path) and module.function("<main>"):
        yield from _smoke(suite, path, _with_helpers(suite, path, module))
    if collected(path) and (script := module.function("<module>")) and any(map(_asks_service, script.calls)):
        yield from _smoke(suite, path, (script,))
    elif collected(path) and module.function("<main>") and not any(test_functions(module)):
        functions = _with_helpers(suite, path, module)
        if any(_asks_service(call) for function in functions for call in function.calls):
            yield from _smoke(suite, path, functions)


def checks(suite: Suite, graph: Graph) -> Iterator[TestFact]:
    """Yield what asks a service that it has deployed and fails on the answer, and what CI runs to do so by its name."""
    automated = graph.beyond((one.node for one in graph.starts if one.root in _BY_THEMSELVES), tests=False)
    for path, module in suite.project.modules.items():
        if vendored(path) or path.endswith(".ipynb") or test_path(path) or collected(path) or _SMOKE.search(path):
            continue
        for function in module.functions:
            asked = next((call.line for call in function.calls if _asks_model(call)), 0)
            failing = [line for line in _checks(function) if line > asked] if asked else []
            node = node_of(path, "" if function.name in TOP else function.name)
            named = _NAMED.search(path.removesuffix(".py")) or _NAMED.search(function.name)
            if failing and (_deploys(graph, node, asked) or (named and node in automated)):
                yield _fact(suite, path, function, failing[0], len(failing)).model_copy(update={"exercises": ()})


def _deploys(graph: Graph, node: str, before: int) -> bool:
    return any(site.activity == "deploy" and (site.at.line or 0) < before for site in graph.sites.get(node, ()))


def _with_helpers(suite: Suite, path: str, module: Module) -> tuple[Function, ...]:
    """Return the functions of a script with those of the project that it calls: they send the request, or look at it.

    Where a helper stands in another file, a failure that stands there is told at the call.
    """
    found = list(module.functions)
    for function in module.functions:
        for edge in suite.graph.edges.get(node_of(path, "" if function.name in TOP else function.name), ()):
            for file, helper in suite.functions(edge.target):
                if file != path and not test_path(file):
                    failing = tuple(edge.at.line or function.line for _ in _checks(helper))
                    found.append(replace(helper, name=function.name, asserts=failing))
    return tuple(found)


def _smoke(suite: Suite, path: str, functions: tuple[Function, ...]) -> Iterator[TestFact]:
    own = [(function, lines) for function in functions if (lines := _checks(function))]
    calls = [call for function in functions for call in function.calls]
    if own and any(_ASKS.match(call.name) or _asks_service(call) for call in calls):
        function, lines = own[0]
        yield _fact(suite, path, function, lines[0], sum(len(lines) for _, lines in own))


def _fact(suite: Suite, path: str, function: Function, line: int, asserts: int) -> TestFact:
    return TestFact(
        at=suite.project.place(path, line, f"def {function.name}"),
        name=function.name,
        asserts=asserts,
        skipped=False,
        exercises=suite.run(node_of(path)).exercises,
        about=("service",),
    )


def _asks_service(call: Call) -> bool:
    return asks_address(call) or calls_endpoint(call) or "ebservice" in call.name


def _asks_model(call: Call) -> bool:
    """Tell whether a call has a deployed model answer; asking for its health is what any client does."""
    texts = [str(one) for one in (*call.arguments, *call.keywords.values())]
    return calls_endpoint(call) or (asks_address(call) and not any("/health" in text for text in texts))


def _checks(function: Function) -> tuple[int, ...]:
    """Return the lines on which a function of a script fails: it asserts, raises, or leaves with a status."""
    return function.asserts or tuple(call.line for call in function.calls if _fails(call))


def _fails(call: Call) -> bool:
    status = call.arguments[:1]
    leaves = call.name in _LEAVES and status not in ((), (0,), (None,)) and not str(status[0]).startswith("@")
    return leaves or call.name in _ERRORS or call.name.endswith(".raise_for_status")
