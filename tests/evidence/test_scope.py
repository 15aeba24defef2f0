"""Which part of a repository is judged."""

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


def test_several_templates_are_several_projects() -> None:
    scope = scope_of(
        ["a/cookiecutter.json", "a/{{ cookiecutter.x }}/p.py", "b/cookiecutter.json", "b/{{ cookiecutter.x }}/q.py"]
    )
    assert scope.bases == ("a/{{ cookiecutter.x }}", "b/{{ cookiecutter.x }}")


def test_braces_without_questions_are_only_a_name() -> None:
    assert scope_of(["charts/{{ name }}/x.yaml"]).bases == ("",)
