"""Inference services that a platform hosts because a program, a command or infrastructure code says so."""

import re
from collections.abc import Collection, Iterator

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.layout import test_path, vendored
from maturity.model.facts.programs import ServiceFact

_FRAMEWORKS = {
    **dict.fromkeys(("sagemaker", "aws-cdk-sagemaker", "pulumi-sagemaker"), "sagemaker"),
    **{
        name: name
        for name in (
            *("azure-ml", "vertex-ai", "databricks", "zenml", "kserve", "mlflow", "datarobot", "anyscale", "truss"),
            *("mlem", "prompt-flow"),
        )
    },
}
"""Technologies whose deployed or declared endpoint answers with a model, and what their services are called."""
_TYPED = frozenset(("databricks",))
"""Platforms that ask for a signature of the model."""
_NOT_ONLINE = re.compile(r"batch|pipeline|bundle|schedule|environment|transform", re.IGNORECASE)
"""What platforms deploy, too, with the same words."""
_FLOW = "zenml pipeline deploy"
"""Makes a service of a pipeline, which answers every request by a run; what it takes is what the pipeline takes."""
_WATCHING = frozenset(("export-metrics", "alert"))


def collect(graph: Graph, known: Collection[ServiceFact]) -> Iterator[ServiceFact]:
    """Yield one fact for each platform that hosts an endpoint, by the first place that starts it.

    A service that is known already, by its code or by its declaration, is not told twice.
    """
    told = {fact.framework for fact in known}
    for site in _endpoints(graph):
        framework = _FRAMEWORKS[site.technology]
        if framework in told:
            continue
        told.add(framework)
        beside = _beside(graph, site)
        yield ServiceFact(
            at=site.at,
            framework=framework,
            routes=(),
            contract=framework in _TYPED or _FLOW in site.at.text,
            health=True,
            metrics=any(one.activity in _WATCHING for one in beside),
            stores_predictions=any(one.activity == "store-predictions" for one in beside),
            model=True,
        )


def _endpoints(graph: Graph) -> list[Site]:
    """Return what starts an endpoint and is itself run by something that is no test, in the order of the files."""
    sites = [
        (node, site)
        for node, sites in graph.sites.items()
        for site in sites
        if site.activity in ("serve", "deploy") and site.technology in _FRAMEWORKS and _online(graph, node, site)
    ]
    starts = (start.node for start in graph.starts if start.root != "none")
    run = graph.beyond(starts, tests=False) if sites else set()
    found = [site for node, site in sites if node in run]
    return sorted(found, key=lambda one: (one.activity != "serve", one.at.path or "", one.at.line or 0))


def _online(graph: Graph, node: str, site: Site) -> bool:
    path = site.at.path or ""
    if path.endswith(".ipynb") or test_path(path) or vendored(path):
        return False
    return not _NOT_ONLINE.search(site.at.text) or (_FLOW in site.at.text and _answers(graph, node))


def _answers(graph: Graph, node: str) -> bool:
    """Tell whether a deployed pipeline answers with a model: it scores, and trains nothing."""
    done = {site.activity for one in graph.beyond([node]) for site in graph.sites.get(one, ())}
    return "score" in done and "train" not in done


def _beside(graph: Graph, site: Site) -> list[Site]:
    """Return what the same file does."""
    return [one for sites in graph.sites.values() for one in sites if one.at.path == site.at.path]
