"""ZenML: what the configuration of a run says in place of the code, `training.with_options(config_path=...)()`.

A run whose configuration names a model makes a version of it in the registry, as `@pipeline(model=Model(...))` does.
"""

import re
from collections.abc import Iterator

from maturity.documents.tree import Table, table, text
from maturity.evidence.graph.graph import Site
from maturity.evidence.layout import test_path
from maturity.evidence.python.code import Unit, text_of
from maturity.evidence.python.frameworks.framework import Found

_CONFIGURES = frozenset(("with_options", "configure"))
"""Last parts of calls that give a pipeline its configuration."""
_RUN = frozenset(("settings", "steps", "parameters", "enable_cache", "extra", "run_name", "schedule"))
"""Keys of which the configuration of a run has others beside the model."""
_EXISTING = re.compile(r"(?:staging|production|latest|archived|\d+)\Z", re.IGNORECASE)
"""Versions that are there already: a run that names one uses it, and makes none."""
_FILE = (".yaml", ".yml")


def prove(found: Found) -> None:
    """Note what registers a model, once all pipelines are known: a program that runs one need not import ZenML."""
    flows = {found.nodes[one.name] for one in found.pipelines if one.tool == "zenml"}
    for unit in found.code.everything() if flows else ():
        runs = any(edge.target in flows for edge in found.graph.edges.get(unit.node, ()))
        if runs and not (unit.test or unit.path.endswith(".ipynb")) and any(unit.ending(_CONFIGURES)):
            for path in _named(unit, found):
                line = _registers(table(next(iter(found.project.yaml(path)), None)))
                if line:
                    at = found.project.place(path, line)
                    found.graph.prove(Site(unit.node, "register", "zenml", at, detail="ZenML"))


def _named(unit: Unit, found: Found) -> Iterator[str]:
    """Yield the YAML files that a function names; without any those of the folders it names, of which one is chosen."""
    calls = unit.function.calls
    given = (text_of(value) for call in calls for value in (*call.arguments, *call.keywords.values()))
    named = {one for value in given if (one := value.rpartition("{}")[2].strip("./"))}
    named = {one for one in named if one.endswith(_FILE)} or named
    home = unit.path.rpartition("/")[0]
    below = f"{home}/" if home else ""
    for path in found.project.texts:
        if path.endswith(_FILE) and not test_path(path):
            inner = path.removeprefix(below)
            folder, _, last = inner.rpartition("/")
            if named & {path, inner, folder} or (path.startswith(below) and last in named):
                yield path


def _registers(run: Table) -> int:
    """Return the line on which the configuration of a run names a model that gets a new version; 0 without one."""
    model = table(run.get("model"))
    if text(model.get("name")) and _RUN.intersection(run) and not _EXISTING.match(text(model.get("version"))):
        return run.line_of("model")
    return 0
