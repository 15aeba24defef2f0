"""Which files a collector looks at."""

import re

from maturity.evidence.topics.files import filled, folder, inside, name, own
from tests.evidence.topics.targets import project


def test_vendored_files_links_and_blank_files_are_left_out() -> None:
    target = project({"a.md": "x", "b.md": " \n", "vendor/c.md": "x"}, links=("d.md",))
    pattern = re.compile(r"\.md\Z")
    assert list(own(target, pattern)) == ["a.md", "b.md"]
    assert list(filled(target, pattern)) == [("a.md", "x")]


def test_paths_of_a_template_are_seen_from_its_root() -> None:
    target = project({"cookiecutter.json": "{}", "{{ cookiecutter.x }}/docs/a.md": "x", "b.md": "x"})
    assert list(own(target, re.compile(r"\.md\Z"))) == ["{{ cookiecutter.x }}/docs/a.md"]
    assert inside(target, "{{ cookiecutter.x }}/docs/a.md") == "docs/a.md"
    assert inside(project({"a.md": ""}), "docs/a.md") == "docs/a.md"


def test_parts_of_a_path() -> None:
    assert (folder("a/b/c.py"), name("a/b/c.py")) == ("a/b", "c.py")
    assert (folder("c.py"), name("c.py")) == ("", "c.py")


def test_the_name_that_a_condition_gives_is_met() -> None:
    choice = "{{ cookiecutter.x }}/{{'Dockerfile' if cookiecutter.api == 'y'}}"
    block = "{{ cookiecutter.x }}/{% if cookiecutter.api %}Dockerfile{% endif %}"
    near = "{{ cookiecutter.x }}/{{'Dockerfile.md' if cookiecutter.api == 'y'}}"
    target = project({"cookiecutter.json": "{}", choice: "FROM a", block: "FROM b", near: "c"})
    assert set(own(target, re.compile(r"(?:^|/)Dockerfile\Z"))) == {choice, block}
