"""Environments that infrastructure as code offers: an input for the environment that takes one of a list of names."""

import re
from collections.abc import Iterator

from maturity.documents.tree import items, table, text
from maturity.evidence.layout import data_path, document_path, test_path
from maturity.evidence.project import Project
from maturity.evidence.topics.environment_names import Means, named
from maturity.evidence.topics.files import filled

_CODE = re.compile(r"\.(?:tf|bicep)\Z")
_TEMPLATE = re.compile(r"\.(?:ya?ml|json|template)\Z")
_ASKS = re.compile(r"(?:\A|[_-]|[a-z](?=[ES]))(?i:env|environment|stage)(?:[_-]?(?i:name|type|tag|suffix))?\Z")
_TERRAFORM = re.compile(r"\bcontains\(\s*\[([^\]]{1,300})\]\s*,\s*(?:lower\(\s*)?var\.(\w{1,80})")
_BICEP = re.compile(r"@allowed\(\s*\[([^\]]{1,300})\]\s*\)\s*(?:@[^\n]{1,300}\n\s*){0,5}param\s+(\w{1,80})")


def choices(project: Project) -> Means:
    """Find the environments that a variable of Terraform, or a parameter of Bicep or CloudFormation, may name."""
    found: Means = {}
    for path, line, names in (*_checked(project), *_allowed(project)):
        if not (test_path(path) or data_path(path) or document_path(path)):
            for name in named(names):
                found.setdefault(path, {}).setdefault(name, project.place(path, line))
    return found


def _checked(project: Project) -> Iterator[tuple[str, int, str]]:
    """Yield the lists of names that variables are checked against: place, and the names in one text."""
    for path, content in filled(project, _CODE):
        for match in (_TERRAFORM if path.endswith(".tf") else _BICEP).finditer(content):
            if _ASKS.search(match.group(2)):
                yield path, content.count("\n", 0, match.start()) + 1, match.group(1)


def _allowed(project: Project) -> Iterator[tuple[str, int, str]]:
    """Yield the values that CloudFormation allows for the parameters that name an environment."""
    for path, content in filled(project, _TEMPLATE):
        if "AllowedValues" not in content or "AWS::" not in content:
            continue
        for tree in project.yaml(path)[:1]:
            parameters = table(table(tree).get("Parameters"))
            for name in parameters:
                values = items(table(parameters[name]).get("AllowedValues"))
                if values and _ASKS.search(name):
                    yield path, parameters.line_of(name), " ".join(text(one) for _, one in values)
