"""Raw files become a project: what is kept as text, what is parsed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from maturity.cache import Cache
from maturity.evidence.project import Project
from maturity.evidence.technologies import Technologies
from maturity.model.raw import Gap, RawFile, RawRepository
from maturity.reading import read_project
from maturity.sources.git import open_target
from tests.evidence.topics.targets import TECHNOLOGIES
from tests.repository import MakeRepository

SETUP = 'from setuptools import setup\nsetup(entry_points={"console_scripts": ["fit=churn.cli:main"]})\n'
TRAIN = "from sklearn.svm import SVC\nfrom shop import part\nif __name__ == '__main__':\n    SVC().fit(1, 2)\n"


@dataclass(frozen=True)
class Contents:
    """Files in memory."""

    files: Mapping[str, str]

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        for entry in files:
            yield entry, self.files[entry.path].encode()


def read(files: Mapping[str, str]) -> Project:
    raw = RawRepository(
        name="x",
        location="x",
        history=None,
        files=tuple(RawFile(path=path, blob=path, size=len(text)) for path, text in sorted(files.items())),
    )
    return read_project(raw, Contents(files), Technologies(TECHNOLOGIES), Cache.off())


def test_a_document_without_an_ending_is_text() -> None:
    assert sorted(read({"train.py": TRAIN, "UNLICENSE": "free\n", "a.csv": "1\n"}).texts) == ["UNLICENSE"]


@pytest.mark.parametrize(
    ("part", "parsed"),
    [
        ("class ProductionConfig:\n    pass\n", True),
        ("def load(run):\n    return run.use_artifact('pool:v1')\n", True),
        ("from pydantic import BaseModel\nclass Row(BaseModel):\n    age: int\n", True),
        ("def double(x):\n    return x + x\n", False),
    ],
)
def test_what_a_program_imports_is_parsed_for_the_words_of_the_topics(part: str, parsed: bool) -> None:
    project = read({"train.py": TRAIN, "shop/__init__.py": "", "shop/part.py": part})
    assert ("shop/part.py" in project.modules) is parsed


def test_words_of_a_topic_make_no_program_of_a_lone_file() -> None:
    assert read({"train.py": TRAIN, "part.py": "class ProductionConfig:\n    pass\n"}).modules.keys() == {"train.py"}


@pytest.mark.parametrize(
    ("source", "parsed"),
    [("def model_fn(folder):\n    return net(folder)\n", True), ("def model_of(x):\n    return x\n", False)],
)
def test_a_handler_that_a_platform_calls_is_parsed_by_itself(source: str, parsed: bool) -> None:
    assert ("inference.py" in read({"inference.py": source}).modules) is parsed


@pytest.mark.parametrize(("module", "parsed"), [("airflow", True), ("prefect", True), ("tabulate", False)])
def test_a_file_that_imports_a_pipeline_tool_is_parsed(module: str, parsed: bool) -> None:
    source = f"from {module} import DAG\n\nwith DAG('a') as dag:\n    Step(command='make all')\n"
    assert ("dags/a.py" in read({"dags/a.py": source}).modules) is parsed


def test_a_setup_py_is_code_and_a_document(make_repository: MakeRepository) -> None:
    folder = make_repository(
        {"setup.py": SETUP, "churn/cli.py": "def main():\n    pass\n", "Makefile": "fit:\n\tfit\n"}
    )
    with open_target(str(folder)) as snapshot, Cache.off() as cache:
        project = read_project(snapshot.raw, snapshot, Technologies(()), cache)
    assert dict(project.texts) == {"Makefile": "fit:\n\tfit\n", "setup.py": SETUP}
    assert set(project.skims) == {"setup.py", "churn/cli.py", "Makefile"}
    assert project.gaps == []


def test_a_template_and_a_file_of_one_content_are_each_read_as_what_they_are() -> None:
    text = "from sklearn.svm import SVC\n{% if x %}\nSVC().fit(1, 2)\n{% endif %}\n"
    raw = RawRepository(
        name="x",
        location="x",
        history=None,
        files=tuple(RawFile(path=path, blob="same", size=len(text)) for path in ("a.py", "a.py.jinja")),
    )
    files = {"a.py": text, "a.py.jinja": text}
    project = read_project(raw, Contents(files), Technologies(TECHNOLOGIES), Cache.off())
    assert set(project.modules) == {"a.py.jinja"}
