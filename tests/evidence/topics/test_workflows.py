"""CI files: caches, permissions, pins."""

import pytest

from maturity.evidence.topics.workflows import collect
from tests.evidence.topics.targets import project

COMMIT = "0c5e2b8115b80b4c7c5ddf6ffdd634974642d182"
PATH = ".github/workflows/ci.yml"


def workflow(uses: str, head: str = "", rest: str = "") -> str:
    return f"on: push\n{head}jobs:\n  a:\n    steps:\n      - uses: {uses}\n{rest}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (workflow("actions/checkout@v4"), (False, False, True)),
        (workflow("actions/checkout@v4", "permissions: {contents: read}\n"), (False, True, True)),
        (workflow("actions/checkout@v4", "permissions: write-all\n"), (False, False, True)),
        (workflow("actions/cache@v4"), (True, False, True)),
        (workflow("owner/deploy@v1"), (False, False, False)),
        (workflow(f"owner/deploy@{COMMIT}"), (False, False, True)),
        (workflow("./.github/actions/own"), (False, False, True)),
        (workflow("actions/setup-python@v5", rest="        with: {cache: pip}\n"), (False, False, True)),
        (workflow("actions/setup-python@v5", rest="        with:\n          cache: pip\n"), (True, False, True)),
        (workflow("actions/setup-python@v5", rest="        with:\n          # cache: pip\n"), (False, False, True)),
    ],
)
def test_a_workflow_says_what_it_keeps_may_and_uses(text: str, expected: tuple[bool, bool, bool]) -> None:
    assert [(one.caches, one.restricted, one.pinned) for one in collect(project({PATH: text}))] == [expected]


def test_permissions_of_every_job_count() -> None:
    text = "on: push\njobs:\n  a:\n    permissions: {}\n    steps: []\n  b:\n    steps: []\n"
    assert [one.restricted for one in collect(project({PATH: text}))] == [False]
    text = text.replace("  b:\n", "  b:\n    permissions: {contents: read}\n")
    assert [one.restricted for one in collect(project({PATH: text}))] == [True]


@pytest.mark.parametrize(
    ("taken", "restricted"), [("write-all", False), ("{contents: write}", True), ("read-all", True)]
)
def test_one_job_that_takes_all_is_not_restricted_by_the_workflow(taken: str, restricted: bool) -> None:
    text = f"on: push\npermissions: {{contents: read}}\njobs:\n  a: {{steps: []}}\n  b: {{permissions: {taken}}}\n"
    assert [one.restricted for one in collect(project({PATH: text}))] == [restricted]


@pytest.mark.parametrize(
    ("path", "text", "system", "caches"),
    [
        (".gitlab-ci.yml", "test:\n  cache:\n    paths: [.cache]\n  script: [pytest]\n", "gitlab-ci", True),
        (".gitlab-ci.yml", "test:\n  script: [pytest]\n", "gitlab-ci", False),
        (".circleci/config.yml", "jobs:\n  a:\n    steps: [restore_cache]\n", "circleci", True),
        ("azure-pipelines.yml", "steps:\n- task: Cache@2\n", "azure-pipelines", True),
    ],
)
def test_other_systems_have_caches_of_their_own(path: str, text: str, system: str, caches: bool) -> None:
    assert [(one.system, one.caches) for one in collect(project({path: text}))] == [(system, caches)]
