"""What a gap hides."""

import inspect

import pytest

from maturity.evidence.boundary import kinds_of
from maturity.evidence.hidden import CODE, NOTHING, RUNS, unparsed, unread
from maturity.evidence.practice import registry

PRACTICES = "maturity.evidence.practice."


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("src/train.py", ("secret", *CODE)),
        ("explore.ipynb", ("secret", *CODE)),
        ("README.md", ("secret", "document")),
        ("LICENSE", ("secret", "document")),
        (".dvc/config", ("secret", "dvc-remote")),
        ("data/a.csv.dvc", ("secret", "dvc-output", "dataset-version")),
        ("requirements.txt", ("secret", "dependency", "lock", "interpreter-pin")),
        ("uv.lock", ("secret", "lock")),
        ("conf/words.yaml", ("secret",)),
        ("data/rows.json", ()),
        ("data/rows.csv", ()),
        ("model.pkl", ()),
        ("web/app.js", ()),
        ("vendor/train.py", ()),
    ],
)
def test_the_name_of_what_is_not_read_decides(path: str, kinds: tuple[str, ...]) -> None:
    assert unread(path).kinds == kinds


@pytest.mark.parametrize(
    "path", [".github/workflows/ci.yml", "sub/.gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile"]
)
def test_a_broken_workflow_hides_what_runs(path: str) -> None:
    hidden = unparsed(path, "on: [push\nenv: ${{ x }}\nrun: docker ps --format '{{.ID}}'\n")
    assert set(RUNS) < set(hidden.kinds)
    assert hidden.activities == ()
    assert unread(path).kinds == ("secret", *hidden.kinds)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/page.yml", "a: [\n"),
        ("conf/model.yaml", "lr: [0.1\n"),
        ("k8s/templates/job.yaml", "{{ if .Values.on }}\na: [\n"),
        (".github/workflows/ci.yml.tmpl", "on: [\n"),
        ("{{ cookiecutter.name }}/pyproject.toml", "[a\n"),
        (".github/workflows/ci.yml", "{% if x %}\non: [\n"),
        ("vendor/.gitlab-ci.yml", "a: [\n"),
        ("dvc.yaml", "\n"),
    ],
)
def test_what_no_tool_takes_as_it_is_hides_nothing(path: str, text: str) -> None:
    assert unparsed(path, text) == NOTHING


def test_a_document_without_a_telling_name_is_told_by_its_text() -> None:
    assert unparsed("ci/build.yml", "trigger: [main]\nsteps:\n- script: [\n").kinds == RUNS
    assert unparsed("ops/rules.yml", "groups:\n- rules:\n  - alert: Drift\n  ]\n").kinds == ("alert-rule",)
    assert "service" in unparsed("ops/app.yml", "apiVersion: v1\nkind: [\n").kinds


def test_code_that_is_not_read_hides_every_kind_that_practices_are_told_by() -> None:
    modules = (module for _, module in inspect.getmembers(registry, inspect.ismodule))
    collectors = (one for module in modules for _, one in inspect.getmembers(module, inspect.isgeneratorfunction))
    kinds = {kind for one in collectors if one.__module__.startswith(PRACTICES) for kind in kinds_of(one)}
    assert kinds > {"deployment", "log-use"}
    assert kinds <= set(CODE)


def test_a_lost_test_hides_tests_not_programs() -> None:
    hidden = unread("tests/test_train.py")
    assert "seed" not in hidden.kinds
    assert "pipeline" not in hidden.kinds
    assert "test" in hidden.kinds
    assert "train" not in hidden.activities
    assert "gate" in hidden.activities
