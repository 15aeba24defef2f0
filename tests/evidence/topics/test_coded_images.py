"""Images that a program declares and a platform builds."""

import pytest

from maturity.commands.examples import collector
from maturity.evidence.topics.coded_images import collect
from maturity.model.rule import Example
from tests.evidence.topics.targets import project

FACTS_OF = collector()


@pytest.mark.parametrize(
    ("path", "content", "tool", "base", "pinned"),
    [
        ("service.py", "import bentoml\nimage = bentoml.images.Image(python_version='3.12').run('x')\n",
         "bentofile", "python:3.12", True),
        ("service.py", "from bentoml.images import PythonImage\nimage = PythonImage(base_image='team/base')\n",
         "bentofile", "team/base", False),
        ("app.py", "import modal\nimage = modal.Image.debian_slim(python_version='3.11').pip_install('torch')\n",
         "other", "python:3.11", True),
        ("app.py", "import modal\nimage = modal.Image.from_registry('nvidia/cuda:12.4.0-devel', add_python='3.11')\n",
         "other", "nvidia/cuda:12.4.0-devel", True),
        ("wf.py", "from flytekit import ImageSpec\nimage = ImageSpec(packages=['pandas'], python_version='3.10')\n",
         "other", "python:3.10", True),
        ("app.py", "from beam import Image\nimage = Image(python_version='python3.11')\n",
         "other", "python:3.11", True),
        ("env.py", "from azure.ai.ml.entities import Environment\nEnvironment(image='mcr/a:1', conda_file='c.yml')\n",
         "other", "mcr/a:1", True),
    ],
)  # fmt: skip
def test_an_image_that_a_program_declares(path: str, content: str, tool: str, base: str, pinned: bool) -> None:
    (found,) = collect(project({path: content}))
    assert (found.tool, found.base, found.pinned, found.purpose) == (tool, base, pinned, "project")


@pytest.mark.parametrize(
    "source",
    [
        "import modal\nimage = modal.Image.debian_slim(python_version='3.11')\n",
        "from flytekit import ImageSpec\nimage = ImageSpec(python_version='3.10')\n",
        "from azure.ai.ml.entities import Environment\nEnvironment(image='mcr/a:1', conda_file='c.yml')\n",
    ],
)
def test_a_scan_reads_the_file_that_declares_it(source: str) -> None:
    collected, _ = FACTS_OF(Example(name="x", files={"app.py": source}))
    assert [fact.kind for fact in collected if fact.kind == "image"] == ["image"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("env.py", "from azure.ai.ml.entities import Environment\nEnvironment(image='mcr/curated:1')\n"),
        ("env.py", "from azure.ai.ml.entities import Environment\nEnvironment(image=args.i, conda_file=args.f)\n"),
        ("mine.py", "from images import Image\nImage.debian_slim(python_version='3.11')\n"),
        ("draw.py", "from PIL import Image\nImage.Image()\n"),
        ("tests/test_service.py", "import bentoml\nbentoml.images.Image()\n"),
    ],
)  # fmt: skip
def test_images_of_others_and_of_tests(path: str, content: str) -> None:
    assert list(collect(project({path: content}))) == []
