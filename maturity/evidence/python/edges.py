"""Edges between Python functions: calls, constructors, callbacks, decorators, files that are executed, commands."""

from collections.abc import Iterator
from typing import Protocol

from maturity.evidence.graph.graph import Edge, End, Graph, Node
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.files import folder_of
from maturity.evidence.python.module import Call
from maturity.evidence.python.namespace import TOP, Symbol, node_of
from maturity.model.place import Place

INSTANCE_CALLS = ("__call__", "forward", "call")
"""Methods that run when an instance is called: Python's own, torch's and Keras's."""
COMMANDS = frozenset(
    (
        "subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen "
        "subprocess.getoutput subprocess.getstatusoutput os.system os.popen os.execvp os.execv "
        "asyncio.create_subprocess_shell asyncio.create_subprocess_exec plumbum.cmd pexpect.run"
    ).split()
)
"""Calls whose texts are a command line."""
CONTEXT_RUNNERS = {
    "invoke": ("run", "sudo"),
    "fabric": ("run",),
    "IPython": ("system",),
    **dict.fromkeys(("nox", "nox_poetry"), ("run",)),
}
"""Modules whose context or session objects run command lines, and the methods that do."""
_TEST_RUNNERS = frozenset(("pytest.main", "unittest.main", "unittest.TextTestRunner.run"))
"""Calls that run tests: `pytest.main(["tests"])`, and those of unittest, which are the tests of the file."""
EXECUTING = frozenset(
    (
        *(name.rpartition(".")[2] for name in COMMANDS),
        *("run_path", "run_module", "exec", "execfile", "import_module", "sudo"),
        *(name.rpartition(".")[2] for name in _TEST_RUNNERS),
    )
)
"""Last parts of calls that run another file or a command line."""


class Shell(Protocol):
    """Follows command lines (evidence/graph/builder.py)."""

    def script(self, node: str, text: str, path: str, line: int = 1, folder: str = "") -> None:
        """Link a node with everything that a shell text runs."""


def add_nodes(code: Code, graph: Graph) -> None:
    """Add a node for the top level of every file and for every function."""
    for path, units in code.units.items():
        graph.add(Node(node_of(path), "script", path, Place(path=path)))
        if path.endswith(".ipynb"):
            graph.notebooks.update(unit.node for unit in units)
            graph.notebooks.add(node_of(path))
        for unit in units:
            name = unit.function.name
            if name not in TOP:
                graph.add(Node(unit.node, "function", name, unit.at(unit.function.line, f"def {name}")))


def connect(code: Code, graph: Graph, shell: Shell | None) -> None:
    """Add the edges that the calls, callbacks and decorators of every function prove."""
    for unit in code.everything():
        mentioned = _handed(code, unit)
        handed = mentioned | _made(code, unit)
        for call, symbol, last in zip(unit.function.calls, unit.symbols, unit.lasts, strict=True):
            if symbol is not None and symbol.kind == "function":
                _link(graph, unit, symbol, call)
            elif symbol is not None and symbol.kind in ("class", "unread"):
                _follow(code, graph, unit, call, symbol)
            elif last in EXECUTING:
                _execute(code, graph, unit, call, foreign_name(call.name, symbol), shell)
            elif last == "__call__":
                _follow_instance(code, graph, unit, call)
            if handed:
                _hand_over(graph, unit, call, handed)
        _mention(code, graph, unit, mentioned)


def _follow(code: Code, graph: Graph, unit: Unit, call: Call, symbol: Symbol) -> None:
    """Add the edges of one call of a class, to its constructors and to itself where a framework runs it."""
    for target in code.functions(symbol):
        _link(graph, unit, target, call)
    if symbol.kind == "class" and node_of(symbol.path, symbol.name) in graph.nodes:
        _link(graph, unit, symbol, call)


def _follow_instance(code: Code, graph: Graph, unit: Unit, call: Call) -> None:
    """Add the edge of an instance that is called: `Net.__call__` runs what torch or Keras call in turn."""
    owner = code.resolve(unit, call.name.removesuffix(".__call__"))
    for target in code.methods(owner, INSTANCE_CALLS)[:1] if owner and owner.kind == "class" else ():
        _link(graph, unit, target, call)


def _handed(code: Code, unit: Unit) -> dict[str, Symbol]:
    """Return the functions that a function mentions without calling them, by the name it mentions them under."""
    found = {name: code.resolve(unit, name) for name in unit.function.references}
    return {name: symbol for name, symbol in found.items() if symbol is not None and symbol.kind == "function"}


def _made(code: Code, unit: Unit) -> dict[str, Symbol]:
    """Return the `__call__` of the instances that a function makes, by their class: who gets one calls it."""
    classes = {call.name: symbol for call, symbol in unit.calls() if symbol is not None and symbol.kind == "class"}
    called = {name: code.methods(symbol, ("__call__",)) for name, symbol in classes.items()}
    return {name: methods[0] for name, methods in called.items() if methods}


def _hand_over(graph: Graph, unit: Unit, call: Call, handed: dict[str, Symbol]) -> None:
    """Add the edges of the functions that a call is given, to be run later."""
    for argument in (*call.arguments, *call.keywords.values()):
        target = handed.get(reference_of(argument))
        if target is not None:
            _link(graph, unit, target, call)


def _link(graph: Graph, unit: Unit, target: Symbol, call: Call) -> None:
    node = node_of(target.path, target.name)
    if node == unit.node:
        return
    if target.kind == "unread":
        graph.add(Node(node, "function", target.name, Place(path=target.path)))
    graph.link(Edge(unit.node, node, unit.at(call.line, f"{shown(call.name)}()"), guarded=call.guarded))


def _mention(code: Code, graph: Graph, unit: Unit, handed: dict[str, Symbol]) -> None:
    """Add the edges of functions that are mentioned outside of calls, and of decorators of the project's own."""
    for name, target in handed.items():
        node = node_of(target.path, target.name)
        if node != unit.node:
            graph.link(Edge(unit.node, node, unit.at(unit.function.line, shown(name))))
    for decorator in unit.function.decorators:
        wrapper = code.resolve(unit, decorator.name)
        if wrapper is not None and wrapper.kind == "function":
            _link(graph, unit, wrapper, decorator)


def _execute(code: Code, graph: Graph, unit: Unit, call: Call, name: str, shell: Shell | None) -> None:
    """Add the edges of a call that runs another file or a command line."""
    if name in ("runpy.run_path", "exec", "execfile", "runpy.run_module"):
        for target in _executed(code, unit, call, name):
            graph.link(Edge(unit.node, target, unit.at(call.line, f"{name}()")))
    elif name == "importlib.import_module" and call.arguments and not text_of(call.arguments[0]):
        graph.end(
            End(unit.node, "a module is imported by a name that is only known at run time", unit.at(call.line, name))
        )
    elif shell is not None and name in _TEST_RUNNERS:
        given = text_of(call.arguments[0]) if call.arguments and name == "pytest.main" else ""
        own = unit.path.rpartition("/")[2] if name == "unittest.main" else ""
        shell.script(unit.node, f"pytest {given or own}", unit.path, call.line, unit.path.rpartition("/")[0])
    elif shell is not None and _is_command(name, unit):
        texts = [text_of(argument) for argument in call.arguments]
        line = " ".join(text for text in texts if text)
        if line:
            shell.script(
                unit.node,
                python_first(line),
                unit.path,
                call.line,
                text_of(call.keywords.get("cwd")) or unit.path.rpartition("/")[0],
            )


def _is_command(name: str, unit: Unit) -> bool:
    if name in COMMANDS:
        return True
    last = name.rpartition(".")[2]
    return any(last in CONTEXT_RUNNERS[module] for module in unit.imports if module in CONTEXT_RUNNERS)


def python_first(line: str) -> str:
    """Read `[sys.executable, "train.py"]`, whose first word is a hole, as Python."""
    return f"python{line[2:]}" if line.startswith("{} ") and (".py" in line or line.startswith("{} -m ")) else line


def _executed(code: Code, unit: Unit, call: Call, name: str) -> Iterator[str]:
    """Yield the nodes of files that `runpy` or `exec(open(...).read())` runs."""
    arguments = call.arguments[:1]
    if name == "exec":
        opened = (one for one, _ in unit.calls() if one.line == call.line and one.name == "open")
        arguments = tuple(one.arguments[0] for one in opened if one.arguments)
    for text in map(text_of, arguments):
        folder = folder_of(unit.path)
        if name == "runpy.run_module":
            found = code.index.module(text, "/".join(folder)) if text else None
        else:
            path = code.index.files.ending(text, folder) if text.endswith(".py") else None
            found = node_of(path) if path else None
        if found:
            yield found
