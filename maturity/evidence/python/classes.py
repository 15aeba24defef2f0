"""Classes that a framework runs: nodes of their own, what their bases prove, the methods that are called back."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge, Graph, Node, Site
from maturity.evidence.layout import test_path
from maturity.evidence.python.code import CONSTRUCTORS, Code, shown
from maturity.evidence.python.module import Class
from maturity.evidence.python.namespace import Symbol, node_of
from maturity.evidence.technologies import Match, Technologies
from maturity.model.place import Place

HOOKS = frozenset(
    (
        "training_step validation_step test_step predict_step configure_optimizers optimizer_step "
        "prepare_data setup train_dataloader val_dataloader test_dataloader predict_dataloader train_step "
        "test_step forward call compute_loss compute_metrics __getitem__ __iter__ on_fit_start on_train_start "
        "on_train_begin on_train_end on_epoch_end on_train_epoch_end on_validation_end "
        "on_validation_epoch_end on_test_end on_test_epoch_end on_step_end on_log on_batch_end on_evaluate "
        "on_save run do_GET do_POST dispatch process process_element"
    ).split()
)
"""Methods that frameworks call on the objects they are handed."""
PLAIN = frozenset(
    (
        "object abc.ABC enum.Enum enum.StrEnum enum.IntEnum str int dict list Exception typing.NamedTuple "
        "typing.TypedDict typing.Protocol typing.Generic ValueError RuntimeError pydantic.BaseModel"
    ).split()
)
"""Bases that call nothing back."""


def add_classes(code: Code, technologies: Technologies, graph: Graph) -> None:
    """Add a node for every class that a framework runs, with what it proves and the methods it is called back by."""
    for path in code.units:
        if test_path(path) or path.endswith(".ipynb"):
            continue
        for declared in code.modules[path].classes:
            owner = Symbol("class", path, declared.name)
            foreign = [base.name for base in code.symbols.bases(owner) if base.kind == "foreign"]
            if any(name not in PLAIN for name in foreign) or declared.decorators:
                _add_class(code, technologies, graph, owner, declared, foreign)


def _add_class(
    code: Code, technologies: Technologies, graph: Graph, owner: Symbol, declared: Class, foreign: list[str]
) -> None:
    path, node = owner.path, node_of(owner.path, declared.name)
    imports = code.imports[path]
    proved = list(_proved(technologies, declared, foreign, imports))
    run = any(match.activity != "read-parameters" for match in proved)  # nobody calls settings back
    called_back = [one for one in _own_methods(code, owner) if run or one.rpartition(".")[2] in HOOKS]
    if not proved and not called_back:
        return
    place = Place(path=path, line=declared.line, text=f"class {declared.name}")
    graph.add(Node(node, "class", declared.name, place))
    for match in proved:
        graph.prove(Site(node, match.activity, match.technology, place, detail=match.title))
    for name in called_back:
        graph.link(Edge(node, node_of(path, name), place))


def _proved(
    technologies: Technologies, declared: Class, foreign: list[str], imports: frozenset[str]
) -> Iterator[Match]:
    for name in foreign:
        yield from technologies.base(name, imports)
    for decorator in declared.decorators:
        yield from technologies.decorator(decorator, imports)


def _own_methods(code: Code, owner: Symbol) -> Iterator[str]:
    """Yield the methods a class defines that somebody else may call."""
    prefix = f"{owner.name}."
    for unit in code.units[owner.path]:
        name = unit.function.name
        if name.startswith(prefix):
            last = name[len(prefix) :]
            if "." not in last and last not in CONSTRUCTORS and (last in HOOKS or not last.startswith("_")):
                yield name


def link_unmade(code: Code, graph: Graph) -> None:
    """Link a file with those of its classes that prove something and that nobody makes: the framework finds them."""
    made = {edge.target for edges in graph.edges.values() for edge in edges}
    for path in code.units:
        for declared in code.modules[path].classes:
            node = node_of(path, declared.name)
            if node in graph.nodes and node in graph.sites and node not in made:
                at = Place(path=path, line=declared.line, text=f"class {shown(declared.name)}")
                graph.link(Edge(node_of(path), node, at))


MAX_OVERRIDES = 8
"""Methods that may stand behind one call; where a base class has more heirs than that, a call tells nothing."""


def link_overrides(code: Code, graph: Graph) -> None:
    """Link a method with those that override it: `self._train_epoch()` of a base class runs the heir's."""
    heirs: dict[str, list[Edge]] = {}
    for path in code.units:
        if test_path(path) or path.endswith(".ipynb"):
            continue
        for declared in code.modules[path].classes:
            owner = Symbol("class", path, declared.name)
            bases = [base for base in code.symbols.bases(owner) if base.kind == "class"]
            for name in _defined(code, owner) if bases else ():
                edge = _override(code, owner, bases, name)
                if edge is not None:
                    heirs.setdefault(edge.source, []).append(edge)
    for edges in heirs.values():
        if len(edges) <= MAX_OVERRIDES:
            for edge in edges:
                graph.link(edge)


def _defined(code: Code, owner: Symbol) -> Iterator[tuple[str, int]]:
    """Yield the methods a class defines itself, with their lines."""
    prefix = f"{owner.name}."
    for unit in code.units[owner.path]:
        last = unit.function.name.removeprefix(prefix)
        if unit.function.name != last and "." not in last and last not in CONSTRUCTORS:
            yield last, unit.function.line


def _override(code: Code, owner: Symbol, bases: list[Symbol], name: tuple[str, int]) -> Edge | None:
    """Return the edge from the nearest base that defines a method to the method of an heir."""
    last, line = name
    above = next((found for base in bases if (found := code.symbols.method(base, last)) is not None), None)
    if above is None or above.kind != "function":
        return None
    place = Place(path=owner.path, line=line, text=f"{owner.name}.{last} overrides {above.name}")
    return Edge(node_of(above.path, above.name), node_of(owner.path, f"{owner.name}.{last}"), place, by_name=True)
