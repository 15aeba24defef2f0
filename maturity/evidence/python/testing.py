"""Automated tests: which functions pytest collects, and the fixtures and set-up methods that run with them."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.python.code import Code, Unit
from maturity.evidence.python.index import collected, test_functions
from maturity.evidence.python.namespace import node_of

SETUP = ("setUp", "setUpClass", "setup_method", "setup_class", "setup", "tearDown", "teardown_method", "asyncSetUp")


def mark_tests(code: Code, graph: Graph) -> None:
    """Mark the tests of the graph and link them with what runs before them."""
    fixtures = _fixtures(code)
    for unit in code.everything():
        if unit.test:
            _link_fixtures(graph, unit, fixtures)
    for path, module in code.modules.items():
        if collected(path):
            names = list(test_functions(module))
            graph.tests.update(node_of(path, name) for name in names)
            for name in names:
                _link_setup(code, graph, path, name)


def _fixtures(code: Code) -> dict[str, list[tuple[str, Unit, bool]]]:
    """Return the fixtures by name: the folder or file they are visible in, and whether every test uses them."""
    found: dict[str, list[tuple[str, Unit, bool]]] = {}
    for unit in code.everything():
        for decorator in unit.function.decorators:
            if decorator.name.endswith("fixture"):
                given = decorator.keywords.get("name")
                name = given[1:] if isinstance(given, str) else unit.function.name.rpartition(".")[2]
                shared = unit.path.endswith("conftest.py")
                reach = unit.path.rpartition("/")[0] if shared else unit.path
                found.setdefault(name, []).append((reach, unit, decorator.keywords.get("autouse") is True))
    return found


def _link_fixtures(graph: Graph, unit: Unit, fixtures: dict[str, list[tuple[str, Unit, bool]]]) -> None:
    """Link a test or a fixture with the fixtures it asks for by its parameters' names."""
    for parameter in unit.function.parameters:
        for reach, fixture, _ in fixtures.get(parameter.name, ()):
            if _visible(reach, unit.path) and fixture.node != unit.node:
                graph.link(Edge(unit.node, fixture.node, unit.at(unit.function.line, f"fixture {parameter.name}")))
    if unit.function.name.rpartition(".")[2].startswith("test"):
        for name, known in fixtures.items():
            for reach, fixture, automatic in known:
                if automatic and _visible(reach, unit.path):
                    graph.link(Edge(unit.node, fixture.node, unit.at(unit.function.line, f"fixture {name}")))


def _visible(reach: str, path: str) -> bool:
    return not reach or path == reach or path.startswith(reach + "/")


def _link_setup(code: Code, graph: Graph, path: str, name: str) -> None:
    for target in _setup(code, path, name):
        if target != node_of(path, name):
            test = code.by_node[node_of(path, name)]
            graph.link(Edge(test.node, target, test.at(test.function.line, f"def {name}")))


def _setup(code: Code, path: str, name: str) -> Iterator[str]:
    owner = code.symbols.spaces[path].owners.get(name)
    for method in SETUP if owner else ():
        found = code.symbols.resolve(path, f"self.{method}", name)
        if found is not None and found.kind == "function":
            yield node_of(found.path, found.name)
