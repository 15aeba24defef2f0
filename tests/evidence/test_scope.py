"""Which part of a repository is judged."""

import pytest

from maturity.evidence.scope import scope_of


def test_an_ordinary_repository_is_judged_whole() -> None:
    scope = scope_of(["README.md", "src/train.py"])
    assert (scope.bases, scope.template) == (("",), False)
    assert scope.holds("anything/at/all.py")


def test_a_cookiecutter_is_judged_by_what_its_user_gets() -> None:
    scope = scope_of(["cookiecutter.json", ".github/workflows/ci.yml", "{{ cookiecutter.name }}/train.py"])
    assert (scope.bases, scope.template) == (("{{ cookiecutter.name }}",), True)
    assert scope.holds("{{ cookiecutter.name }}/train.py")
    assert not scope.holds(".github/workflows/ci.yml")
    assert scope.holds("LICENSE.txt")  # it is theirs, too
    assert not scope.holds("docs/LICENSE")


@pytest.mark.parametrize(
    ("text", "paths", "base"),
    [
        ("_subdirectory: template\n", ["template/train.py", "template/{{ name }}/a.py"], "template"),
        ("a: 1\n_subdirectory: './template/'\n", ["template/train.py"], "template"),
        ("_subdirectory: template\n", ["template/{{ name }}/a.py"], "template/{{ name }}"),
        ("_subdirectory: template\n", ["other/a.py"], ""),
        ("_subdirectory: ../x\n", ["a.py"], ""),
        ("# _subdirectory: template\n", ["template/train.py"], ""),
    ],
)
def test_copier_names_the_folder_of_its_template(text: str, paths: list[str], base: str) -> None:
    scope = scope_of(["copier.yml", *paths], asked={"copier.yml": text})
    assert (scope.bases, scope.roots, scope.template) == ((base,), (base,), base != "")


def test_several_templates_are_several_projects() -> None:
    scope = scope_of(
        ["a/cookiecutter.json", "a/{{ cookiecutter.x }}/p.py", "b/cookiecutter.json", "b/{{ cookiecutter.x }}/q.py"]
    )
    assert scope.bases == ("a/{{ cookiecutter.x }}", "b/{{ cookiecutter.x }}")


def test_a_template_among_many_projects_is_one_of_them() -> None:
    template = ["a/cookiecutter.json", "a/{{ cookiecutter.x }}/p.py"]
    beside = [f"{name}/run.py" for name in "bcde"]
    scope = scope_of([*template, *beside])
    assert (scope.bases, scope.template) == (("", "a/{{ cookiecutter.x }}"), False)
    assert scope_of([*template, *beside[:3], "tests/test_a.py"]).bases == ("a/{{ cookiecutter.x }}",)
    assert scope_of(["cookiecutter.json", *template[1:], *beside]).template


def test_a_template_from_which_a_larger_project_generates_its_next_part() -> None:
    template = ["copier.yml", "templates/project/{{ _copier_conf.answers_file }}", "templates/project/train.py"]
    parts = [f"services/s{number}/app.py" for number in range(31)]
    scope = scope_of([*template, *parts])
    assert (scope.bases, scope.template) == (("", "templates/project"), False)
    assert scope_of([*template, *parts[:30]]).template
    assert scope_of(
        [*template, *parts[:30], "docs/conf.py", "hooks/after.py", "tests/test_it.py", "app/setup.py"]
    ).template


def test_a_repository_that_is_a_template_as_a_whole_has_nothing_beside_it() -> None:
    parts = [f"src/part{number}.py" for number in range(60)]
    assert scope_of(["copier.yml", "{{ _copier_conf.answers_file }}.jinja", *parts]).template


def test_templates_that_a_package_brings_are_part_of_it() -> None:
    template = ["x/templates/a/cookiecutter.json", "x/templates/a/{{ cookiecutter.x }}/p.py"]
    scope = scope_of([*template, "x/__init__.py", "setup.py", ".github/workflows/ci.yml"])
    assert (scope.bases, scope.template) == (("", "x/templates/a/{{ cookiecutter.x }}"), False)
    assert scope_of([*template, "setup.py"]).template
    assert scope_of([*template, "x/__init__.py", "cookiecutter.json", "{{ cookiecutter.y }}/q.py"]).template


def test_copier_generates_what_lies_beside_its_answers() -> None:
    paths = ["copier.yml", ".github/workflows/ci.yml", "tests/test_it.py", "template/{{_copier_conf.answers_file}}"]
    paths += ["template/run.py", "template/steps/{% if tuned %}tuning{% endif %}/search.py"]
    scope = scope_of(paths)
    assert (scope.bases, scope.template) == (("template",), True)
    assert scope_of(["copier.yml", "{{ _copier_conf.answers_file }}.jinja", "run.py"]).template
    assert scope_of(["template/{{_copier_conf.answers_file}}"]).bases == ("",)


def test_braces_without_questions_are_only_a_name() -> None:
    assert scope_of(["charts/{{ name }}/x.yaml"]).bases == ("",)


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("seedcode/.github/workflows/build.yml", "seedcode"),
        ("templates/churn/.gitlab-ci.yml", "templates/churn"),
        ("project/Skeleton/Jenkinsfile", "project/Skeleton"),
    ],
)
def test_a_project_to_be_copied_has_a_root_of_its_own(path: str, base: str) -> None:
    scope = scope_of(["README.md", path])
    assert (scope.bases, scope.template) == (("", base), False)
    assert scope.holds("README.md")


@pytest.mark.parametrize(
    "path",
    [
        "seedcode/train.py",
        "service/.github/workflows/build.yml",
        "templates/build/buildspec.yml",
        ".github/templates/x/build.yml",
        ".github/workflows/templates/build.yml",
    ],
)
def test_other_folders_are_parts_of_one_project(path: str) -> None:
    assert scope_of(["README.md", path]).bases == ("",)
