"""What the tools whose pipelines are classes have in common: classes with their foreign bases, and their methods."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Node
from maturity.evidence.python.code import Unit
from maturity.evidence.python.frameworks.framework import Found
from maturity.evidence.python.module import Class
from maturity.evidence.python.namespace import Symbol, node_of


def classes_of(units: list[Unit], found: Found) -> Iterator[tuple[Class, list[str]]]:
    """Yield the classes of a file with the full names of their foreign bases."""
    path = units[0].path
    for declared in found.code.modules[path].classes:
        bases = found.code.symbols.bases(Symbol("class", path, declared.name))
        yield declared, [base.name for base in bases if base.kind == "foreign"]


def class_node(path: str, declared: Class, found: Found) -> str:
    """Add the node of a class and return its id."""
    at = found.project.place(path, declared.line, f"class {declared.name}")
    return found.graph.add(Node(node_of(path, declared.name), "class", declared.name, at)).id


def methods_of(units: list[Unit], declared: Class) -> Iterator[tuple[str, Unit]]:
    """Yield the methods that a class defines, by name."""
    for unit in units:
        owner, _, name = unit.function.name.rpartition(".")
        if owner == declared.name:
            yield name, unit
