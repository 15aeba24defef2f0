"""Alerts, dashboards, infrastructure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.operations import collect
from maturity.model.facts.environment import InfrastructureFact
from maturity.model.facts.operations import AlertRuleFact, DashboardFact
from tests.evidence.topics.targets import project


def shown(files: dict[str, str]) -> list[str]:
    found = []
    for one in collect(project(files)):
        match one:
            case AlertRuleFact():
                found.append(f"alert {one.technology} {one.name} {one.at}")
            case DashboardFact():
                found.append(f"dashboard {one.technology} {one.at}")
            case InfrastructureFact():
                found.append(f"{one.technology} {one.resource} {one.at}")
    return found


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("rules.yml", "groups:\n- name: x\n  rules:\n  - alert: HighError\n    expr: rate(x[5m]) > 1\n",
         ["alert prometheus HighError rules.yml:4"]),
        ("k8s/rule.yaml", ("kind: PrometheusRule\napiVersion: v1\nspec:\n  groups:\n"
                          "  - rules:\n    - alert: A\n      expr: x > 1\n"),
         ["alert prometheus A k8s/rule.yaml:6"]),
        ("alertmanager.yml", "route: {receiver: ops}\nreceivers:\n- name: ops\n  slack_configs: [{channel: x}]\n",
         ["alert alertmanager ops alertmanager.yml:3"]),
        ("grafana/alerts.yaml", ("groups:\n- rules:\n  - title: Slow\n    condition: C\n"
                                "    data: [{refId: A}]\n    alert: x\n"),
         ["alert grafana Slow grafana/alerts.yaml:3"]),
        ("alarm.tf", 'resource "aws_cloudwatch_metric_alarm" "errors" {\n}\n',
         ["alert cloudwatch errors alarm.tf:1", "terraform aws_cloudwatch_metric_alarm.errors alarm.tf:1"]),
        ("stack.yml", "Resources:\n  Errors:\n    Type: AWS::CloudWatch::Alarm\n",
         ["alert cloudwatch Errors stack.yml:2", "cloudformation AWS::CloudWatch::Alarm stack.yml:2"]),
        ("board.json", '{"title": "Model",\n"panels": [{"type": "graph"}]}', ["dashboard grafana board.json:2"]),
        ("main.bicep", ("param x string\n"
                       "resource ml 'Microsoft.ML/ws@2023' = {}\n"), ["bicep Microsoft.ML/ws@2023 main.bicep:2"]),
        ("charts/app/Chart.yaml", "apiVersion: v2\nname: app\n", ["helm app charts/app/Chart.yaml:1"]),
        ("charts/app/templates/d.yaml", "{{ if x }}\nkind: Deployment\n{{ end }}\napiVersion: v1\n",
         ["kubernetes Deployment charts/app/templates/d.yaml:2"]),
        ("k8s/app.yaml", "apiVersion: v1\nkind: Service\n---\napiVersion: apps/v1\nkind: Deployment\n",
         ["kubernetes Service k8s/app.yaml:2", "kubernetes Deployment k8s/app.yaml:5"]),
        ("kustomization.yaml", "resources: [a.yaml]\n", ["kustomize kustomization.yaml kustomization.yaml:1"]),
        ("databricks.yml", "bundle:\n  name: forecast\n", ["databricks-bundle forecast databricks.yml:1"]),
        ("arm.json", '{"$schema": "https://x/deploymentTemplate.json#",\n"resources": [{"type": "Microsoft.ML/ws"}]}',
         ["arm Microsoft.ML/ws arm.json:2"]),
    ],
)  # fmt: skip
def test_resources_are_read_from_what_they_declare(path: str, text: str, expected: list[str]) -> None:
    assert shown({path: text}) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"alerts.yml": "# alert: HighError\ngroups: []\n"},
        {"board.json": '{"panels": []}'},
        {"config.yaml": "alert: yes\nrules: none\n"},
        {"main.tf": '# resource "aws_s3_bucket" "x" {}\n'},
        {"tests/k8s/app.yaml": "apiVersion: v1\nkind: Service\n"},
        {"docker-compose.yml": "services: {grafana: {image: grafana}}\n"},
    ],
)
def test_names_and_comments_declare_nothing(files: dict[str, str]) -> None:
    assert shown(files) == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    shown({"panels.json": text, "a.yaml": "Resources:" + text, "main.tf": text, "x.bicep": text})
