"""The examples for other platforms: our own readers take them for what they are, and each command line is ours."""

import shlex
from pathlib import Path

import pytest

from maturity.assess import assess
from maturity.commands.arguments import build_parser
from maturity.request import Request
from tests.e2e.program import CHECKOUT
from tests.repository import MakeRepository
from tests.test_assess import NOW

EXAMPLES = CHECKOUT / "docs/integrations"


@pytest.mark.parametrize(
    ("name", "path", "system"),
    [
        ("gitlab-ci.yml", ".gitlab-ci.yml", "gitlab-ci"),
        ("azure-pipelines.yml", "azure-pipelines.yml", "azure-pipelines"),
        ("Jenkinsfile", "Jenkinsfile", "jenkins"),
    ],
)
def test_an_example_starts_on_a_change(make_repository: MakeRepository, name: str, path: str, system: str) -> None:
    target = make_repository({path: (EXAMPLES / name).read_text()})
    evidence = assess(Request(target=str(target), cache=False), now=NOW).evidence.repo
    assert evidence is not None
    assert {(trigger.system, trigger.root) for trigger in evidence.triggers} == {(system, "change")}


def commands(text: str) -> list[list[str]]:
    """Return the words of each `maturity ...` of a file; lines that a fold or a backslash joins are one."""
    joined = text.replace("\\\n", " ").replace("\n      --report", " --report")
    found = []
    for line in joined.splitlines():
        _, ours, rest = line.strip().partition("maturity gate ")
        if ours:
            found.append(["gate", *shlex.split(rest.replace('${MATURITY_LEVEL:+--level "$MATURITY_LEVEL"}', ""))])
    return found


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("[!R]*")), ids=lambda path: path.name)
def test_every_command_line_is_one_that_we_take(path: Path) -> None:
    for words in commands(path.read_text()):
        build_parser().parse_args(["." if word.startswith(("$", "/")) else word for word in words])
