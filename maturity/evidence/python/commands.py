"""Which command of an application a command line means: `churn monitor drift` runs `drift` of the group `monitor`.

Typer and click only, whose commands are registered by a decorator. Where the words name no command that is known, the
whole application is meant, as before.
"""

from collections.abc import Iterator, Mapping

from maturity.evidence.graph.graph import Edge, Graph
from maturity.evidence.python.code import Code, Unit, reference_of, text_of

_MOST_EDGES = 8
"""How far the file of the application is looked for from the console script: `main()`, `app()`."""


def link_commands(code: Code, graph: Graph) -> None:
    """Link every command line that has words with the command that they name, or with the whole application."""
    applications = _Applications(code)
    for node, (program, words) in graph.worded.items():
        command = applications.command(_file(applications, graph, program), words)
        if command is not None:
            at = command.at(command.function.line, f"{command.function.name}()")
            graph.link(Edge(node, command.node, at))
        else:
            graph.link(Edge(node, program, graph.nodes[node].at))


def _file(applications: "_Applications", graph: Graph, program: str) -> str:
    """Return the file in which the application of a console script or module is; empty when it is none of ours."""
    node = program
    for _ in range(_MOST_EDGES):
        path = node.removeprefix("py:").partition("::")[0]
        if node.startswith("py:") and any(applications.registered(path)):
            return path
        following = [edge.target for edge in graph.edges.get(node, ())]
        if len(following) != 1:
            return ""
        (node,) = following
    return ""


class _Applications:
    """What is registered in each file, looked for once."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._found: dict[str, tuple[Mapping[str, Unit], Mapping[str, str]]] = {}

    def command(self, path: str, words: tuple[str, ...]) -> Unit | None:
        """Return the command that words name, through the groups that they name; None when they name none."""
        for word in words if path else ():
            commands, groups = self.registered(path)
            if word in commands:
                return commands[word]
            if word not in groups:
                return None
            path = groups[word]
        return None

    def registered(self, path: str) -> tuple[Mapping[str, Unit], Mapping[str, str]]:
        """Return the commands of a file by name, and the files of the groups that are handed to its application."""
        if path not in self._found:
            units = self._code.units.get(path, ())
            commands = {name: unit for unit in units for name in _names(unit)}
            groups = {name: file for unit in units for name, file in self._groups(unit)}
            self._found[path] = commands, groups
        return self._found[path]

    def _groups(self, unit: Unit) -> Iterator[tuple[str, str]]:
        for call, _ in unit.ending(frozenset({"add_typer"})):
            handed = next((reference_of(one) for one in call.arguments[:1]), "")
            found = self._code.resolve(unit, handed) if handed else None
            name = text_of(call.keywords.get("name"))
            if found is not None and found.path and name:
                yield name, found.path


def _names(unit: Unit) -> Iterator[str]:
    """Yield the names under which a function is a command."""
    for decorator in unit.function.decorators:
        if decorator.name.rpartition(".")[2] == "command":
            given = (*decorator.arguments[:1], decorator.keywords.get("name"))
            own = unit.function.name.rpartition(".")[2].lower().replace("_", "-")
            yield next((text_of(one) for one in given if text_of(one)), own)
