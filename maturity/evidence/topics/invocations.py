"""Tests of a deployed service that are commands of a pipeline: an endpoint is called, and its failure is a failure."""

import re
from collections.abc import Iterator

from maturity.documents.tree import Table
from maturity.evidence.project import Project
from maturity.evidence.topics.files import CI, filled
from maturity.evidence.topics.mentions import mentioned
from maturity.model.facts.code import TestFact

_FILES = re.compile(r"\.(?:ya?ml|sh|bash)\Z")
_WORTH = re.compile(r"\binvoke\b|invoke-endpoint|\bpredict\b|\bcurl\b|serving-endpoints|\b(?:newman|hurl)\b")
_CALLS = re.compile(
    r"\baz ml (?!batch)[^\s#]{0,60}endpoint invoke\b|\baws sagemaker-runtime invoke-endpoint\b|"
    r"\bgcloud (?:beta )?ai(?: endpoints|-platform) predict\b|\bdatabricks serving-endpoints query\b|"
    r"\bnewman run\b|\bhurl --test\b"
)
"""Commands that send requests to an online endpoint and fail with it."""
_REQUEST = re.compile(
    r"\bcurl\b[^#]{0,600}(?:/(?:predict\w*|invocations|score|infer\w*|classify|generate)|:predict)(?![\w-])"
)
_CHECKED = re.compile(r"\s(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body)?)\s|\|\s*(?:grep|jq\s+-e|test\b)")
_KEPT = re.compile(r"\b(\w+)=[\"']?\$\(\s*curl\b")
"""A variable that holds an answer, or its status."""
_COMPARED = r"(?:\[|\bcase\b|\btest\b|\bgrep\b|\bjq\s+-e)[^#]{0,200}\$\{?%s\b|\$\{?%s\b[^#]{0,100}\|\s*(?:grep|jq\s+-e)"
_NEAR = 8
"""How many lines below the request its answer is looked at."""
_IGNORED = re.compile(r"\|\|\s*(?:true|:|echo)\b")
_JOBS = ("steps", "jobs", "stages")
MAX_JOINED = 20


def collect(project: Project) -> Iterator[TestFact]:
    """Yield one fact for each file of a pipeline whose commands call the service and notice that it fails."""
    for path, content in filled(project, _FILES):
        line = call_line(content) if _WORTH.search(content) else None
        if line and (CI.search(path) or (_holds_steps(project, path) and mentioned(project, path))):
            yield TestFact(
                at=project.place(path, line),
                name="request to the endpoint",
                asserts=1,
                skipped=False,
                exercises=(),
                about=("service",),
            )


def call_line(content: str) -> int | None:
    """Return the line of the first command that calls an endpoint and lets its failure count."""
    lines = content.splitlines()
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#") or not _WORTH.search(line):
            continue
        command = _joined(lines, number - 1)
        if _IGNORED.search(command):
            continue
        if _CALLS.search(command) or (_REQUEST.search(command) and _noticed(command, lines[number : number + _NEAR])):
            return number
    return None


def _noticed(command: str, below: list[str]) -> bool:
    """Tell whether a failure of a request shows: by its own status, or by what is asked of its answer below."""
    kept = _KEPT.search(command)
    if kept is None:
        return _CHECKED.search(command) is not None
    compared = re.compile(_COMPARED % (re.escape(kept[1]), re.escape(kept[1])))
    return any(compared.search(line) for line in below)


def _joined(lines: list[str], start: int) -> str:
    """Return a command with the lines that continue it."""
    end = start
    while end + 1 < len(lines) and end - start < MAX_JOINED and lines[end].rstrip().endswith("\\"):
        end += 1
    return " ".join(line.strip().removesuffix("\\") for line in lines[start : end + 1])


def _holds_steps(project: Project, path: str) -> bool:
    """Tell whether a file is a script, or a template of CI steps."""
    if not path.endswith((".yml", ".yaml")):
        return True
    return any(isinstance(tree, Table) and any(key in tree for key in _JOBS) for tree in project.yaml(path))
