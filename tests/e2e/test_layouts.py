"""Projects in every layout that people use: the verdict, and the place that a user opens."""

import json
from datetime import UTC, datetime

import pytest

from maturity.assess import assess
from maturity.request import Request
from tests.e2e.test_properties import judged
from tests.repository import MakeRepository, git

CI = ".github/workflows/ci.yml"
TRAIN = 'from sklearn.svm import SVC\n\nif __name__ == "__main__":\n    SVC().fit([[0.0], [1.0]], [0, 1])\n'
PREPARE = 'import pandas as pd\n\nif __name__ == "__main__":\n    pd.read_csv("raw.csv").dropna().to_csv("a.csv")\n'
STAGES = """stages:
  prepare: {cmd: python prepare.py, outs: [a.csv]}
  train: {cmd: python train.py, deps: [a.csv]}
"""
LFS = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 48211034\n"
)
READS = (
    "import pandas as pd\nfrom sklearn.svm import SVC\n\nif __name__ == '__main__':\n"
    "    frame = pd.read_csv('data/train.csv')\n    SVC().fit(frame[['a']], frame['b'])\n"
)


def workflow(command: str, job: str = "") -> str:
    return f"on: push\njobs:\n  work:\n    runs-on: ubuntu-latest\n{job}    steps:\n      - run: {command}\n"


def notebook(*cells: str) -> str:
    """Return a notebook of code cells."""
    found = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": number}
        for number, cell in enumerate(cells, 1)
    ]
    return json.dumps({"cells": found, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


CELL = "from sklearn.svm import SVC\nSVC().fit([[0.0]], [0])"
LAYOUTS: dict[str, tuple[dict[str, str], str, str, str]] = {
    # Notebooks
    "a notebook that nobody runs": ({"a.ipynb": notebook(CELL)}, "training-entrypoint", "fail", "a.ipynb"),
    "a notebook that papermill runs in CI": (
        {"a.ipynb": notebook(CELL), CI: workflow("papermill a.ipynb out.ipynb")}, "ci-trains", "pass", "a.ipynb"),
    "a notebook that nbconvert executes in CI": (
        {"a.ipynb": notebook(CELL), CI: workflow("jupyter nbconvert --execute --to notebook a.ipynb")},
        "ci-trains", "pass", "a.ipynb"),
    "a notebook that is only converted": (
        {"a.ipynb": notebook(CELL), CI: workflow("jupyter nbconvert --to html a.ipynb")},
        "ci-trains", "fail", "a.ipynb"),
    "a cell that writes a program": (
        {"a.ipynb": notebook(f"%%writefile train.py\n{TRAIN}", "!python train.py")}, "training-entrypoint", "fail", ""),
    "a program that is written by a cell and committed": (
        {"a.ipynb": notebook(f"%%writefile train.py\n{TRAIN}"), "train.py": TRAIN, CI: workflow("python train.py")},
        "ci-trains", "pass", "train.py"),
    "a cell in another language": (
        {"a.ipynb": notebook(f"%%bash\n{TRAIN}")}, "training-entrypoint", "fail", ""),
    # Templates
    "a cookiecutter template": (
        {"cookiecutter.json": '{"name": "x"}',
         "{{ cookiecutter.name }}/train.py": f"# {{{{ cookiecutter.name }}}}\n{TRAIN}"},
        "training-entrypoint", "pass", "{{ cookiecutter.name }}/train.py"),
    "automation of a template is not its user's": (
        {"cookiecutter.json": '{"name": "x"}', CI: workflow("pytest"), "{{ cookiecutter.name }}/train.py": TRAIN},
        "ci-on-change", "fail", ""),
    "automation that the user of a template gets": (
        {"cookiecutter.json": '{"name": "x"}', f"{{{{ cookiecutter.name }}}}/{CI}": workflow("pytest")},
        "ci-on-change", "pass", "{{ cookiecutter.name }}/.github/workflows/ci.yml"),
    "a copier template with jinja": (
        {"copier.yml": "name: {type: str}\n",
         "{{ name }}/train.py.jinja": TRAIN.replace("SVC()", "{% if fast %}SVC(){% else %}SVC(C=2){% endif %}")},
        "training-entrypoint", "pass", "{{ name }}/train.py.jinja"),
    "a copier template in a folder of its own": (
        {"copier.yml": "_subdirectory: template\n", "template/.github/workflows/ci.yml.jinja": workflow("pytest")},
        "ci-on-change", "pass", "template/.github/workflows/ci.yml.jinja"),
    "automation beside a copier template": (
        {"copier.yml": "_subdirectory: template\n", CI: workflow("pytest"), "template/train.py": TRAIN},
        "ci-on-change", "fail", ""),
    "a Dockerfile with jinja": (
        {"Dockerfile.j2": "FROM python:{{ version }}\nCOPY . /app\n", "train.py": TRAIN},
        "image-built", "pass", "Dockerfile.j2"),
    # Folders
    "a src layout with a console script": (
        {"pyproject.toml": "[project]\nname = 'a'\n[project.scripts]\nfit = 'a.cli:main'\n", "src/a/__init__.py": "",
         "src/a/cli.py": "from a.model import fit\n\n\ndef main():\n    fit()\n",
         "src/a/model.py": "from sklearn.svm import SVC\n\n\ndef fit():\n    SVC().fit([[0.0]], [0])\n"},
        "training-entrypoint", "pass", "src/a/model.py"),
    "a manifest in a sub-folder": (
        {"ml/train.py": TRAIN, "ml/requirements.txt": "scikit-learn==1.5.0\n"},
        "dependencies-locked", "pass", "ml/requirements.txt"),
    "a pipeline in a sub-folder": (
        {"ml/dvc.yaml": STAGES, "ml/train.py": TRAIN, "ml/prepare.py": PREPARE},
        "pipeline-declared", "pass", "ml/dvc.yaml"),
    "tests beside the code of a sub-folder": (
        {"ml/app/lib.py": "def f(x):\n    return x + 1\n",
         "ml/app/tests/test_lib.py": "from app.lib import f\n\n\ndef test_f():\n    assert f(1) == 2\n"},
        "unit-tests", "pass", "ml/app/tests/test_lib.py"),
    "CI at the top that works in a sub-folder": (
        {"ml/train.py": TRAIN, CI: workflow("python train.py", "    defaults: {run: {working-directory: ml}}\n")},
        "ci-trains", "pass", "ml/train.py"),
    # Foreign code
    "vendored code": ({"third_party/lib/train.py": TRAIN}, "training-entrypoint", "fail", ""),
    "a vendored licence": ({"vendor/lib/LICENSE": "MIT License\n"}, "license", "fail", ""),
    "a virtual environment that was committed": ({".venv/lib/x/train.py": TRAIN}, "training-entrypoint", "fail", ""),
    # Large files
    "data in git-lfs": (
        {".gitattributes": "data/*.csv filter=lfs diff=lfs merge=lfs -text\n", "data/train.csv": LFS,
         "train.py": READS},
        "data-versioned", "pass", ".gitattributes"),
    "a pointer is no large file": ({"model.pt": LFS}, "no-large-blobs-in-git", "pass", ""),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    files, rule, status, path = LAYOUTS[layout]
    found = judged(files)[rule]
    places = [place.path for place in found.evidence] or [""]
    assert (found.status, places[0]) == (status, path)


def test_a_submodule_is_recorded_as_not_looked_at(make_repository: MakeRepository) -> None:
    library = make_repository({"train.py": TRAIN}, name="library")
    project = make_repository({"README.md": "# x\n"}, name="shop")
    git(project, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "lib")
    git(project, "commit", "-qm", "Use the library")
    assessment = assess(Request(target=str(project), cache=False), now=datetime(2026, 1, 2, tzinfo=UTC))
    gaps = {gap.path: gap for source in assessment.sources for gap in source.gaps}
    assert gaps["lib"].reason == "is a submodule, another repository: not looked at"
    statuses = {finding.rule: finding.status for finding in assessment.findings}
    assert (statuses["training-entrypoint"], "unknown" in statuses.values()) == ("fail", False)
