"""Templates as what they become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.documents import yaml
from maturity.documents.template import is_template, render, render_document
from maturity.documents.tree import table
from maturity.evidence.python.parse import parse_text

TEMPLATE = """\
{# a comment
   of two lines #}
from {{ cookiecutter.package_name }}.train import fit
{% if cookiecutter.tracker == "mlflow" -%}
import mlflow
mlflow.autolog()
{%- else %}
import wandb
{% endif %}
fit("{{ cookiecutter['data path'] }}", {{ copier__lr | float }})
"""


def test_both_branches_stay_on_their_lines() -> None:
    found = parse_text("a.py", render(TEMPLATE))
    assert [(one.target, one.line) for one in found.imports] == [
        ("package_name.train.fit", 3),
        ("mlflow", 5),
        ("wandb", 8),
    ]
    assert [(one.name, one.line) for one in found.functions[0].calls] == [
        ("mlflow.autolog", 6),
        ("package_name.train.fit", 10),
    ]


def test_of_a_choice_within_a_line_the_first_branch_stays() -> None:
    text = "fit({% if fast %}1{% elif slow %}2{% else %}3{% endif %}, {%- if a -%} 4 {%- else -%} 5 {%- endif -%})\n"
    assert render(text) == "fit(1,  4 )\n"


@pytest.mark.parametrize("text", ["{{`{{tasks.check.values.bad}}`}}", '{{"{{tasks.check.values.bad}}"}}'])
def test_a_text_that_go_passes_on_keeps_no_braces(text: str) -> None:
    assert render(f"left: {text}\n") == "left: bad\n"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("{{ cookiecutter.name }}", "name"),
        ("{{cookiecutter.name|lower}}", "name"),
        ("{{- project_name -}}", "project_name"),
        ("{{ cookiecutter['name'] }}", "name"),
        ("{{ cookiecutter.name.replace('-', '_') }}", "replace"),
        ("{{ 1 }}", "value_1"),
        ("{{ }}", "value"),
    ],
)
def test_values_become_names(value: str, name: str) -> None:
    assert render(value) == name


@given(st.text(alphabet="{}%#ab \n.|", max_size=80))
def test_lines_are_kept(text: str) -> None:
    assert render(text).count("\n") == text.count("\n")


def test_control_structures_of_go_leave_python() -> None:
    template = '{{- if (eq .cloud "azure") }}\nimport adlfs\n{{ else -}}\nimport s3fs\n{{end}}\nrun("{{.name}}")\n'
    found = parse_text("a.py", render(template))
    assert (found.problem, [(one.target, one.line) for one in found.imports]) == ("", [("adlfs", 2), ("s3fs", 4)])


HELM = """{{- if .Values.worker.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "chart.fullname" . }}-worker
  labels:
    {{- include "chart.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.worker.replicas }}
  template:
    spec:
      containers:
        - name: worker
          command: ["python", "worker.py"]
{{- end }}
"""


def test_a_chart_is_read_without_the_blocks_that_its_values_stand_for() -> None:
    document = table(yaml.load_all(render_document(HELM))[0])
    assert document["kind"] == "Deployment"
    containers = table(table(table(document["spec"])["template"])["spec"])["containers"]
    assert containers == [{"name": "worker", "command": ["python", "worker.py"]}]
    assert document.line_of("spec") == 8


@pytest.mark.parametrize(
    ("text", "is_one"), [("a: {{ b }}", True), ("{% if a %}", True), ("a: ${{ b }}", False), ("", False)]
)
def test_what_is_a_template(text: str, is_one: bool) -> None:
    assert is_template(text) is is_one
