"""The test suite of a project: what each test runs of the suite itself, and what of the project that calls directly."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import expanded, test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.code import reference_of
from maturity.evidence.python.module import Call, Class, Function, Module
from maturity.evidence.python.namespace import node_of
from maturity.evidence.topics.imports import Imports
from maturity.evidence.topics.reached import place_of
from maturity.evidence.topics.services.frameworks import cloud_functions, declared, shown_functions
from maturity.evidence.topics.services.traits import uses_model

MAX_EXERCISED = 30
_MAX_BASES = 8
_DEPTH = 3
"""How many calls may lie between a function that is tested and the model that it asks."""
_DAGS = re.compile(r"(?:^|/)dags/(?:.*/)?[^/]+\.py\Z")
"""What Airflow loads into a bag of DAGs."""
_NETWORK = re.compile(r"(?:Module|Model)\Z")
_SCHEMA = re.compile(r"pandera|(?:DataFrameModel|SchemaModel)\Z")


@dataclass(frozen=True, slots=True)
class Run:
    """One test with what it runs."""

    node: str
    suite: tuple[tuple[str, Function], ...]
    """The test, its fixtures and the helpers of the suite, each with its file."""
    callees: tuple[str, ...]
    """Nodes of the project that the suite calls directly."""
    exercises: tuple[str, ...]
    asserts: int

    def calls(self, *, fixtures: bool = True) -> Iterator[tuple[str, Call]]:
        """Yield (path, call) of every call of the suite for this test, those of its fixtures included or not."""
        for path, function in self.suite:
            if fixtures or not any(decorator.name.endswith("fixture") for decorator in function.decorators):
                for call in function.calls:
                    yield path, call


class Suite:
    """What all tests of a project share, looked up once."""

    def __init__(self, project: Project, graph: Graph) -> None:
        self.project = project
        self.graph = graph
        self.imports = Imports(path for path in project.files if expanded(path).endswith(".py"))
        self.classes: dict[str, Class] = {
            one.name: one for module in project.modules.values() for one in module.classes
        }
        self.handlers = frozenset(_handlers(project))
        self._functions: dict[str, list[tuple[str, Function]]] = {}
        for path, module in project.modules.items():
            for function in module.functions:
                name = "" if function.name in ("<module>", "<main>") else function.name
                self._functions.setdefault(node_of(path, name), []).append((path, function))

    def run(self, node: str) -> Run:
        """Follow a test through the functions of the suite, one step into the project."""
        home = place_of(node)[0]
        seen = dict.fromkeys([node])
        queue, callees = [node], dict[str, None]()
        for current in queue:
            for edge in self.graph.edges.get(current, ()):
                path = place_of(edge.target)[0]
                inner = path == home or test_path(path)
                if not edge.target.startswith("py:") or edge.target in seen:
                    continue
                if inner:
                    seen[edge.target] = None
                    queue.append(edge.target)
                else:
                    callees[edge.target] = None
        suite = tuple(entry for one in seen for entry in self._functions.get(one, ()))
        suite += tuple(self._made_above(suite))
        files = {place_of(one)[0] for one in callees}
        for path, function in suite:
            files.update(file for label in _names(function) if (file := self.own(label, path)))
        if any(map(self._loads_dags, {path for path, _ in suite})):
            files.update(path for path in self.project.modules if _DAGS.search(path))
        exercises = sorted(path for path in files if not vendored(path))
        return Run(
            node=node,
            suite=suite,
            callees=tuple(callees),
            exercises=tuple(exercises[:MAX_EXERCISED]),
            asserts=sum(len(function.asserts) for _, function in suite),
        )

    def _made_above(self, suite: tuple[tuple[str, Function], ...]) -> Iterator[tuple[str, Function]]:
        """Yield the top levels of the files of a test, with nothing but what makes the values that it uses.

        `client = TestClient(app)` above the tests is run for those that use the client, not for their neighbours. It
        may stand in another file of the suite, too.
        """
        taken: dict[str, set[str]] = {}
        for path, function in suite:
            for call in function.calls:
                taken.setdefault(path, set()).add(call.name)
                for file, made in self._made_beside(call.name, path):
                    taken.setdefault(file, set()).add(f"{made}()")
        for path, used in sorted(taken.items()):
            above = self.project.modules[path].function("<module>")
            calls = tuple(_behind(used, above.calls if above else ()))
            if above and calls:
                yield path, replace(above, calls=calls, asserts=(), gates=(), references=tuple(_mentioned(calls)))

    def _made_beside(self, name: str, path: str) -> Iterator[tuple[str, str]]:
        """Yield the file and the class of a value that a test imports: `from tests.common import client`."""
        file = self.imports.file_of(name.partition("()")[0], path)
        module = self.project.modules.get(file or "")
        if file and module and file != path and test_path(file):
            yield from ((file, module.instances[part]) for part in name.split(".") if part in module.instances)

    def _loads_dags(self, path: str) -> bool:
        """Tell whether a file of tests loads a bag of DAGs: its tests are about those, and so are their cases."""
        module = self.project.modules[path]
        return any(call.name.endswith(".DagBag") for function in module.functions for call in function.calls)

    def own(self, name: str, path: str) -> str | None:
        """Return the file of the project that a called name comes from; None for the suite's own and foreign ones."""
        file = self.imports.file_of(name.partition("()")[0], path)
        return None if file is None or file == path or test_path(file) else file

    def apart(self, run: Run) -> Run:
        """Return a test without the fixtures that run with every test, whether it asks for them or not."""
        automatic = {(path, one.name) for path, one in run.suite if _automatic(one)}
        if not automatic:
            return run
        # With a fixture go the functions within it.
        suite = tuple(
            (path, one)
            for path, one in run.suite
            if not any(path == file and f"{one.name}.".startswith(f"{name}.") for file, name in automatic)
        )
        files = {file for path, one in suite for label in _names(one) if (file := self.own(label, path))}
        return replace(run, suite=suite, exercises=tuple(sorted(files)[:MAX_EXERCISED]))

    def functions(self, node: str) -> list[tuple[str, Function]]:
        """Return the functions of a node, each with its file; a file's top level and main guard are one node."""
        return self._functions.get(node, [])

    def behind(self, node: str) -> Iterator[Function]:
        """Yield a function of the project and those that it gets to in a few calls."""
        for one in self.graph.within(node, _DEPTH):
            yield from (function for _, function in self.functions(one))

    def is_network(self, name: str) -> bool:
        """Tell whether a class of the project is a neural network."""
        one = self.classes.get(name)
        return one is not None and any(_NETWORK.search(base) for base in one.bases)

    def is_data_module(self, name: str) -> bool:
        """Tell whether a class of the project loads its data set for training."""
        one = self.classes.get(name)
        return one is not None and any(base.endswith("DataModule") for base in one.bases)

    def is_schema(self, name: str) -> bool:
        """Tell whether a class of the project is a schema of data frames, its bases followed by name."""
        for _ in range(_MAX_BASES):
            one = self.classes.get(name)
            if one is None or not one.bases:
                return False
            if any(_SCHEMA.search(base) for base in one.bases):
                return True
            name = one.bases[0].rpartition(".")[2].partition("[")[0]
        return False


def _handlers(project: Project) -> Iterator[str]:
    """Yield the nodes of the functions that answer requests."""
    for path, module in project.modules.items():
        if test_path(path) or path.endswith(".ipynb"):
            continue
        service = declared(module)
        if service is None:
            continue
        if service.weak and not _has_model(module):
            yield from (node_of(path, name) for name in shown_functions(module))
            continue
        for handler in service.handlers:
            yield node_of(path, handler.name)


def _has_model(module: Module) -> bool:
    """Tell whether a cloud function asks a model, in whichever function of its file; pages of demos are no handlers."""
    return bool(cloud_functions(module)) and uses_model(
        call for function in module.functions for call in function.calls
    )


def _automatic(function: Function) -> bool:
    """Tell whether a function is a fixture that pytest runs with every test."""
    return any(one.name.endswith("fixture") and one.keywords.get("autouse") is True for one in function.decorators)


def _behind(used: set[str], above: tuple[Call, ...]) -> Iterator[Call]:
    """Yield the calls that made the values that are used, the last first, and what those were given."""
    for call in reversed(above):
        if any(name.startswith((f"{call.name}.", f"{call.name}()")) for name in used):
            used.update(f"{one}()" for one in _mentioned([call]))
            yield call


def _mentioned(calls: Iterable[Call]) -> Iterator[str]:
    """Yield the resolved names that calls are given as arguments."""
    for call in calls:
        yield from filter(None, map(reference_of, call.arguments))


def _names(function: Function) -> Iterator[str]:
    """Yield the resolved names that a function of the suite uses."""
    for call in function.calls:
        yield call.name
    yield from function.references
