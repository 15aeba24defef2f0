"""Images that a program declares and a platform builds: no Dockerfile holds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.code import text_of
from maturity.evidence.python.module import Call
from maturity.evidence.topics.base_images import Base
from maturity.model.facts.environment import ImageFact

Tool = Literal["bentofile", "cog", "other"]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Calls that declare an image."""

    name: re.Pattern[str]
    tool: Tool
    base: tuple[str, ...]
    """Keywords of which one holds the image to start from; an empty text stands for the first argument."""
    default: str
    """What it starts from where it is told nothing."""
    needs: tuple[str, ...] = ()
    """Keywords without which it is an image of somebody else."""


_MAKERS = (
    _Maker(re.compile(r"bentoml\.images\.(?:Python)?Image\Z"), "bentofile", ("base_image",), "bentoml"),
    _Maker(re.compile(r"modal\.Image\.(?:debian_slim|micromamba)\Z"), "other", (), "modal"),
    _Maker(
        re.compile(r"modal\.Image\.from_(?:registry|aws_ecr|gcp_artifact_registry|dockerhub)\Z"),
        "other",
        ("", "tag"),
        "modal",
    ),
    _Maker(re.compile(r"(?:flytekit|union)\.(?:\w+\.)*ImageSpec\Z"), "other", ("base_image",), "flytekit"),
    _Maker(re.compile(r"beam\.(?:\w+\.)*Image\Z"), "other", ("base_image",), "beam"),
    _Maker(re.compile(r"azure\.ai\.ml\.(?:\w+\.)*Environment\Z"), "other", ("image",), "", ("image", "conda_file")),
)
_LASTS = frozenset(
    "Image PythonImage ImageSpec Environment debian_slim micromamba from_registry from_aws_ecr "
    "from_gcp_artifact_registry from_dockerhub".split()
)
"""Last parts of their names: most calls are dismissed by one look-up."""
_VERSION = re.compile(r"(?:python)?(3\.\d+(?:\.\d+)?)\Z")


def collect(project: Project) -> Iterator[ImageFact]:
    """Yield one fact for each image that Python code declares; tests and notebooks declare none for the project."""
    for path, module in project.modules.items():
        if test_path(path) or vendored(path) or path.endswith(".ipynb"):
            continue
        for call in (one for function in module.functions for one in function.calls):
            if call.name.rpartition(".")[2] not in _LASTS:
                continue
            maker = next((one for one in _MAKERS if one.name.match(call.name)), None)
            if maker is not None and call.keywords.keys() >= set(maker.needs):
                yield from _declared(project, path, call, maker)


def _declared(project: Project, path: str, call: Call, maker: _Maker) -> Iterator[ImageFact]:
    version = _VERSION.match(text_of(call.keywords.get("python_version")))
    given = [text_of(call.keywords.get(key) if key else next(iter(call.arguments), None)) for key in maker.base]
    base = next(filter(None, given), "")
    name = base or (f"python:{version.group(1)}" if version else maker.default)
    pinned = not base or Base(base, 1).pinned
    if name:  # else the caller of the program brings it
        yield ImageFact(at=project.place(path, call.line), tool=maker.tool, base=name, pinned=pinned, purpose="project")
