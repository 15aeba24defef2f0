"""Alert rules, dashboards and infrastructure that the repository declares."""

import re
from collections.abc import Iterator

from maturity.documents.tree import Table, items, table, text, walk
from maturity.evidence.layout import data_path, expanded, test_path
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled, name
from maturity.model.facts.environment import InfrastructureFact
from maturity.model.facts.operations import AlertRuleFact, DashboardFact

_YAML = re.compile(r"\.(?:ya?ml|json)(?:\.tmpl|\.jinja|\.j2)?\Z")
_TERRAFORM = re.compile(r"\.tf\Z")
_RESOURCE = re.compile(r'^\s*resource\s+"([a-z0-9_]{1,100})"\s+"([^"\n]{1,100})"', re.MULTILINE)
_ALARMS = {
    "aws_cloudwatch_metric_alarm": "cloudwatch",
    "azurerm_monitor_metric_alert": "azure-monitor",
    "azurerm_monitor_scheduled_query_rules_alert": "azure-monitor",
    "google_monitoring_alert_policy": "google-monitoring",
    "grafana_rule_group": "grafana",
    "datadog_monitor": "datadog",
}
_BOARDS = {
    "aws_cloudwatch_dashboard": "cloudwatch",
    "grafana_dashboard": "grafana",
    "google_monitoring_dashboard": "google-monitoring",
    "azurerm_portal_dashboard": "azure-monitor",
    "datadog_dashboard": "datadog",
}
_KUBERNETES = frozenset(
    (
        *(
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "Service",
            "Ingress",
            "CronJob",
            "Job",
            "Pod",
            "HorizontalPodAutoscaler",
        ),
        *(
            "InferenceService",
            "SeldonDeployment",
            "RayService",
            "RayCluster",
            "Rollout",
            "ServiceMonitor",
            "Application",
        ),
    )
)
_WORTH = re.compile(
    r"\b(?:apiVersion|alert|alertmanager|receivers|panels|AWSTemplateFormatVersion|Resources|bundle|resources|deploymentTemplate)\b|"
    r"AWS::"
)


def collect(project: Project) -> Iterator[AlertRuleFact | DashboardFact | InfrastructureFact]:
    """Yield one fact for each alert rule, dashboard and declared resource."""
    for path, content in filled(project, _TERRAFORM):
        yield from _terraform(project, path, content)
    for path, content in filled(project, _YAML):
        if not _WORTH.search(content) or test_path(path) or data_path(path):
            continue
        if "/templates/" in path and "{{" in content:
            yield from _helm_template(project, path, content)
            continue
        for tree in project.yaml(path):
            if isinstance(tree, Table):
                yield from _document(project, path, tree)
    for path, content in filled(project, re.compile(r"\.bicep\Z")):
        if match := re.search(r"^resource\s+\w+\s+'([^'\n]{1,200})'", content, re.MULTILINE):
            line = content.count("\n", 0, match.start()) + 1
            yield _infrastructure(project, path, line, "bicep", match.group(1))


def _terraform(
    project: Project, path: str, content: str
) -> Iterator[AlertRuleFact | DashboardFact | InfrastructureFact]:
    for match in _RESOURCE.finditer(content):
        kind, label = match.groups()
        line = content.count("\n", 0, match.start(1)) + 1
        if kind in _ALARMS:
            yield AlertRuleFact(at=project.place(path, line), technology=_ALARMS[kind], name=label)
        if kind in _BOARDS:
            yield DashboardFact(at=project.place(path, line), technology=_BOARDS[kind])
        yield _infrastructure(project, path, line, "terraform", f"{kind}.{label}")


def _document(project: Project, path: str, tree: Table) -> Iterator[AlertRuleFact | DashboardFact | InfrastructureFact]:
    yield from _prometheus(project, path, tree)
    yield from _grafana(project, path, tree)
    yield from _receivers(project, path, tree)
    yield from _stack(project, path, tree)
    kind, last = text(tree.get("kind")), name(expanded(path))
    if last in ("Chart.yaml", "Chart.yml") and tree.get("apiVersion"):
        yield _infrastructure(project, path, tree.line, "helm", text(tree.get("name")))
    elif last.startswith("kustomization.") or kind == "Kustomization":
        yield _infrastructure(project, path, tree.line, "kustomize", kind or last)
    elif last in ("databricks.yml", "databricks.yaml") and "bundle" in tree:
        yield _infrastructure(
            project, path, tree.line_of("bundle"), "databricks-bundle", text(table(tree["bundle"]).get("name"))
        )
    elif kind in _KUBERNETES and tree.get("apiVersion"):
        yield _infrastructure(project, path, tree.line_of("kind"), "kubernetes", kind)
    elif last in ("Pulumi.yaml", "Pulumi.yml") and tree.get("runtime"):
        yield _infrastructure(project, path, tree.line_of("runtime"), "pulumi", text(tree.get("name")))


def _prometheus(project: Project, path: str, tree: Table) -> Iterator[AlertRuleFact]:
    """Find Prometheus and Loki rules, plain and as custom resources, wherever a list of rules holds an alert."""
    for keys, line, value in walk(tree, 50_000):
        if keys[-2:] == ("rules", "*") and isinstance(value, Table) and text(value.get("alert")) and value.get("expr"):
            at = project.place(path, value.line_of("alert") or line)
            yield AlertRuleFact(at=at, technology="prometheus", name=text(value["alert"]))


def _grafana(project: Project, path: str, tree: Table) -> Iterator[AlertRuleFact | DashboardFact]:
    """Find Grafana dashboards with panels, and provisioned alert rules."""
    board = table(tree.get("dashboard")) or tree
    panels = [entry for _, entry in items(board.get("panels")) if isinstance(entry, Table)]
    if panels and any(panel.get("targets") or panel.get("type") for panel in panels):
        yield DashboardFact(at=project.place(path, board.line_of("panels")), technology="grafana")
    for _, group in items(tree.get("groups")):
        for line, rule in items(table(group).get("rules")):
            if isinstance(rule, Table) and rule.get("condition") and rule.get("data"):
                yield AlertRuleFact(at=project.place(path, line), technology="grafana", name=text(rule.get("title")))
    for panel in panels:
        alert = table(panel.get("alert"))
        if alert.get("conditions"):
            yield AlertRuleFact(at=project.place(path, alert.line), technology="grafana", name=text(alert.get("name")))


def _receivers(project: Project, path: str, tree: Table) -> Iterator[AlertRuleFact]:
    """Find Alertmanager routes to a receiver that notifies somebody."""
    if not isinstance(tree.get("route"), Table):
        return
    for line, receiver in items(tree.get("receivers")):
        if isinstance(receiver, Table) and any(key.endswith("_configs") and receiver[key] for key in receiver):
            at = project.place(path, line)
            yield AlertRuleFact(at=at, technology="alertmanager", name=text(receiver.get("name")))


def _stack(project: Project, path: str, tree: Table) -> Iterator[AlertRuleFact | DashboardFact | InfrastructureFact]:
    """Read CloudFormation and ARM templates: their resources by type."""
    resources = tree.get("Resources")
    for label, resource in table(resources).items():
        kind = text(table(resource).get("Type"))
        at = project.place(path, table(resources).line_of(label))
        if kind in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"):
            yield AlertRuleFact(at=at, technology="cloudwatch", name=label)
        if kind == "AWS::CloudWatch::Dashboard":
            yield DashboardFact(at=at, technology="cloudwatch")
        if kind.startswith("AWS::"):
            yield InfrastructureFact(at=at, technology="cloudformation", resource=kind)
    if "deploymentTemplate" in text(tree.get("$schema")):
        for line, resource in items(tree.get("resources")):
            kind = text(table(resource).get("type"))
            if kind:
                yield _infrastructure(project, path, line, "arm", kind)


def _helm_template(project: Project, path: str, content: str) -> Iterator[InfrastructureFact]:
    """Read the kind of a chart's template, which is no YAML before Helm has filled it in."""
    for match in re.finditer(r"^kind:[ \t]*([A-Za-z]{1,60})", content, re.MULTILINE):
        line = content.count("\n", 0, match.start()) + 1
        if match.group(1) in _KUBERNETES:
            yield _infrastructure(project, path, line, "kubernetes", match.group(1))


def _infrastructure(project: Project, path: str, line: int, technology: str, resource: str) -> InfrastructureFact:
    return InfrastructureFact(at=project.place(path, line), technology=technology, resource=resource)
