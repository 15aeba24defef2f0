"""Image definitions, and whether they run this project or are only tools around it."""

import re
from collections.abc import Iterator
from typing import Literal

from maturity.documents.tree import Table, table, text, walk
from maturity.evidence.graph.dockerfile import Instruction, instructions
from maturity.evidence.project import Project
from maturity.evidence.topics.base_images import Base, bases
from maturity.evidence.topics.files import filled
from maturity.model.facts.environment import ImageFact

Purpose = Literal["project", "development", "ci"]

DOCKERFILE = re.compile(
    r"(?:^|/)(?:(?:Dockerfile|Containerfile)(?:[._-][^/]*)?|[^/]+\.(?:dockerfile|containerfile))\Z", re.IGNORECASE
)
_NO_DOCKERFILE = re.compile(r"\.(?:md|txt|dockerignore|py|ya?ml|json|sh)\Z", re.IGNORECASE)
_YAML = re.compile(r"(?:^|/)[^/]+\.ya?ml\Z")
_NAMED = re.compile(r"(?:^|/)(?:bentofile|cog)\.ya?ml\Z")
_DEVELOPMENT = re.compile(r"(?:^|[/._-])(?:devcontainer|dev|gitpod|codespaces?)(?:[/._-]|\Z)", re.IGNORECASE)
_CI = re.compile(
    r"(?:^|[/._-])(?:ci|agent|build-?agent|runner|jenkins|load_?-?tests?|loadtest|locust|stress)(?:[/._-]|\Z)",
    re.IGNORECASE,
)
_CI_WORDS = re.compile(r"\b(?:CI|build agent|pipeline agent|agent image|runner image)\b|(?:^|[^a-z])ci_", re.MULTILINE)
_SERVERS = re.compile(
    r"\b(?:mlflow (?:server|ui)|locust|jupyter|prometheus|grafana|airflow (?:webserver|scheduler)|postgres|"
    r"redis-server|nginx|minio)\b"
)
_PROGRAM = re.compile(r"\bpython[\d.]*\s+(?:-u\s+)?[\w./-]+\.py\b")
"""A program of the project that is started, perhaps beside a server."""
_CODE = re.compile(r"(?:^|\s)\.(?:/\S*)?\s|\.py\b|\bsrc\b|\bapp\b|\.whl\b|\bpyproject|\bsetup\.|\*")
_AZURE = re.compile(r"^\s*conda_file\s*:", re.MULTILINE)
_ENVIRONMENT_KEYS = ("python", "pip_packages", "conda_packages", "debian_packages", "post_build_cmds")


def collect(project: Project) -> Iterator[ImageFact]:
    """Yield one fact for each image definition."""
    for path, content in filled(project, DOCKERFILE):
        if not _NO_DOCKERFILE.search(path):
            yield from _dockerfile(project, path, content)
    for path, content in filled(project, _YAML):
        if "base_image" in content or _NAMED.search(path):
            yield from _declared(project, path)
        elif _AZURE.search(content):
            yield from _azure(project, path)


def dockerfile_purpose(path: str, content: str, steps: list[Instruction]) -> Purpose:
    """Tell what a Dockerfile is for: this project, a person's work, or a tool around it."""
    if _DEVELOPMENT.search(path):
        return "development"
    started = " ".join(step.value for step in steps if step.word in ("CMD", "ENTRYPOINT"))
    command = re.sub(r'["\'\[\],]+', " ", started).strip()
    command = re.sub(r"\s+", " ", command)
    if (_SERVERS.search(command) and not _PROGRAM.search(command)) or (_CI.search(path) and not command):
        return "ci"
    copied = [step.value for step in steps if step.word in ("COPY", "ADD") and "--from" not in step.value]
    code = any(map(_CODE.search, copied))
    if not code and not command and (_CI.search(path) or _CI_WORDS.search(content)):
        return "ci"
    return "project"


def _dockerfile(project: Project, path: str, content: str) -> Iterator[ImageFact]:
    steps = list(instructions(content))
    found = bases(steps)
    if not found and not any(step.word == "FROM" for step in steps):
        return
    last = found[-1] if found else Base("scratch", 1)
    yield ImageFact(
        at=project.place(path, last.line),
        tool="dockerfile",
        base=last.image,
        pinned=all(base.pinned for base in found),
        purpose=dockerfile_purpose(path, content, steps),
    )


def _declared(project: Project, path: str) -> Iterator[ImageFact]:
    last = path.rpartition("/")[2]
    for tree in project.yaml(path)[:1]:
        if not isinstance(tree, Table):
            continue
        if last in ("bentofile.yaml", "bentofile.yml") and ("service" in tree or "docker" in tree or "python" in tree):
            base = text(table(tree.get("docker")).get("base_image"))
            yield _image(
                project, path, tree.line, "bentofile", base or "bentoml", pinned=not base or Base(base, 1).pinned
            )
        elif last in ("cog.yaml", "cog.yml") and isinstance(tree.get("build"), Table):
            version = text(tree["build"].get("python_version"))
            yield _image(project, path, tree.line_of("build"), "cog", f"python:{version}", pinned=bool(version))
        elif text(tree.get("base_image")) and any(key in tree for key in _ENVIRONMENT_KEYS):
            base = text(tree["base_image"])
            yield _image(project, path, tree.line_of("base_image"), "other", base, pinned=Base(base, 1).pinned)


def _azure(project: Project, path: str) -> Iterator[ImageFact]:
    """Find environments of Azure ML that are built from an image and packages; a bare `image` is somebody else's.

    A build context holds a Dockerfile, which counts by itself.
    """
    for tree in project.yaml(path):
        for _, _, value in walk(tree):
            base = text(value.get("image")) if isinstance(value, Table) and value.get("conda_file") else ""
            if base:
                yield _image(project, path, value.line_of("image"), "other", base, pinned=Base(base, 1).pinned)


def _image(
    project: Project, path: str, line: int, tool: Literal["bentofile", "cog", "other"], base: str, *, pinned: bool
) -> ImageFact:
    return ImageFact(at=project.place(path, line), tool=tool, base=base, pinned=pinned, purpose="project")
