"""What a file that could not be read, or not be understood, may hide: told by its name, and by its text where known.

A gap puts in doubt exactly what the file could have shown (docs/adr/0009): a broken page of documents hides no trigger,
a lost table of data hides no training.
"""

import re
from functools import cache
from typing import NamedTuple

from maturity.documents.template import is_template
from maturity.evidence.layout import data_path, document_path, expanded, test_path, vendored
from maturity.evidence.roles import role_of
from maturity.model.activity import Activity
from maturity.model.raw import Gap


class Hidden(NamedTuple):
    """What is in doubt."""

    kinds: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    """Of activities the only ones; empty means any."""

    def gap(self, path: str, reason: str) -> Gap:
        """Return the gap that says so."""
        return Gap(path=path, reason=reason, hides=self.kinds, activities=self.activities)


NOTHING = Hidden()
RUNS = ("activity", "trigger", "pipeline")
"""Kinds that follow from what runs what."""
_ORDER = ("deployment", "retraining")
"""Kinds that follow from what runs before what."""
DETAILS = (
    *("command-line", "tracker-use", "tracker-address", "log-use", "model-load", "credential-use", "personal-column"),
    *("machine-path", "split", *_ORDER),
)
"""Kinds that say more of a program that does something."""
CODE = (*RUNS, "seed", "parameter-source", "test", "check", "service", "environment", *DETAILS)
"""Kinds that Python files show."""
_CHECKS: tuple[Activity, ...] = ("lint", "format", "type-check", "test")
_TESTED: tuple[Activity, ...] = ("test", "gate", "compare-champion", "validate-data")
"""What tests do that counts; whatever else they run is a test of it."""
_PLATFORM: tuple[Activity, ...] = ("deploy", "serve", "split-traffic", "roll-back", "alert", "detect-drift", "train")
_RESOURCES = Hidden(("activity", "service", "alert-rule", "dashboard", "infrastructure"), _PLATFORM)

_AUTOMATION = (
    r"\.github/(?:workflows/[^/]+|actions/.+)\.ya?ml",
    r"(?:action|\.gitlab-ci[^/]*|bitbucket-pipelines|\.travis|[^/]*azure[-_]?pipelines?[^/]*|[^/]*buildspec[^/]*)\.ya?ml",
    r"(?:\.gitlab|\.circleci|\.?(?:azure|azure-?pipelines|pipelines|devops|ado))/(?:.+/)?[^/]+\.ya?ml",
    r"cloudbuild[^/]*\.(?:ya?ml|json)",
    r"(?:.+/)?[^/]+\.(?:gocd\.ya?ml|gopipeline\.json)",
    r"jenkinsfile[^/]*",
)
_BY_NAME: tuple[tuple[Hidden, tuple[str, ...]], ...] = (
    (Hidden((*RUNS, *_ORDER, "workflow", "environment", "tool-config", "service", "interpreter-pin")), _AUTOMATION),
    # Data version control
    (Hidden((*RUNS, "dvc-stage", "dvc-output", "dataset-version")), (r"dvc\.yaml",)),
    (Hidden(("dvc-output", "dataset-version")), (r"dvc\.lock", r"[^/]+\.dvc")),
    (Hidden(("dvc-remote",)), (r"\.dvc/config",)),
    (Hidden(("dataset-version",)), (r"\.gitattributes",)),
    # Environments
    (
        Hidden((*RUNS, "dependency", "lock", "interpreter-pin", "tool-config", "document")),
        (r"pyproject[^/]*\.toml", r"pixi\.toml", r"setup\.cfg", r"pipfile"),
    ),
    (Hidden((*RUNS, "interpreter-pin", "tool-config")), (r"tox\.ini", r"\.?mise\.toml")),
    (Hidden(("lock",)), (r"[^/]+\.lock", r"[^/]*conda-lock[^/]*\.ya?ml", r"pylock[^/]*\.toml")),
    (
        Hidden(("dependency", "lock", "interpreter-pin")),
        (r"[^/]*requirements?[^/]*\.(?:txt|in|pip)", r"[^/]*(?:conda|environment)[^/]*\.ya?ml"),
    ),
    (
        Hidden(("interpreter-pin",)),
        (r"\.python-version", r"runtime\.txt", r"\.tool-versions", r"\.?devcontainer(?:/[^/]+)?\.json"),
    ),
    (Hidden(("activity", "tool-config"), _CHECKS), (r"\.pre-commit-config\.ya?ml",)),
    (Hidden(("tool-config",)), (r"\.flake8|\.pylintrc|\.style\.yapf|\.isort\.cfg|mypy\.ini|\.?ruff\.toml",)),
    # Programs and images
    (
        Hidden((*RUNS, "service")),
        (
            r"(?:gnu)?makefile|\.?justfile|mlproject|snakefile|procfile|package\.json|taskfile[^/]*\.ya?ml",
            r"[^/]+\.(?:mk|sh|bash|zsh|slurm|sbatch|ps1|bat|cmd)",
        ),
    ),
    (Hidden(("activity", "image", "service")), (r"(?:docker|container)file[^/]*|[^/]+\.(?:docker|container)file",)),
    (Hidden(("activity", "image", "service", "environment")), (r"(?:docker-)?compose[^/]*\.ya?ml",)),
    (Hidden(("image", "service")), (r"(?:bentofile|cog)\.ya?ml",)),
    # Platforms
    (
        _RESOURCES,
        (
            r"(?:k8s|kubernetes|manifests|helm|charts?|deploy(?:ment)?s?|overlays)/(?:.+/)?[^/]+\.(?:ya?ml|json)",
            r"(?:monitoring|prometheus|grafana|alerts?)/(?:.+/)?[^/]+\.(?:ya?ml|json)",
            r"(?:kustomization|prometheus[^/]*)\.ya?ml|[^/]+\.(?:tf|bicep)",
        ),
    ),
    # Documents
    (
        Hidden(("document",)),
        (
            r"codeowners|(?:licen[cs]e|copying|readme)[^/]*|[^/]*pull_request_template[^/]*",
            r"[^/]*(?:model|data)[-_ ]?(?:cards?|sheet)[^/]*",
        ),
    ),
    (Hidden(("document",)), (r"[^/]+\.(?:md|mdx|rst|adoc)",)),
)
"""The first that fits counts."""

_STAMPED = re.compile(r"\{%|\{\{-? *_?(?:cookiecutter|copier)\b")
"""Marks of a template in files that run commands: those are full of braces of their own."""
_BY_TEXT = (
    (re.compile(r"(?m)^(?:trigger|stages|jobs|pr|pool)\s*:[^\0]*^(?:stages|jobs|steps|pool)\s*:"), Hidden(RUNS)),
    (re.compile(r"(?m)^apiVersion\s*:"), _RESOURCES),
    (re.compile(r"(?m)^\s*-?\s*(?:alert|receivers)\s*:"), Hidden(("alert-rule",))),
)


def unread(path: str) -> Hidden:
    """Return what a file of this name may hold when nothing of its content is known."""
    role = role_of(path)
    if vendored(path) or role in ("binary", "other"):
        return NOTHING
    if role == "python" and test_path(path):
        return Hidden(("secret", "activity", "test", "check"), _TESTED)
    if role in ("python", "notebook"):
        return Hidden(("secret", *CODE))
    named = _named(path)
    if data_path(path) and named is NOTHING:
        return NOTHING
    # Any text may hold a credential.
    return Hidden(("secret", *named.kinds), named.activities)


def unparsed(path: str, text: str) -> Hidden:
    """Return what a text that is not of its form may hide: nothing when it is a template, foreign, data or prose."""
    named = _named(path)
    template = _STAMPED.search(text) is not None if "trigger" in named.kinds else is_template(text)
    if template or vendored(path) or "{{" in path or expanded(path) != path or not text.strip():
        return NOTHING
    if named is not NOTHING or document_path(path) or data_path(path):
        return named
    return next((hidden for pattern, hidden in _BY_TEXT if pattern.search(text)), NOTHING)


def _named(path: str) -> Hidden:
    plain = expanded(path)
    return next((hidden for pattern, hidden in _patterns() if pattern.fullmatch(plain)), NOTHING)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Hidden], ...]:
    return tuple(
        (re.compile(rf"(?:.*/)?(?:{'|'.join(patterns)})", re.IGNORECASE), hidden) for hidden, patterns in _BY_NAME
    )
