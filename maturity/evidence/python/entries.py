"""What a person or an orchestrator starts: scripts, commands of a command line, and what a framework registers."""

from collections.abc import Iterator

from maturity.evidence.graph.graph import Edge, Graph, Start
from maturity.evidence.layout import document_path, test_path
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown
from maturity.evidence.python.dispatch import imported
from maturity.evidence.python.module import Call
from maturity.evidence.python.names import is_class
from maturity.evidence.python.namespace import TOP, node_of
from maturity.model.activity import Activity
from maturity.model.place import Place

REGISTERING = frozenset(
    (
        "command callback group route get post put delete patch websocket api_route on_event event handler "
        "exception_handler middleware task tool listener subscriber agent timer local_entrypoint register "
        "event_trigger service_bus_queue_trigger job timer_trigger blob_trigger queue_trigger "
        "cosmos_db_trigger on_message scheduled_job cron api before_request after_request errorhandler "
        "on_startup lifespan function_name"
    ).split()
)
"""Methods whose decorated function is run later by the object they belong to."""
ASKED = frozenset("route get post put delete patch websocket api_route".split())
"""Those whose function answers a request."""
WEB = frozenset(
    "fastapi flask starlette sanic quart litestar bottle aiohttp falcon django robyn functions_framework".split()
)
"""Libraries of services over HTTP."""
APPLICATIONS = frozenset(("typer.Typer.__call__", "cyclopts.App.__call__"))
"""Calls of an application that runs one of the commands that were registered on it."""
HANDING_ON = frozenset("include_router add_typer add_command register_blueprint mount run serve include".split())
"""Calls that put an object with commands or routes under another, or run it."""
COMMANDS = frozenset(
    (
        "typer.Typer.command typer.Typer.callback click.command click.Group.command click.group invoke.task "
        "fabric.task hydra.main hydra_zen.zen duty.duty rich_click.command typer.command cyclopts.App.command "
        "cyclopts.App.default click.core.Group.command cleo.command draccus.wrap"
    ).split()
)
"""Decorators that make a command of a function."""
MAIN_RUNNERS = frozenset(("tensorflow.app.run", "tensorflow.compat.v1.app.run", "tensorflow.python.platform.app.run"))
"""Those that run the function `main` of their file when they are given none."""
RUNNERS = MAIN_RUNNERS.union(
    ("fire.Fire", "absl.app.run", "typer.run", "clize.run", "plac.call", "tyro.cli", "jsonargparse.CLI")
)
"""Calls that run the functions they are given from a command line."""
OPENERS = frozenset(("fire.Fire", "jsonargparse.CLI", "jsonargparse.auto_cli"))
"""Those of them that make a command of each method of a class, and of each function of a file when given nothing."""
_OPENING = frozenset(name.rpartition(".")[2] for name in OPENERS | MAIN_RUNNERS)
_LOGGING = frozenset(("log_model", "save_model"))
_SERVED = ("load_context", "predict", "predict_stream")
LIGHTNING = ("LightningCLI", "cli_main")
NOT_PROGRAMS = frozenset(("setup.py", "conftest.py", "noxfile.py", "__init__.py", "versioneer.py"))
DOING: frozenset[Activity] = frozenset(
    (
        "prepare-data",
        "train",
        "evaluate",
        "score",
        "register",
        "log-model",
        "sign-model",
        "promote",
        "deploy",
        "serve",
        "run-pipeline",
        "validate-data",
        "use-features",
        "version-data",
        "detect-drift",
        "gate",
        "roll-back",
        "split-traffic",
    )
)
"""Activities that make a script of a file that does them when it is merely loaded."""


def link_registered(code: Code, graph: Graph) -> None:
    """Link what holds commands, routes and handlers with them: the group's function, or the file that is loaded."""
    for unit in code.everything():
        if unit.test:
            continue
        for decorator in unit.function.decorators:
            holder, _, verb = decorator.name.rpartition(".")
            if not holder or verb not in REGISTERING:
                continue
            group = code.resolve(unit, holder)
            if group is not None and group.kind == "foreign" and not is_class(group.name):
                continue  # `@click.group()` makes an object; it belongs to none
            inside = group is not None and group.kind == "function" and group.name != unit.function.name
            source = node_of(group.path, group.name) if group is not None and inside else node_of(unit.path)
            graph.link(Edge(source, unit.node, _at(unit, decorator), asked=_asked(unit, verb)))
    _link_handed_on(code, graph)
    _link_called(code, graph)
    _link_opened(code, graph)
    _link_logged(code, graph)


def _asked(unit: Unit, verb: str) -> bool:
    return verb in ASKED and not WEB.isdisjoint(unit.imports)


def _link_called(code: Code, graph: Graph) -> None:
    """Link `def main(): app()` with the file that it stands in: commands were registered on the application there."""
    for unit in code.everything():
        if unit.test or unit.function.name in TOP:
            continue
        for call, symbol in unit.calls():
            if symbol is not None and symbol.kind == "foreign" and symbol.name in APPLICATIONS:
                graph.link(Edge(unit.node, node_of(unit.path), unit.at(call.line, f"{shown(call.name)}()")))


def _link_opened(code: Code, graph: Graph) -> None:
    """Link `fire.Fire(Trainer)` with the public methods of the class, `fire.Fire()` with the functions of its file,
    and `tf.app.run()` with its `main`.
    """
    for unit in code.everything():
        for call, symbol in unit.ending(_OPENING):
            name, place = foreign_name(call.name, symbol), unit.at(call.line, f"{shown(call.name)}()")
            if name in OPENERS:
                for one in _opened(code, unit, call):
                    graph.link(Edge(unit.node, one.node, place))
            elif name in MAIN_RUNNERS and not call.arguments and "main" not in call.keywords:
                main = code.by_node.get(node_of(unit.path, "main"))
                if main is not None:
                    graph.link(Edge(unit.node, main.node, place))


def _link_logged(code: Code, graph: Graph) -> None:
    """Link `log_model(python_model=Wrapper())` with what a platform runs of the class that it serves."""
    for unit in code.everything():
        for call, _ in unit.ending(_LOGGING):
            name = reference_of(call.keywords.get("python_model")).removesuffix("()")
            owner = code.resolve(unit, name) if name else None
            for method in code.methods(owner, _SERVED) if owner is not None and owner.kind == "class" else ():
                target = node_of(method.path, method.name)
                graph.link(Edge(unit.node, target, unit.at(call.line, f"{shown(call.name)}()")))


def _opened(code: Code, unit: Unit, call: Call) -> Iterator[Unit]:
    given = (reference_of(one).removesuffix("()") for one in call.arguments)
    named = [code.resolve(unit, name) for name in given if name]
    owners = [(one.path, one.name) for one in named if one is not None and one.kind == "class"]
    if not call.arguments and not call.keywords:
        owners = [(unit.path, "")]
    for path, owner in owners:
        for one in code.units.get(path, ()):
            holder, _, name = one.function.name.rpartition(".")
            if holder == owner and not name.startswith(("_", "<")):
                yield one


def _link_handed_on(code: Code, graph: Graph) -> None:
    """Link `app.include_router(routes.router)` and `cli.add_typer(train.app)` with the file of the object handed on.

    What that file has put under its object comes along: a router of routers, a command of commands.
    """
    for unit in code.everything():
        for call, path in _handed_on(code, unit):
            files = [path]
            for file in files:
                _link_registered_in(code, graph, unit, call, file)
                top = [one for one in code.units.get(file, ()) if one.function.name == "<module>"]
                files += sorted({inner for one in top for _, inner in _handed_on(code, one)} - {unit.path, *files})


def _handed_on(code: Code, unit: Unit) -> Iterator[tuple[Call, str]]:
    """Yield the calls that hand on an object of another file, and that file."""
    for call, _ in unit.ending(HANDING_ON):
        for argument in (*call.arguments, *call.keywords.values()):
            handed = code.resolve(unit, reference_of(argument)) if reference_of(argument) else None
            if handed is not None and handed.kind == "value" and handed.path != unit.path:
                yield call, handed.path


def _link_registered_in(code: Code, graph: Graph, unit: Unit, call: Call, path: str) -> None:
    for one in code.units.get(path, ()):
        verbs = {decorator.name.rpartition(".")[2] for decorator in one.function.decorators} & REGISTERING
        if verbs:
            asked = all(_asked(one, verb) for verb in verbs)
            graph.link(Edge(unit.node, one.node, unit.at(call.line, f"{shown(call.name)}()"), asked=asked))


def start_programs(code: Code, graph: Graph) -> None:
    """Add the starts of everything that runs from a command line."""
    used = {target for path in code.units if not test_path(path) for target in imported(code, path)}
    for path, units in code.units.items():
        if not may_run(path):
            continue
        place = _script(graph, path, units, imported_by_others=path in used)
        if place is not None:
            graph.start(Start("entry", node_of(path), place, path))
        for unit in units:
            for at in _command(code, unit):
                graph.start(Start("entry", unit.node, at, f"{path}:{unit.function.name}"))


def may_run(path: str) -> bool:
    """Tell whether a file can be a program by its name: no test, no notebook, no packaging or documentation script."""
    name = path.rsplit("/", 1)[-1]
    return not (path.endswith(".ipynb") or name in NOT_PROGRAMS or test_path(path) or document_path(path))


def _script(graph: Graph, path: str, units: list[Unit], *, imported_by_others: bool) -> Place | None:
    """Return where a file starts to do things when it is run; None when it only defines them."""
    by_name = {unit.function.name: unit for unit in units}
    if path.endswith("__main__.py"):
        return Place(path=path, line=1, text="__main__")
    guard = by_name.get("<main>")
    if guard is not None:
        return guard.at(guard.function.line, 'if __name__ == "__main__"')
    top = by_name.get("<module>")
    if top is None:
        return None
    node = node_of(path)
    done = [site.at for site in graph.sites.get(node, ()) if site.activity in DOING]
    if done:
        return done[0]
    called = {
        call.line
        for call, symbol in top.calls()
        if symbol is not None and symbol.kind in ("function", "class", "unread")
    }
    runs = [edge.at for edge in graph.edges.get(node, ()) if edge.at.line in called and not edge.by_name]
    return runs[0] if runs and not imported_by_others else None


def _command(code: Code, unit: Unit) -> Iterator[Place]:
    """Yield where a function is made a command, or handed to a library that makes one of it."""
    for decorator in unit.function.decorators:
        name = code.named(unit, decorator)
        if name in COMMANDS or (decorator.name.endswith(".command") and _is_click(code, unit, decorator)):
            yield _at(unit, decorator)
    for call, symbol in unit.calls():
        name = foreign_name(call.name, symbol)
        if name in RUNNERS or (name.endswith(LIGHTNING) and "." in name):
            yield unit.at(call.line, f"{shown(call.name)}()")


def _is_click(code: Code, unit: Unit, decorator: Call) -> bool:
    """Tell whether `@group.command` belongs to a function that is a group itself."""
    owner = code.unit(code.resolve(unit, decorator.name.rpartition(".")[0]))
    return owner is not None and any(
        code.named(owner, one).startswith(("click.", "rich_click.")) for one in owner.function.decorators
    )


def _at(unit: Unit, decorator: Call) -> Place:
    return unit.at(decorator.line, f"@{shown(decorator.name)}")
