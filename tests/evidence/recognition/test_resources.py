"""Resources of platforms in documents and texts."""

import pytest

from maturity.documents import yaml
from maturity.evidence.recognition.resources import ResourceIndex, lies
from maturity.model.technology import Resource


def lines(resource: Resource, path: str, text: str) -> list[int]:
    """Return the lines at which one document declares a resource."""
    index: ResourceIndex[str] = ResourceIndex()
    index.add(resource, "x")
    return [line for _, line in index.in_document(path, yaml.load(text))]


@pytest.mark.parametrize(
    ("path", "glob", "expected"),
    [
        ("main.tf", "**/*.tf", True),
        ("a/b/main.tf", "**/*.tf", True),
        ("a/main.tfvars", "**/*.tf", False),
        ("charts/x/templates/vs.yaml", "**/templates/*", True),
        ("any", None, True),
    ],
)
def test_lies(path: str, glob: str | None, expected: bool) -> None:
    assert lies(path, glob) is expected


def test_a_kind_alone_is_enough_when_nothing_else_is_asked() -> None:
    assert lines(Resource(kind="Canary"), "c.yaml", "apiVersion: x\nkind: Canary\n") == [2]
    assert lines(Resource(kind="Canary"), "c.yaml", "apiVersion: x\n") == []


def test_a_value_has_to_match() -> None:
    wanted = Resource(has="Resources.*.Type", matches="^AWS::X$")
    assert lines(wanted, "t.yaml", "Resources:\n  A:\n    Type: AWS::Y\n  B:\n    Type: AWS::X\n") == [5]
    assert lines(wanted, "t.yaml", "Resources:\n  A:\n    Type: AWS::XY\n") == []
    assert lines(wanted, "t.yaml", "Resources: none\n") == []


def test_an_annotation_is_matched_by_its_name() -> None:
    wanted = Resource(kind="Ingress", has="metadata.annotations", matches="canary-weight")
    assert lines(wanted, "i.yaml", "kind: Ingress\nmetadata:\n  annotations:\n    nginx/canary-weight: '10'\n") == [3]


def test_an_empty_value_declares_nothing() -> None:
    assert lines(Resource(has="a.b"), "x.yaml", "a:\n  b:\n") == []


def test_a_template_is_matched_line_by_line() -> None:
    index: ResourceIndex[str] = ResourceIndex()
    index.add(Resource(kind="Route", file="**/templates/*", matches=r"^\s*weight:", count=2), "x")
    text = "kind: Route\nspec:\n  weight: {{ .Values.a }}\n  weight: {{ .Values.b }}\n"
    assert list(index.in_text("chart/templates/r.yaml", text)) == [("x", 3)]
    assert list(index.in_text("chart/values.yaml", text)) == []
    assert list(index.in_text("chart/templates/r.yaml", text.replace("Route", "Road"))) == []
    assert list(index.in_document("chart/templates/r.yaml", {})) == []
