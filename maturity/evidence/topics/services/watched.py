"""Endpoints that a platform measures by itself: the project declares alarms or dashboards over these metrics."""

import re

from maturity.evidence.layout import document_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.python.code import text_of
from maturity.evidence.python.module import Call
from maturity.evidence.topics.files import filled
from maturity.model.place import Place

PLATFORM = "sagemaker"
_DECLARED = re.compile(r"\.(?:ya?ml|json|tf|template)\Z")
_NAMESPACE = "AWS/SageMaker"
_METRIC = re.compile(
    r"\b(?:Invocations|InvocationsPerInstance|Invocation[45]XXErrors|InvocationModelErrors|ModelLatency|OverheadLatency)\b"
)
"""Operational metrics of an endpoint, as Amazon CloudWatch names them; those of Model Monitor are of the data."""
_WATCHES = frozenset(("Metric", "Alarm", "put_metric_alarm", "put_dashboard"))


def watched(project: Project) -> Place | None:
    """Return where the project declares what watches the operational metrics of its SageMaker endpoints."""
    for path, content in filled(project, _DECLARED):
        found = _METRIC.search(content) if _NAMESPACE in content else None
        if found and not (test_path(path) or document_path(path)):
            return project.place(path, content.count("\n", 0, found.start()) + 1)
    for path, module in project.modules.items():
        if not (test_path(path) or path.endswith(".ipynb")):
            for call in (call for function in module.functions for call in function.calls if _watches(call)):
                return project.place(path, call.line, call.name)
    return None


def _watches(call: Call) -> bool:
    if call.name.rpartition(".")[2] not in _WATCHES:
        return False
    namespace, metric = (
        next((text for key in keys if (text := text_of(call.keywords.get(key)))), "")
        for keys in (("namespace", "Namespace"), ("metric_name", "MetricName"))
    )
    return namespace == _NAMESPACE and _METRIC.search(metric) is not None
