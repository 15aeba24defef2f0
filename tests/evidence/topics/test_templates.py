"""TOML of template repositories, which need not be well-formed."""

from maturity.evidence.project import Project
from maturity.evidence.scope import Scope
from maturity.evidence.topics.templates import toml_of
from tests.evidence.topics.targets import project

BOTH = '[project]\nname = "a"\nname = "b"\n'


def scoped(text: str, *, template: bool) -> Project:
    target = project({"pyproject.toml": text})
    target.scope = Scope(template=template)
    return target


def test_a_project_has_one_form_and_a_broken_one_is_a_gap() -> None:
    assert toml_of(scoped('[project]\nname = "a"\n', template=False), "pyproject.toml") == {"project": {"name": "a"}}
    broken = scoped(BOTH, template=False)
    assert (toml_of(broken, "pyproject.toml"), [gap.path for gap in broken.gaps]) == ({}, ["pyproject.toml"])


def test_both_branches_of_a_choice_are_no_gap_in_a_template() -> None:
    template = scoped(BOTH, template=True)
    assert (toml_of(template, "pyproject.toml"), template.gaps) == ({}, [])
    assert toml_of(scoped("a = 1\n", template=True), "pyproject.toml") == {"a": 1}
    assert toml_of(template, "missing.toml") == {}
