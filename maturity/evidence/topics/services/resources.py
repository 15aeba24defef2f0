"""Inference services that configuration declares: Kubernetes resources, Triton models, endpoints, serving commands."""

import re
from collections.abc import Iterator

from maturity.documents.tree import Table, table, text
from maturity.evidence.layout import document_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled
from maturity.model.facts.programs import ServiceFact
from maturity.model.place import Place

_YAML = re.compile(r"\.(?:ya?ml|json)(?:\.tmpl|\.jinja|\.j2)?\Z")
_KINDS = {
    "InferenceService": "kserve",
    "SeldonDeployment": "seldon",
    "RayService": "ray-serve",
    "LLMInferenceService": "kserve",
}
_WORTH = re.compile(
    r"InferenceService|SeldonDeployment|RayService|[oO]nlineDeployment|model_serving_endpoints|SageMaker::Endpoint"
)
_TRITON = re.compile(r"(?:^|/)config\.pbtxt\Z")
_PLATFORM = re.compile(r"^\s*(?:platform|backend)\s*:", re.MULTILINE)
_TRITON_INPUT = re.compile(r"^\s*input\s*:?\s*[\[{]", re.MULTILINE)
_COMMANDED = re.compile(
    r"(?:^|/)(?:Makefile|Dockerfile[^/]*|Containerfile[^/]*|Procfile|justfile)\Z|\.(?:sh|ya?ml|toml|dockerfile|mk|tf)\Z",
    re.IGNORECASE,
)
_COMMANDS = (
    (re.compile(r"^[^#\n]{0,500}\bmlflow[\"',\s]+models[\"',\s\\]+(?:serve|build-docker)\b", re.MULTILINE), "mlflow"),
    (
        re.compile(r"^[^#\n]{0,500}\b(?:tensorflow_model_server|tensorflow/serving)\b", re.MULTILINE),
        "tensorflow-serving",
    ),
    (re.compile(r"^[^#\n]{0,500}\btorchserve[\"',\s\\]+--(?:start|model-store)", re.MULTILINE), "torchserve"),
    (re.compile(r"^[^#\n]{0,500}\btritonserver[\"',\s\\]+--", re.MULTILINE), "triton"),
    (re.compile(r"^[^#\n]{0,500}\bmlserver[\"',\s]+start\b", re.MULTILINE), "mlserver"),
    (re.compile(r"^[^#\n]{0,500}\bseldon-core-microservice[\"',\s\\]+[\w$]", re.MULTILINE), "seldon"),
    (re.compile(r"^[^#\n]{0,500}\bkickstart[\"',\s\\]+serve\b", re.MULTILINE), "dploy-kickstart"),
)
_PROBE = re.compile(r"^\s*-?\s*(?:liveness|readiness|startup)Probe\s*:|^\s*HEALTHCHECK\s+(?!NONE)", re.MULTILINE)
_SCRAPED = re.compile(
    r"^\s*kind:\s*(?:Service|Pod)Monitor\b|^\s*prometheus\.io/scrape:\s*[\"']?true|^\s*appInsightsEnabled:\s*[Tt]rue|"
    r"^\s*app_insights_enabled:\s*[Tt]rue|^\s*serving\.kserve\.io/enable-prometheus-scraping:\s*[\"']?true",
    re.MULTILINE,
)
_INSTRUMENTED = re.compile(
    r"^[^#\n]{0,500}\b(?:opentelemetry-instrument|ddtrace-run|newrelic-admin[\"',\s]+run-program)[\"',\s\\]|"
    r"^[^#\n]{0,500}--(?:monitoring_config_file|metrics[-_]port|allow-metrics)[\"',\s=]",
    re.MULTILINE,
)
"""Commands that start a program and have its metrics collected, with nothing of it in the code."""
_TORCHSERVE = re.compile(r"(?:^|/)[\w.-]+\.properties\Z")
_ADDRESS = re.compile(r"^[ \t]*metrics_(?:address|mode)[ \t]*=", re.MULTILINE)
"""Where TorchServe answers with its metrics, or whom it has collect them."""
_HOSTED = re.compile(r"^computeType:\s*[\"']?(?:ACI|AKS)\b", re.IGNORECASE | re.MULTILINE)
_CAPTURE = re.compile(
    r"^\s*(?:DataCaptureConfig|data_collector|logger|auto_capture_config|inference_table_config)\s*:", re.MULTILINE
)


def collect(project: Project, *, signed: bool, described: bool) -> Iterator[ServiceFact]:
    """Yield one fact for each declared service.

    `signed` tells whether the project's models carry a signature, `described` whether a file describes an interface.
    """
    for service in _declared(project, signed=signed):
        yield service.model_copy(update={"contract": service.contract or described})


def _declared(project: Project, *, signed: bool) -> Iterator[ServiceFact]:
    for path, content in filled(project, _YAML):
        if _WORTH.search(content) and not test_path(path):
            for tree in project.yaml(path):
                yield from _document(project, path, tree if isinstance(tree, Table) else Table())
    for path, content in filled(project, _TRITON):
        if match := _PLATFORM.search(content):
            contract = _TRITON_INPUT.search(content) is not None
            yield _service(project, path, content.count("\n", 0, match.end()) + 1, "triton", contract=contract)
    for path, content in filled(project, _COMMANDED):
        for pattern, framework in _COMMANDS if not document_path(path) and not test_path(path) else ():
            if match := pattern.search(content):
                line = content.count("\n", 0, match.end()) + 1
                contract = framework == "tensorflow-serving" or (framework == "mlflow" and signed)
                yield _service(project, path, line, framework, contract=contract)


def probed(project: Project) -> bool:
    """Tell whether a container or a deployment of the project has a health probe."""
    return any(_PROBE.search(content) for _, content in filled(project, _COMMANDED))


def scraped(project: Project, folder: str, framework: str) -> tuple[Place, ...]:
    """Return the places where deployment configuration, or its start, has the metrics of a service collected.

    They stand beside it; that of Azure ML (`az ml model deploy --dc FILE`) and that of TorchServe say of themselves
    what they are for.
    """
    found = []
    for path, content in filled(project, _TORCHSERVE) if framework == "torchserve" else ():
        if match := _ADDRESS.search(content):
            found.append(project.place(path, content.count("\n", 0, match.end()) + 1))
    for path, content in filled(project, _COMMANDED):
        match = _INSTRUMENTED.search(content) if path.rpartition("/")[0] == folder else None
        if match:
            found.append(project.place(path, content.count("\n", 0, match.end() - 1) + 1))
    for path, content in filled(project, _YAML):
        near = path.rpartition("/")[0] == folder or (framework == "azure-ml" and _HOSTED.search(content))
        match = _SCRAPED.search(content) if near else None
        if match:
            found.append(project.place(path, content.count("\n", 0, match.end()) + 1))
    return tuple(found)


def _document(project: Project, path: str, tree: Table) -> Iterator[ServiceFact]:
    kind = text(tree.get("kind"))
    captured = _CAPTURE.search(project.texts[path]) is not None
    if kind in _KINDS and isinstance(tree.get("spec"), Table):
        yield _service(project, path, tree.line_of("kind"), _KINDS[kind], captured=captured)
    elif re.search(r"[oO]nlineDeployment", text(tree.get("$schema"))) and "model" in tree:
        yield _service(project, path, tree.line_of("model"), "azure-ml", captured=captured)
    endpoints = table(table(tree.get("resources")).get("model_serving_endpoints"))
    for name in endpoints:
        yield _service(project, path, endpoints.line_of(name), "databricks", contract=True, captured=captured)
    resources = table(tree.get("Resources"))
    for name, resource in resources.items():
        if text(table(resource).get("Type")) == "AWS::SageMaker::Endpoint":
            yield _service(project, path, resources.line_of(name), "sagemaker", captured=captured)


def _service(
    project: Project, path: str, line: int, framework: str, *, contract: bool = False, captured: bool = False
) -> ServiceFact:
    return ServiceFact(
        at=project.place(path, line),
        framework=framework,
        routes=(),
        contract=contract,
        health=True,
        metrics=bool(scraped(project, path.rpartition("/")[0], framework)),
        stores_predictions=captured,
        model=True,
    )
