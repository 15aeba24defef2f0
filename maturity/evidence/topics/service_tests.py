"""Which service a test of a service calls: that of a gateway beside the model's service tells nothing of the model."""

from collections.abc import Iterator, Sequence

from maturity.evidence.project import Project
from maturity.evidence.topics.imports import Imports
from maturity.model.facts.code import TestFact
from maturity.model.facts.programs import ServiceFact

MAX_FILES = 2_000


def narrowed(project: Project, tests: Sequence[TestFact], services: Sequence[ServiceFact]) -> Iterator[TestFact]:
    """Yield the tests; one whose imports lead to services without a model only is no test of the inference service.

    Where the model's service is only declared, or is a page of a demo, any service may be the one that calls it.
    """
    written = [one for one in services if (one.at.path or "") in project.modules]
    models = {one.at.path for one in written if one.model and not one.demo}
    others = {one.at.path for one in written if not one.model}
    if not models or not others:
        yield from tests
        return
    imports = Imports(project.modules)
    led: dict[tuple[str, ...], set[str]] = {}
    for test in tests:
        if "service" in test.about and test.exercises not in led:
            led[test.exercises] = _behind(project, imports, test.exercises)
        files = led.get(test.exercises, set())
        elsewhere = "service" in test.about and files & others and not files & models
        about = tuple(one for one in test.about if one != "service") if elsewhere else test.about
        yield test.model_copy(update={"about": about})


def _behind(project: Project, imports: Imports, files: Sequence[str]) -> set[str]:
    """Return the files and those that they import, directly or not."""
    seen, queue = set(files), list(files)
    for path in queue:
        module = project.modules.get(path)
        for other in imports.imported(path, module) if module and len(seen) < MAX_FILES else ():
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen
