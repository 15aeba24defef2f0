"""Licence, owners, templates, guides."""

import pytest

from maturity.evidence.topics.documents import collect
from tests.evidence.topics.targets import project


@pytest.mark.parametrize(
    ("path", "text", "document", "line"),
    [
        ("LICENSE", "MIT License\n", "licence", 1),
        ("COPYING.txt", "GPL\n", "licence", 1),
        ("LICENSES/MIT.txt", "MIT\n", "licence", 1),
        ("pyproject.toml", '[project]\nname = "x"\nlicense = "MIT"\n', "licence", 3),
        ("pyproject.toml", '[tool.poetry]\nlicense = "MIT"\n', "licence", 2),
        ("pyproject.toml", '[project]\nclassifiers = ["License :: OSI Approved :: MIT License"]\n', "licence", 2),
        ("setup.cfg", "[metadata]\nlicense = MIT\n", "licence", 2),
        ("setup.py", "import x\nx.setup(license='MIT')\n", "licence", 2),
        ("setup.py", "import x\nx.setup(\n classifiers=['License :: OSI Approved :: MIT License'])\n", "licence", 3),
        ("package.json", '{\n"license": "MIT"}', "licence", 2),
        (".github/CODEOWNERS", "# all\n* @team\n", "owners", 2),
        (".github/PULL_REQUEST_TEMPLATE.md", "# Changes\n", "pull-request-template", 1),
        (".github/PULL_REQUEST_TEMPLATE/fix.md", "# Fix\n", "pull-request-template", 1),
        (".gitlab/merge_request_templates/Default.md", "# Fix\n", "pull-request-template", 1),
        ("docs/CONTRIBUTING.md", "Welcome.\n", "contributing", 1),
        ("CHANGELOG.md", "# 1.0\n", "changelog", 1),
    ],
)
def test_each_document_at_its_places(path: str, text: str, document: str, line: int) -> None:
    (found,) = collect(project({path: text}))
    assert (found.document, found.at.line) == (document, line)


@pytest.mark.parametrize(
    "files",
    [
        {"LICENSE": "", "docs/LICENSE": "MIT\n"},
        {"LICENSES_old/readme.txt": "x"},
        {"CODEOWNERS": "# nobody\n"},
        {"src/CODEOWNERS": "* @team\n"},
        {"pyproject.toml": '[project]\nlicense = ""\n'},
        {"setup.py": "import x\nx.setup(name='license', license='')\n"},
        {"pyproject.toml": "[project\n"},
        {"package.json": "{"},
        {"third_party/x/LICENSE": "MIT\n"},
        {"web/static/owl/LICENSE": "MIT\n"},
        {"web/packages/lint/package.json": '{"license": "MIT"}'},
        {"setup.py": "x", "packages/model/LICENSE": "MIT\n", "packages/model/setup.py": "x"},
        {".github/ISSUE_TEMPLATE/bug.md": "x"},
    ],
)
def test_empty_or_misplaced_documents_are_none(files: dict[str, str]) -> None:
    assert list(collect(project(files))) == []


def test_a_package_in_a_repository_that_is_none_has_its_own_licence() -> None:
    found = collect(project({"packages/model/LICENSE": "MIT\n", "packages/model/setup.py": "setup(license='MIT')\n"}))
    assert {str(one.at) for one in found} == {"packages/model/LICENSE:1", "packages/model/setup.py:1"}


def test_a_template_repository_delivers_what_it_generates() -> None:
    target = project(
        {
            "cookiecutter.json": "{}",
            "LICENSE": "MIT\n",
            ".github/CODEOWNERS": "* @x\n",
            "{{ cookiecutter.x }}/LICENSE": "MIT\n",
        }
    )
    assert {one.at.path for one in collect(target)} == {"LICENSE", "{{ cookiecutter.x }}/LICENSE"}  # no owners
