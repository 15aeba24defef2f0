"""How code talks to its experiment tracker: from which files, and at which address."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.practice.calls import Calls, chosen, texts
from maturity.evidence.project import Project
from maturity.evidence.topics.reached import place_of
from maturity.model.facts.practice import TrackerAddressFact, TrackerUseFact

ADDRESSED = frozenset(("set_tracking_uri", "set_registry_uri", "MlflowClient", "MLFlowLogger", "MLflowLogger"))
_KEYWORDS = ("uri", "tracking_uri", "registry_uri")
_LOCAL = re.compile(
    r"(?:https?://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\d{1,3}(?:\.\d{1,3}){3})(?=[:/]|\Z)|(?:file|sqlite):|[./~]|[A-Za-z]:[\\/]"
)
_MODEL = re.compile(r"(?:^|\.)(?:Module|LightningModule|Model|FlaxModule|PreTrainedModel)\Z")


def uses(project: Project, graph: Graph) -> Iterator[TrackerUseFact]:
    """Yield one fact for each Python file that records something with a tracker."""
    first: dict[str, Site] = {}
    training: set[str] = set()
    for node, sites in graph.sites.items():
        path = place_of(node)[0] if node.startswith("py:") else ""
        if not path.endswith(".py") or test_path(path) or vendored(path):
            continue
        for site in sites:
            if site.activity == "train":
                training.add(path)
            elif (
                site.activity == "track"
                and site.at.path == path
                and (path not in first or _line(site) < _line(first[path]))
            ):
                first[path] = site
    for path, site in sorted(first.items()):
        module = project.modules.get(path)
        model = module is not None and any(_MODEL.search(base) for one in module.classes for base in one.bases)
        yield TrackerUseFact(at=site.at, technology=site.technology, decoupled=path not in training and not model)


def addresses(project: Project, calls: Calls) -> Iterator[TrackerAddressFact]:
    """Yield one fact for each call that is given the address of an MLflow server."""
    for found in chosen(calls, ADDRESSED):
        call = found.call
        client = call.name.rpartition(".")[2] == "MlflowClient"
        named = [call.keywords[key] for key in _KEYWORDS if key in call.keywords]
        given = named or (list(call.arguments[:1]) if client or call.name.endswith("_uri") else [])
        if given:
            literal = next(iter(texts(call)), "") if isinstance(given[0], str) and given[0][:1] == "=" else ""
            address = str(given[0])[1:] if literal else ""
            yield TrackerAddressFact(at=found.at(project), local=_LOCAL.match(address) is not None)


def _line(site: Site) -> int:
    return site.at.line or 0
