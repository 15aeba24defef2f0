"""The registry of topics."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import topics
from maturity.evidence.graph.reach import Reach
from maturity.evidence.topics.registry import TOPICS, collect
from maturity.model.fact import Fact
from tests.evidence.topics.targets import linked, project

NAMES = (
    *(
        "README.md",
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "requirements.txt",
        "environment.yml",
        "Pipfile",
        "uv.lock",
    ),
    *(
        "Dockerfile",
        "bentofile.yaml",
        ".python-version",
        "MODEL_CARD.md",
        "dvc.yaml",
        "dvc.lock",
        "a.dvc",
        ".dvc/config",
    ),
    *(".gitattributes", ".pre-commit-config.yaml", ".github/workflows/cd.yml", "main.tf", "board.json", "config.pbtxt"),
    *(
        "conf/dev.yaml",
        "conf/prod.yaml",
        "app.py",
        "tests/test_app.py",
        "a.ipynb",
        ".github/CODEOWNERS",
        "package.json",
    ),
)


def facts(files: dict[str, str]) -> list[Fact]:
    target = project(files)
    graph = linked(target)
    return list(collect(target, graph, Reach(graph)))


def test_every_module_that_collects_is_registered() -> None:
    folder = Path(topics.__file__).parent
    collectors = {
        "maturity.evidence.topics." + ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if "\ndef collect(" in path.read_text(encoding="utf-8") and path.name != "registry.py"
    }
    registered = {one.__module__ for one in TOPICS}
    inner = {"tests", "services.collect", "notebooks", "services.resources"}
    assert registered | {f"maturity.evidence.topics.{name}" for name in inner} == collectors


def test_topics_are_told_in_their_order() -> None:
    kinds = [
        one.kind
        for one in facts({"Dockerfile": "FROM python:3.11\nCOPY . .\n", "requirements.txt": "a==1\n", "LICENSE": "x"})
    ]
    assert kinds == ["dependency", "lock", "interpreter-pin", "image", "document"]


def test_an_empty_target_shows_nothing() -> None:
    assert facts({}) == []
    assert facts(dict.fromkeys(NAMES, "")) == []


@given(st.text(max_size=300))
def test_any_content_under_any_known_name_is_survived(text: str) -> None:
    for one in facts(dict.fromkeys(NAMES, text)):
        assert str(one.at)
