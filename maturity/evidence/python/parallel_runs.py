"""Parallel runs of Azure ML: a worker calls `init()` of the entry script once, and `run(mini_batch)` for each batch."""

from collections.abc import Iterator, Mapping

from maturity.evidence.graph.graph import Edge, Graph, Start
from maturity.evidence.layout import test_path
from maturity.evidence.python.code import Code, text_of
from maturity.evidence.python.files import ModuleFiles, folder_of
from maturity.evidence.python.module import Call, Module
from maturity.evidence.python.namespace import node_of
from maturity.model.place import Place

_DECLARING = frozenset(("ParallelRunConfig", "RunFunction"))
"""Calls of the first and the second SDK that name an entry script."""
_CONTRACT = ("init", "run")


def entry_scripts(modules: Mapping[str, Module], files: ModuleFiles) -> Iterator[tuple[str, str, Call]]:
    """Yield each entry script with the file and the call that name it; a notebook may be what submits the run."""
    for path, module in modules.items():
        for function in module.functions if not test_path(path) else ():
            for call in function.calls:
                script = text_of(call.keywords.get("entry_script"))
                if script and call.name.rpartition(".")[2] in _DECLARING:
                    folder = text_of(call.keywords.get("source_directory")) or text_of(call.keywords.get("code"))
                    written = f"{folder}/{script}" if folder and "{}" not in folder else script
                    found = files.ending(written, folder_of(path)) or files.ending(script, folder_of(path))
                    if found:
                        yield found, path, call


def start_entry_scripts(code: Code, graph: Graph) -> None:
    """Start each entry script as the platform does, whatever submits the run."""
    for script, path, call in entry_scripts(code.modules, code.index.files):
        if link_contract(script, code, graph):
            graph.start(Start("entry", node_of(script), Place(path=path, line=call.line, text="entry_script"), script))


def link_contract(script: str, code: Code, graph: Graph) -> bool:
    """Link a script with what the platform calls in it; False where it does not have both functions."""
    called = [unit for unit in code.units.get(script, ()) if unit.function.name in _CONTRACT]
    for unit in called if len(called) > 1 else ():
        graph.link(Edge(node_of(script), unit.node, unit.at(unit.function.line, f"def {unit.function.name}")))
    return len(called) > 1
