"""Any content under any well-known name is read as what it is or becomes a gap; a scan never fails for it."""

import json
import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.cache import Cache
from maturity.evidence.collect import collect
from maturity.evidence.technologies import Technologies
from maturity.model.raw import Gap, RawFile, RawHistory, RawRepository
from maturity.reading import read_project
from maturity.render import BINARY, FORMATS
from maturity.resources import folder
from maturity.rules import technologies
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from tests.e2e.program import maturity
from tests.repository import MakeRepository, commit

NAMES = (
    *(
        ".github/workflows/ci.yml",
        ".github/actions/a/action.yml",
        "dvc.yaml",
        "dvc.lock",
        "data.csv.dvc",
        ".dvc/config",
    ),
    *("Makefile", "Dockerfile", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py", "tox.ini", "noxfile.py"),
    *("MLproject", ".gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile", "environment.yml", "notebook.ipynb"),
    *("CODEOWNERS", ".gitattributes", "rules/prometheus.yml", "grafana/board.json", "kustomization.yaml", "README.md"),
    *("docker-compose.yml", "package.json", "uv.lock", "poetry.lock", "Pipfile", ".pre-commit-config.yaml", "main.tf"),
    *("train.py", "tests/test_train.py", "MODEL_CARD.md", ".circleci/config.yml", "Taskfile.yml", "justfile", "run.sh"),
    *("cloudbuild.yaml", "buildspec.yml", "bitbucket-pipelines.yml", ".travis.yml", "LICENSE", "params.yaml", ".env"),
    *(
        "ci/a.gocd.yaml",
        "a.gopipeline.json",
        "Snakefile",
        "databricks.yml",
        "cookiecutter.json",
        "copier.yml",
        "recipe.yaml",
    ),
    *(
        "pixi.toml",
        "pdm.lock",
        "conda-lock.yml",
        "template.yaml",
        "state.json",
        "bentofile.yaml",
        "cog.yaml",
        "tasks.py",
    ),
    *("k8s/deployment.yaml", "charts/a/templates/job.yaml", "config.pbtxt", "train.py.jinja", ".python-version"),
)
HEADS = (
    b"", b"on: push\njobs:\n  a:\n    steps:\n      - run: ", b"stages:\n  a:\n    cmd: ", b"a:\n\t", b"FROM x\nRUN ",
    b"[project]\nname = ", b"import sklearn\nsklearn.svm.SVC().fit(", b'{"cells": [{"cell_type": "code", "source": ',
    b"groups:\n- rules:\n  - alert: ", b"apiVersion: v1\nkind: ", b"\xff\xfe", b"\xef\xbb\xbf", b"{{ cookiecutter.x }}",
)  # fmt: skip
WORDS = st.sampled_from(
    (
        *("a: &a [*a]", "<<: *a", "${{ x }}", "$(shell id)", "!!python/object:os.system", "- ", "\n", "  ", "[", "{"),
        *("'", '"', "\\", "\0", "\u202e", "\ud7ff", "null", "~", "1e999", "-1", "true", "jobs:", "steps:", "on:"),
        *("include: a", "extends: b", "-r requirements.txt", "-e .", "include Makefile\n", "python train.py", "make"),
        *("dvc repro", "pytest", "docker build .", "\r\n", "\x1b[31m", "if:", "needs: [a]", "matrix:", "{% if %}"),
    )
)  # fmt: skip
CONTENT = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda head, words: head + " ".join(words).encode(), st.sampled_from(HEADS), st.lists(WORDS, max_size=40)
    ),
    st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=6), inner, max_size=4),
        max_leaves=20,
    ).map(lambda tree: json.dumps(tree).encode()),
)
MATCHER = Technologies(technologies.load(folder("checks") / "technologies"))
RULES = load_catalog(folder("checks"), None).rules
EXAMPLES = [one.files for rule in RULES for one in (*rule.examples.passing, *rule.examples.failing) if one.files]


class Contents:
    """Contents at hand."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes | Gap]]:
        """Yield each file with its content."""
        for entry in files:
            yield entry, self.files[entry.path]


def survives(files: dict[str, bytes]) -> None:
    """Read, collect and judge; only our own faults are worth noticing here."""
    raw = RawRepository(
        name="x",
        location="x",
        files=tuple(RawFile(path=path, blob=path, size=len(content)) for path, content in sorted(files.items())),
        history=RawHistory(head="0" * 40, commits=2),
    )
    project = read_project(raw, Contents(files), MATCHER, Cache.off())
    collected = collect(project, MATCHER)
    assert [gap.reason for gap in collected.gaps if "our own fault" in gap.reason] == []
    assert [gap.reason for gap in collected.gaps if "expected shape" in gap.reason] == []
    assert judge(RULES, collected.facts, collected.gaps, frozenset(("repo",)))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_content_under_one_name(data: st.DataObject) -> None:
    survives({data.draw(st.sampled_from(NAMES)): data.draw(CONTENT)})


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_damage_to_files_that_people_write(data: st.DataObject) -> None:
    """The examples of the rules hold files of every system that is read."""
    files = {path: text.encode() for path, text in data.draw(st.sampled_from(EXAMPLES)).items()}
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(sorted(files)))
        files[path] = damaged(data, files[path])
    survives(files)


def damaged(data: st.DataObject, content: bytes) -> bytes:
    """Cut a piece out of a content, put it elsewhere, or put something else in its place."""
    begin, end = sorted((data.draw(st.integers(0, len(content))), data.draw(st.integers(0, len(content)))))
    piece = data.draw(
        st.sampled_from((b"", content[begin:end] * 2, b"\n")) | st.binary(max_size=6) | WORDS.map(str.encode)
    )
    if data.draw(st.booleans()):
        return content[:begin] + piece + content[end:]
    place = data.draw(st.integers(0, len(content)))
    return content[:place] + content[begin:end] + content[place:]


@pytest.mark.slow
@given(st.lists(CONTENT, min_size=len(NAMES), max_size=len(NAMES)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_content_under_all_names_at_once(contents: list[bytes]) -> None:
    survives(dict(zip(NAMES, contents, strict=True)))


DEEP = b"[" * 60_000
BOMBS = {
    "dvc.yaml": b"a: &a [x]\n" + b"".join(b"k%d: &k%d [%s]\n" % (n, n, b"*a, " * 9 + b"*a") for n in range(2_000)),
    ".github/workflows/ci.yml": b"a: &a {k: v}\nb: &b\n  <<: [*a, *a]\n" + b"  <<: [*b, *b]\n" * 40,
    ".gitlab-ci.yml": DEEP,
    "package.json": DEEP,
    "pyproject.toml": b"a" + b".a" * 50_000 + b" = 1\n",
    "train.py": b"import sklearn\nx = " + b"(" * 5_000 + b")" * 5_000,
    "sum.py": b"import sklearn\nx = " + b"1+" * 60_000 + b"1\n",
    "requirements.txt": b"-r requirements.txt\n" + b"a" * 100_000 + b"\n",
    "Makefile": b"include Makefile\nX = $(X)\n$(X): $(X)\n" + b"a: b\nb: a\n\tmake a\n" * 300,
    "run.sh": b"#!/bin/sh\n" + b"$(" * 3_000 + b"\n. ./run.sh\nsh run.sh\n",
    "notebook.ipynb": b'{"cells": ' + DEEP,
    "README.md": b"<" * 200_000,
    "Dockerfile": b"FROM a AS a\nCOPY --from=a . .\n" * 3_000 + b"RUN \\\n" * 20_000,
    "setup.cfg": b"[a]\nb = %(b)s\n" * 2_000,
    ".env": b"TOKEN=" + b"A" * 500_000 + b"\n" + b" " * 100_000,
}


def test_bombs_end_soon_and_hide_nothing_else(make_repository: MakeRepository) -> None:
    ran = maturity("scan", make_repository(BOMBS | {"LICENSE": b"MIT License\n"}), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert document["duration"] < 30
    gaps = {gap["path"] for source in document["sources"] for gap in source["gaps"]}
    assert {".gitlab-ci.yml", "package.json", "pyproject.toml", "train.py", "notebook.ipynb"} <= gaps
    assert "our own fault" not in ran.out
    assert next(one["status"] for one in document["findings"] if one["rule"] == "license") == "pass"


EVIL = (
    b"\x1b[2J\x1b]0;title\x07.py",
    b"a\n::error file=x::pwned.py",
    b"\xe2\x80\xaegpj.py",
    b"\xff\xfe.py",
    b"<script>alert(1)<script>.py",
    b"=cmd|' &calc'!A0.py",
    b"##vso[task.complete].py",
    b"--output=x.py",
    b"a" * 252 + b".py",
    b"[link](javascript:x) `code` | cell.py",
    b"$(touch canary).py",
)


@pytest.mark.parametrize("form", sorted({*FORMATS} - BINARY))
def test_hostile_names_are_shown_harmlessly(form: str, make_repository: MakeRepository) -> None:
    project = make_repository({"keep.md": "x"})
    for position, name in enumerate(EVIL):
        content = b"import sklearn\n(\n" if position % 2 else b"import mlflow\nmlflow.log_metric('a', 1)\n"
        with open(bytes(project) + b"/" + name, "wb") as file:
            file.write(content + b"token = 'ghp_" + b"aB3dE5gH7j" * 3 + b"KlMnOp'\n")
    commit(project, {})
    ran = maturity("scan", project, "--format", form, *(["--verbose"] if form != "json" else []))
    assert (ran.code, ran.err) == (0, "")
    assert not {letter for letter in ran.out if letter < " " and letter != "\n"}
    assert not set("\u202e\u2066\x7f\x9b") & set(ran.out)
    assert not [line for line in ran.out.splitlines() if line.lstrip("\"'- ").startswith(("::", "##vso"))]
    assert "ghp_aB3dE5gH7j" not in ran.out
    if form == "json":
        json.loads(ran.out)
    if form == "markdown":
        outside_code = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", ran.out)
        assert "javascript:" not in outside_code
        assert "<script" not in outside_code
