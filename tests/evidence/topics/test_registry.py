"""The registry of topics."""

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence import topics
from maturity.evidence.boundary import kinds_of
from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.topics.registry import TOPICS, collect
from maturity.model.fact import Fact
from maturity.model.facts.code import SeedFact
from maturity.model.facts.environment import LockFact
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
    found = list(collect(target, graph, Reach(graph)))
    assert not [gap for gap in target.gaps if "our own fault" in gap.reason]
    return found


def test_every_module_that_collects_is_registered() -> None:
    folder = Path(topics.__file__).parent
    collectors = {
        "maturity.evidence.topics." + ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if "\ndef collect(" in path.read_text(encoding="utf-8") and path.name != "registry.py"
    }
    registered = {one.__module__ for one in TOPICS}
    inner = {"tests", "services.collect", "notebooks", "coded_images", "services.resources", "services.hosted"}
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


def test_a_topic_that_fails_hides_its_own_kinds_and_costs_no_other_its_facts() -> None:
    def broken(project: Project) -> Iterator[LockFact | SeedFact]:
        yield LockFact(at=project.place("uv.lock", 1), tool="uv", packages=0, complete=False)
        raise ValueError("s3cret")

    target = project({"LICENSE": "MIT"})
    graph = linked(target)
    found = list(collect(target, graph, Reach(graph), topics=(broken, *TOPICS)))
    assert [one.kind for one in found] == ["lock", "document"]
    (gap,) = target.gaps
    assert (gap.path, gap.hides) == (None, ("lock", "seed"))
    assert gap.reason.startswith("our own fault: ValueError in ")
    assert "s3cret" not in gap.reason


def test_every_topic_says_which_kinds_it_yields() -> None:
    assert [topic.__module__ for topic in TOPICS if not kinds_of(topic)] == []
