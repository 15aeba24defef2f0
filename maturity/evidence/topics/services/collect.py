"""The services of a project: files that declare one, joined with the files they import and what their handlers run."""

import re
from collections.abc import Iterable, Iterator, Mapping

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.files import ModuleFiles
from maturity.evidence.python.module import Call
from maturity.evidence.python.parallel_runs import entry_scripts
from maturity.evidence.topics.files import filled
from maturity.evidence.topics.imports import Imports
from maturity.evidence.topics.reached import calls_of, closure, functions_of
from maturity.evidence.topics.services import hosted, resources, traits, watched
from maturity.evidence.topics.services.frameworks import Declared, declared
from maturity.model.facts.programs import ServiceFact

_SPECIFICATION = re.compile(
    r"(?:^|/)(?:openapi|swagger)[^/]*\.(?:ya?ml|json)\Z|\.proto\Z|(?:^|/)(?:contract\.json|flow\.dag\.ya?ml)\Z",
    re.IGNORECASE,
)
_INPUTS = re.compile(r"^inputs:[ \t]*\n(?:[ \t].*\n)*?[ \t]+type:[ \t]*\w", re.MULTILINE)
"""Typed inputs at the top of a flow of Prompt flow."""
DEMOS = frozenset(("gradio", "streamlit"))
"""Frameworks of pages on which a person tries a model."""
_SIGNS = frozenset(("infer_signature", "ModelSignature"))
_SIGNED_SAVES = frozenset(("save", "save_model", "export", "export_saved_model"))


def collect(project: Project, graph: Graph) -> Iterator[ServiceFact]:
    """Yield one fact for each service: those of code, those that are declared, and those that a platform hosts."""
    described = any(_describes(path, content) for path, content in filled(project, _SPECIFICATION))
    signed = _signed(project)
    known = [
        *_written(project, graph, signed=signed, described=described),
        *resources.collect(project, signed=signed, described=described),
    ]
    found = [*known, *hosted.collect(graph, known)]
    hosts = any(one.framework == watched.PLATFORM and not one.metrics for one in found)
    place = watched.watched(project) if hosts else None
    for service in found:
        measured = place is not None and service.framework == watched.PLATFORM and not service.metrics
        yield service.model_copy(update={"metrics": True, "related": (*service.related, place)} if measured else {})


def _describes(path: str, content: str) -> bool:
    """Tell whether a file describes an interface; a contract is one for Seldon, whose tester reads these keys.

    One that lies among tests is that of a sample. A flow of Prompt flow does where it types its inputs.
    """
    if path.endswith((".dag.yaml", ".dag.yml")):
        return _INPUTS.search(content) is not None
    contract = path.endswith("contract.json")
    return not contract or ('"features"' in content and '"targets"' in content and not test_path(path))


def _written(project: Project, graph: Graph, *, signed: bool, described: bool) -> Iterator[ServiceFact]:
    """Yield the services of code: files that import one another are one service."""
    found: dict[str, Declared] = {}
    for path, module in project.modules.items():
        if not (path.endswith(".ipynb") or test_path(path) or vendored(path)) and (one := declared(module)):
            found[path] = one
    batches = entry_scripts(project.modules, ModuleFiles(project.modules)) if found else ()
    for script, *_ in batches:
        found.pop(script, None)
    imports = _imports(project)
    probed = resources.probed(project) if found else False
    measured = bool(found) and any(
        traits.checks_metrics(module) for path, module in project.modules.items() if test_path(path)
    )
    for group in _groups(found, imports):
        service = _service(project, graph, {path: found[path] for path in group}, imports)
        # A platform checks requests against the signature of the model that it is given.
        checked = signed and any(map(_deploys, (found[path] for path in group)))
        if service.model or not all(found[path].weak for path in group):
            # What the server shows by itself is known to the project where a test asks for it.
            shown = measured and not traits.EXPOSES_METRICS.isdisjoint(found[path].framework for path in group)
            yield service.model_copy(
                update={
                    "health": service.health or probed,
                    "contract": service.contract or described or checked,
                    "metrics": service.metrics or shown,
                }
            )


def _service(
    project: Project, graph: Graph, parts: Mapping[str, Declared], imports: Mapping[str, tuple[str, ...]]
) -> ServiceFact:
    # The file with most of the routes is the service; another one may wrap it, or measure it.
    path, main = min(parts.items(), key=lambda item: (-len(item[1].routes), item[0]))
    near = {*parts, *(other for part in parts for other in imports.get(part, ()))}
    handlers = [
        f"py:{place}::{one.name}" for place, part in parts.items() for one in part.handlers if one.name[0] != "<"
    ]
    run = closure(graph, [*handlers, *(f"py:{place}" for place in parts)])
    calls = [call for _, call in calls_of(project, dict.fromkeys([*run, *(f"py:{place}" for place in sorted(near))]))]
    own = [call for place in parts for function in project.modules[place].functions for call in function.calls]
    answering = [one for part in parts.values() for one in part.handlers]
    called = {edge.target for handler in handlers for edge in graph.edges.get(handler, ())}
    helpers = [function for _, function in functions_of(project, sorted(called))]
    routes = tuple(dict.fromkeys(route for part in parts.values() for route in part.routes))
    frameworks = {part.framework for part in parts.values()}
    hosted = main.framework in ("sagemaker", "azure-ml", "vertex-ai")
    scraped = resources.scraped(project, path.rpartition("/")[0], main.framework)
    held = main.framework in traits.HOLDS_MODEL or _deploys(main)
    model = held or traits.uses_model([*calls, *own])
    return ServiceFact(
        at=project.place(path, main.line, main.framework),
        related=scraped,
        framework=main.framework,
        routes=routes,
        contract=any(
            traits.typed(project, one, answering, [project.modules[p] for p in parts], helpers)
            for one in sorted(frameworks)
        ),
        health=any(map(traits.HEALTH.match, routes)) or not frameworks.isdisjoint(traits.ANSWERS_HEALTH) or hosted,
        metrics=traits.exports_metrics([*calls, *own], exposed=not frameworks.isdisjoint(traits.EXPOSES_METRICS))
        or traits.adds_metrics(answering)
        or traits.answers_with_metrics(answering)
        or bool(scraped),
        stores_predictions=(model and (traits.stores(calls) or traits.logs_records(own))) or _stores(graph, run),
        model=model,
        demo=not frameworks.isdisjoint(DEMOS) or traits.shows_page(answering),
    )


def _stores(graph: Graph, run: Iterable[str]) -> bool:
    return any(site.activity == "store-predictions" for node in run for site in graph.sites.get(node, ()))


def _deploys(main: Declared) -> bool:
    """Tell whether the service is a deploying call to a platform, which names the model itself."""
    return not main.handlers and not main.routes and main.framework in ("sagemaker", "vertex-ai", "azure-ml")


def _groups(found: Mapping[str, Declared], imports: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Join declaring files that import one another, in the order of their paths."""
    leader = {path: path for path in found}

    def top(path: str) -> str:
        while leader[path] != path:
            path = leader[path]
        return path

    for path in found:
        for other in imports.get(path, ()):
            if other in found:
                leader[top(other)] = top(path)
    groups: dict[str, list[str]] = {}
    for path in sorted(found):
        groups.setdefault(top(path), []).append(path)
    return list(groups.values())


def _imports(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the project's own files that each file imports, tests left out."""
    imports = Imports(project.modules)
    return {
        path: tuple(target for target in imports.imported(path, module) if not test_path(target))
        for path, module in project.modules.items()
    }


def _signed(project: Project) -> bool:
    """Tell whether code gives models a signature or an input example."""

    def signs(call: Call) -> bool:
        last = call.name.rpartition(".")[2]
        named = last in _SIGNED_SAVES and "signatures" in call.keywords
        return last in _SIGNS or "input_example" in call.keywords or named

    return any(
        signs(call)
        for path, module in project.modules.items()
        if not test_path(path)
        for function in module.functions
        for call in function.calls
    )
