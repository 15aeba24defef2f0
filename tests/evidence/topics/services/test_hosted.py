"""Endpoints that a platform hosts because code, commands or infrastructure start them."""

from collections.abc import Sequence

import pytest

from maturity.evidence.graph.graph import Edge, Graph, Node, Site, Start
from maturity.evidence.topics.services.collect import collect as services
from maturity.evidence.topics.services.hosted import collect
from maturity.model.activity import Activity
from maturity.model.facts.programs import ServiceFact
from maturity.model.place import Place
from tests.evidence.topics.targets import linked, project

STACK = Place(path="infra/stack.py", line=7, text="sagemaker.CfnEndpoint(")


def graph(sites: Sequence[tuple[Activity, str, Place]], *, run: bool = True, tested: bool = False) -> Graph:
    """Return a program that calls one function, which does all this."""
    found = Graph()
    start, node = Place(path="app.py", line=1), f"py:{sites[0][2].path}::make"
    found.add(Node("py:app.py", "script", "app.py", start))
    found.add(Node(node, "function", "make", sites[0][2]))
    if run:
        found.start(Start("entry", "py:app.py", start))
        found.link(Edge("py:app.py", node, start))
    if tested:
        found.tests.add("py:app.py")
    for activity, technology, at in sites:
        found.prove(Site(node, activity, technology, at))
    return found


def frameworks(found: Graph, known: tuple[ServiceFact, ...] = ()) -> list[str]:
    return [f"{fact.framework} {fact.at}" for fact in collect(found, known)]


@pytest.mark.parametrize(
    ("activity", "technology", "line", "expected"),
    [
        ("serve", "aws-cdk-sagemaker", "sagemaker.CfnEndpoint(", ["sagemaker deploy.py:3"]),
        ("deploy", "sagemaker", "model.deploy(1, 'ml.m5.large')", ["sagemaker deploy.py:3"]),
        ("deploy", "azure-ml", "client.online_endpoints.begin_create_or_update(one)", ["azure-ml deploy.py:3"]),
        ("deploy", "azure-ml", "client.batch_endpoints.begin_create_or_update(one)", []),
        ("deploy", "databricks", "databricks bundle deploy", []),
        ("deploy", "truss", "cerebrium deploy --hardware CPU churn", ["truss deploy.py:3"]),
        ("serve", "prompt-flow", "pf flow serve --source flows/summary", ["prompt-flow deploy.py:3"]),
        ("deploy", "mlflow", "get_deploy_client('databricks').create_endpoint('churn')", ["mlflow deploy.py:3"]),
        ("register", "mlflow", "mlflow.register_model(uri, 'churn')", []),
        ("deploy", "kubernetes", "kubectl apply -f app.yaml", []),
        ("train", "sagemaker", "estimator.fit()", []),
    ],
)
def test_what_starts_an_endpoint(activity: Activity, technology: str, line: str, expected: list[str]) -> None:
    at = Place(path="deploy.py", line=3, text=line)
    assert frameworks(graph([(activity, technology, at)])) == expected


@pytest.mark.parametrize(
    ("does", "expected"),
    [(("score",), [("zenml", True)]), (("score", "train"), []), (("prepare-data",), [])],
)
def test_a_pipeline_that_is_deployed_answers_with_a_model(
    does: tuple[Activity, ...], expected: list[tuple[str, bool]]
) -> None:
    at = Place(path="Makefile", line=3, text="uv run zenml pipeline deploy flows.answer.answer --name churn")
    found = graph([("deploy", "zenml", at)])
    found.link(Edge("py:Makefile::make", "py:flows/answer.py::answer", at))
    for activity in does:
        found.prove(Site("py:flows/answer.py::answer", activity, "own", Place(path="flows/answer.py", line=9)))
    assert [(fact.framework, fact.contract) for fact in collect(found, ())] == expected


def test_something_runs_it_and_that_is_no_test() -> None:
    sites: list[tuple[Activity, str, Place]] = [("serve", "aws-cdk-sagemaker", STACK)]
    assert frameworks(graph(sites)) == ["sagemaker infra/stack.py:7"]
    assert frameworks(graph(sites, run=False)) == []
    assert frameworks(graph(sites, tested=True)) == []
    assert frameworks(graph([("deploy", "sagemaker", Place(path="try.ipynb", line=9, text="model.deploy()"))])) == []


def test_one_service_for_a_platform() -> None:
    later = Place(path="deploy.py", line=3, text="model.deploy()")
    found = graph([("deploy", "sagemaker", later), ("serve", "aws-cdk-sagemaker", STACK)])
    assert frameworks(found) == ["sagemaker infra/stack.py:7"]
    (known,) = collect(found, ())
    assert frameworks(found, (known,)) == []


def test_what_the_same_file_says_of_it() -> None:
    alarm, capture = (Place(path="infra/stack.py", line=line) for line in (20, 30))
    other = Place(path="infra/other.py", line=4)
    bare = graph([("serve", "aws-cdk-sagemaker", STACK), ("alert", "cloudwatch", other)])
    watched = graph(
        [
            ("serve", "aws-cdk-sagemaker", STACK),
            ("alert", "cloudwatch", alarm),
            ("store-predictions", "aws-cdk-sagemaker", capture),
        ]
    )
    told = [(one.metrics, one.stores_predictions, one.model) for found in (bare, watched) for one in collect(found, ())]
    assert told == [(False, False, True), (True, True, True)]


def test_an_app_whose_main_guard_loads_the_model() -> None:
    source = (
        "from flask import Flask, request\napp = Flask(__name__)\nmodels = {}\n"
        "@app.route('/detect', methods=['POST'])\ndef detect():\n    return str(models['x'](request.files['image']))\n"
        "if __name__ == '__main__':\n    import torch\n    models['x'] = torch.hub.load('a/b', 'x')\n    app.run()\n"
    )
    target = project({"app.py": source})
    (found,) = services(target, linked(target))
    assert (found.framework, found.model) == ("flask", True)
    target = project({"app.py": source.replace("torch.hub.load('a/b', 'x')", "torch.hub.list('a/b')")})
    assert not any(fact.model for fact in services(target, linked(target)))
