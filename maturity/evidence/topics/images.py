"""Image definitions, and whether they run this project or are only tools around it."""

import re
from collections.abc import Iterator

from maturity.documents.toml import line_of
from maturity.documents.tree import Table, table, text, walk
from maturity.evidence.graph.dockerfile import Instruction, instructions
from maturity.evidence.graph.image_purpose import (
    Purpose,
    checks,
    dockerfile_purpose,
    runs_program,
    serves_tool,
    starts_more,
)
from maturity.evidence.project import Project
from maturity.evidence.topics import coded_images
from maturity.evidence.topics.base_images import Base, bases
from maturity.evidence.topics.files import filled
from maturity.evidence.topics.templates import toml_of
from maturity.model.facts.environment import ImageFact

DOCKERFILE = re.compile(
    r"(?:^|/)(?:[a-z]{0,20}(?:Dockerfile|Containerfile)(?:[._-][^/]*)?|[^/]+\.(?:dockerfile|containerfile))\Z",
    re.IGNORECASE,
)
_NO_DOCKERFILE = re.compile(r"\.(?:md|txt|dockerignore|py|ya?ml|json|sh)\Z", re.IGNORECASE)
_YAML = re.compile(r"(?:^|/)[^/]+\.ya?ml\Z")
_NAMED = re.compile(r"(?:^|/)(?:bentofile[\w.-]*|cog)\.ya?ml\Z")
_TRUSS = re.compile(r"py3(\d{1,2})\Z")
"""How the `config.yaml` of a Truss names the Python of the image that is built of it."""
_AZURE = re.compile(r"^\s*conda_file\s*:", re.MULTILINE)
_PYPROJECT = re.compile(r"(?:^|/)pyproject\.toml\Z")
_BENTO_KEYS = frozenset(("service", "docker", "python"))
_ENVIRONMENT_KEYS = ("python", "pip_packages", "conda_packages", "debian_packages", "post_build_cmds")


def collect(project: Project) -> Iterator[ImageFact]:
    """Yield one fact for each image definition."""
    for path, content in filled(project, DOCKERFILE):
        if not _NO_DOCKERFILE.search(path):
            yield from _dockerfile(project, path, content)
    for path, content in filled(project, _YAML):
        if "base_image" in content or _NAMED.search(path) or "python_version: py3" in content:
            yield from _declared(project, path)
        elif _AZURE.search(content):
            yield from _azure(project, path)
    yield from _bentos(project)
    yield from coded_images.collect(project)


def _purpose(project: Project, path: str, content: str, steps: list[Instruction]) -> Purpose:
    """Tell what an image is for; one that starts with a script of the repository is for what the script starts."""
    told = _told(project, path, steps)
    if told and any(map(checks, told)) and not any(map(starts_more, told)):
        return "ci"
    others = [line for line in told if not serves_tool(line) and not line.startswith("mlflow ")]
    if len(told) > len(others) and not any(runs_program(one) or starts_more(one) for one in others):
        return "ci"
    return dockerfile_purpose(path, content, steps)


def _told(project: Project, path: str, steps: list[Instruction]) -> list[str]:
    """Return the lines of the scripts that an image starts with, without those that only say or install something."""
    starting = " ".join(step.value for step in steps if step.word in ("CMD", "ENTRYPOINT"))
    names = {name.rpartition("/")[2] for name in re.findall(r"([\w./-]+\.sh)\b", starting)}
    folder = path.rpartition("/")[0]
    scripts = [project.texts.get(f"{place}{name}") for name in names for place in {"", f"{folder}/" if folder else ""}]
    lines = [line for script in scripts if script for line in script.splitlines()]
    return [line for line in lines if not re.match(r"\s*(?:#|echo\b|pip\b)", line)]


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
        purpose=_purpose(project, path, content, steps),
    )


def _declared(project: Project, path: str) -> Iterator[ImageFact]:
    last = path.rpartition("/")[2]
    for tree in project.yaml(path)[:1]:
        if not isinstance(tree, Table):
            continue
        if last.startswith("bentofile") and not _BENTO_KEYS.isdisjoint(tree):
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
        elif last == "config.yaml" and (match := _TRUSS.match(text(tree.get("python_version")))):
            version = f"python:3.{match.group(1)}"
            yield _image(project, path, tree.line_of("python_version"), "other", version, pinned=True)


def _bentos(project: Project) -> Iterator[ImageFact]:
    """Find what BentoML builds an image from where no bentofile is: the settings of a project."""
    for path, content in filled(project, _PYPROJECT):
        build: object = toml_of(project, path) if "bentoml" in content else None
        for key in ("tool", "bentoml", "build"):
            build = build.get(key) if isinstance(build, dict) else None
        if isinstance(build, dict) and not _BENTO_KEYS.isdisjoint(build):
            yield _image(project, path, line_of(content, "tool.bentoml.build"), "bentofile", "bentoml", pinned=True)


def _azure(project: Project, path: str) -> Iterator[ImageFact]:
    """Find environments of Azure ML that are built from an image and packages; a bare `image` is somebody else's.

    A build context holds a Dockerfile, which counts by itself.
    """
    for tree in project.yaml(path):
        for _, _, value in walk(tree):
            base = text(value.get("image")) if isinstance(value, Table) and value.get("conda_file") else ""
            if base:
                yield _image(project, path, value.line_of("image"), "other", base, pinned=Base(base, 1).pinned)


def _image(project: Project, path: str, line: int, tool: coded_images.Tool, base: str, *, pinned: bool) -> ImageFact:
    return ImageFact(at=project.place(path, line), tool=tool, base=base, pinned=pinned, purpose="project")
