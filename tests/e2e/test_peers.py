"""Wrong answers that other tools gave, each on the smallest repository that provokes it: here they come out right."""

import json
from typing import Any

import pytest

from maturity.model.rule import Never
from tests.e2e.program import maturity, status
from tests.e2e.test_properties import RULES, judged, level
from tests.repository import MakeRepository, git

CI = ".github/workflows/ci.yml"
PUSH = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: pytest}]\n"
TRAIN = 'from sklearn.svm import SVC\n\nif __name__ == "__main__":\n    SVC().fit([[0.0], [1.0]], [0, 1])\n'
TRACKED = TRAIN.replace("    SVC", "    mlflow.autolog()\n    SVC")
BY_ABSENCE = frozenset(rule.id for rule in RULES if isinstance(rule.ask, Never))
LOCK = """version = 1

[[package]]
name = "shop"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "scikit-learn" }]

[[package]]
name = "scikit-learn"
version = "1.5.0"
source = { registry = "https://pypi.org/simple" }
"""
DEAL = """import random
import sys

import yaml


def deal(lines, train, test, split):
    for line in lines:
        (train if random.random() > split else test).write(line)


if __name__ == "__main__":
    params = yaml.safe_load(open("params.yaml"))["prepare"]
    random.seed(params["seed"])
    with open(sys.argv[1]) as source, open("train.tsv", "w") as train, open("test.tsv", "w") as test:
        deal(source, train, test, params["split"])
"""
DEALT = "stages:\n  prepare: {cmd: python prepare.py data.xml, outs: [train.tsv, test.tsv]}\n"
FIELD = """import pydantic
from sklearn.ensemble import RandomForestRegressor


class Model(pydantic.BaseModel):
    random_state: int = 42

    def fit(self, x, y):
        self.inner = RandomForestRegressor(random_state=self.random_state).fit(x, y)


if __name__ == "__main__":
    Model().fit([[0.0]], [0.0])
"""
WORDS = '''from sklearn.feature_extraction.text import TfidfVectorizer

STORAGE_PATH = "average"  # pragma: no cover


def inference(config):
    """Can be overridden: override the config, explain, roll back, drift, alert, monitor, deploy, retrain, champion."""
    return TfidfVectorizer(), "fairness bias consent anonymize feedback canary shadow rollback"
'''
SHARED = {
    # The environment of the scanner, the network and the remote decide nothing
    "a data file of DVC counts though no remote can be reached": (
        {"data/raw.csv.dvc": "outs:\n- md5: 9b2d7f0a1c3e4d5f60718293a4b5c6d7\n  size: 9\n  path: raw.csv\n",
         ".dvc/config": "[core]\n    remote = s\n['remote \"s\"']\n    url = s3://nowhere.invalid/x\n",
         "train.py": "import pandas as pd\n" + TRAIN.replace("[[0.0], [1.0]]", "pd.read_csv('data/raw.csv')")},
        "data-versioned", "pass"),
    "a library that is not installed here is no fault": (
        {"train.py": f"import nowhere_installed\nimport mlflow\n{TRACKED}"}, "experiments-tracked", "pass"),
    # Manifests in their places
    "a lock file of uv": (
        {"pyproject.toml": '[project]\nname = "shop"\ndependencies = ["scikit-learn"]\n', "uv.lock": LOCK},
        "dependencies-locked", "pass"),
    "a manifest beside the code": (
        {"src/requirements.txt": "scikit-learn==1.5.0\n", "src/train.py": TRAIN}, "dependencies-locked", "pass"),
    "a linter that is newer than the scanner": (
        {"pyproject.toml": "[tool.ruff]\nline-length = 100\n"}, "code-style-enforced", "pass"),
    "a manifest of one project speaks for no other": (
        {"requirements.txt": "a==1.0\n", "b/requirements.txt": "scikit-learn\n", "b/train.py": TRAIN},
        "dependencies-locked", "pass"),
    # Names without content
    "a README in the folder of workflows is no CI": ({".github/workflows/README.md": "# CI\n"}, "ci-on-change", "fail"),
    "a folder whose name begins with tests": ({"tests_old/test.txt": "assert\n"}, "unit-tests", "fail"),
    "a folder whose name begins with licences": ({"LICENSES_old/MIT": "MIT License\n"}, "license", "fail"),
    "a licence of no bytes": ({"LICENSE": ""}, "license", "fail"),
    # YAML as people write it
    "a quoted `on`": ({CI: PUSH.replace("on:", '"on":')}, "ci-on-change", "pass"),
    "`on` without a value beside it": ({CI: PUSH.replace("on: push", "on:\n  push:")}, "ci-on-change", "pass"),
    # Trackers, splits and seeds that are there
    "dvclive is a tracker": (
        {"train.py": "from dvclive import Live\nfrom sklearn.svm import SVC\n\nif __name__ == '__main__':\n"
                     "    with Live() as live:\n        SVC().fit([[0.0]], [0])\n        live.log_metric('a', 1.0)\n"},
        "experiments-tracked", "pass"),
    "a split that is written by hand": ({"prepare.py": DEAL, "dvc.yaml": DEALT}, "split-deterministic", "pass"),
    "the same without a seed": (
        {"prepare.py": DEAL.replace("    random.seed(params[\"seed\"])\n", ""), "dvc.yaml": DEALT},
        "split-deterministic", "fail"),
    "a seed that is the field of a model": ({"models.py": FIELD}, "seed-fixed", "pass"),
    "a split that keeps the order needs no seed": (
        {"train.py": f"from sklearn.model_selection import train_test_split\n{TRAIN}"
                     "    train_test_split([1], shuffle=False)\n"},
        "split-deterministic", "pass"),
    "a command of DVC in the README is how to run it": (
        {"README.md": "# X\n\n## Install\n\n    pip install -r requirements.txt\n\n## Run\n\n    dvc repro\n",
         "dvc.yaml": "stages:\n  train: {cmd: python train.py}\n", "train.py": TRAIN}, "readme-runs", "pass"),
    # Data tests that are imported where pytest wants them
    "a suite of great-expectations in a conftest": (
        {"tests/data/conftest.py": "import great_expectations as gx\nimport pytest\n\n\n@pytest.fixture\n"
                                   "def df():\n    return gx.dataset.PandasDataset('x')\n",
         "tests/data/test_data.py": "def test_data(df):\n    df.expect_column_values_to_be_unique(column='a')\n"
                                    "    assert df.validate()['success']\n"}, "data-tests", "pass"),
    # Images
    "an alias of a stage and a flag are no unpinned base": (
        {"Dockerfile": "FROM --platform=linux/amd64 python:3.11.9-slim AS base\nFROM base\nCOPY . .\n",
         "train.py": TRAIN}, "image-pinned", "pass"),
    # Words are no control
    "a hash and the word registry register nothing": (
        {"a.py": f"import hashlib\n\nprint(hashlib.md5(b'dvc registry'))\n{TRAIN}"},
        "model-registered", "fail"),
    "a tokenizer protects no person": (
        {"train.py": f"import transformers\ntransformers.AutoTokenizer.from_pretrained('a').tokenize('b')\n{TRAIN}"},
        "personal-data-protected", "not-applicable"),
    "a probe whether a library is there explains nothing": (
        {"a.py": "import importlib.util\n\nHAS = importlib.util.find_spec('shap') is not None\n"},
        "explainability", "fail"),
    "an address and a temporary folder are no path of one machine": (
        {"a.py": "URL = 'https://example.org/home/user/x'\nTMP = '/tmp/cache'\nprint(URL, TMP)\n"},
        "no-absolute-paths", "pass"),
    "assertions in tests are no credential": (
        {"tests/test_a.py": "def test_a():\n    assert 'password' != 'secret'\n"}, "no-secrets-committed", "pass"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHARED)
def test_what_others_got_wrong(case: str) -> None:
    files, rule, expected = SHARED[case]
    assert judged(files)[rule].status == expected


@pytest.mark.parametrize(
    "rule",
    [
        *("drift-detection", "alerting", "rollback", "explainability", "fairness-evaluated", "feedback-loop"),
        *("progressive-delivery", "performance-monitoring", "champion-challenger", "deployment-automated"),
    ],
)
def test_no_word_is_taken_for_a_control(rule: str) -> None:
    assert judged({"inference.py": WORDS, "storage/average.py": WORDS, "train.py": TRAIN})[rule].status != "pass"


def test_size_earns_nothing() -> None:
    """A score must not rise with the number of files that say nothing."""
    few = judged({"train.py": TRAIN} | {f"lib/m{number}.py": WORDS for number in range(2)})
    many = judged({"train.py": TRAIN} | {f"lib/m{number}.py": WORDS for number in range(80)})
    assert {rule: one.status for rule, one in few.items()} == {rule: one.status for rule, one in many.items()}


def test_absence_earns_no_level() -> None:
    found = judged({}, commits=1)
    assert level(found) == 0
    assert {rule for rule, one in found.items() if one.status == "pass"} <= BY_ABSENCE


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (CI, "on: [push\n"),
        (CI, "on:\njobs:\n"),
        (CI, ""),
        ("pyproject.toml", "[project\n"),
        (".pre-commit-config.yaml", "repos: [\n"),
        (".pre-commit-config.yaml", ""),
        ("requirements.txt", "\x00\x01"),
        ("notebook.ipynb", '{"cells": 3}'),
        ("dvc.yaml", "- 1\n"),
        ("train.py", "def broken(:\n"),
        ("params.yaml", "a: &a [*a]\n"),
    ],
)
def test_a_malformed_file_costs_its_own_facts_only(path: str, content: str) -> None:
    files = {"LICENSE": "MIT License\n", "app/train.py": TRAIN, path: content}
    found = judged(files)
    assert (found["license"].status, found["training-entrypoint"].status) == ("pass", "pass")


def scanned(target: Any) -> dict[str, Any]:
    ran = maturity("scan", target, "--format", "json", "--no-cache")
    assert ran.code == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


class TestStatesOfGit:
    """Legal states of a repository, and names that trip other tools."""

    def test_tags_on_blobs_and_trees(self, make_repository: MakeRepository) -> None:
        project = make_repository({"train.py": TRAIN}, commits=[{"README.md": "# x\n"}])
        git(project, "tag", "-a", "-m", "a blob", "blob", git(project, "rev-parse", "HEAD:train.py"))
        git(project, "tag", "tree", git(project, "rev-parse", "HEAD^{tree}"))
        document = scanned(project)
        assert {status(document, rule) for rule in ("code-versioned", "training-entrypoint")} == {"pass"}

    def test_a_large_file_is_named_whole(self, make_repository: MakeRepository) -> None:
        document = scanned(make_repository({"my data file.bin": bytes(5_000_001)}))
        (finding,) = (one for one in document["findings"] if one["rule"] == "no-large-blobs-in-git")
        assert (finding["status"], finding["evidence"][0]["path"]) == ("fail", "my data file.bin")

    def test_a_scan_leaves_the_target_as_it_was(self, make_repository: MakeRepository) -> None:
        project = make_repository({"train.py": TRAIN, ".gitignore": "x\n", "data/a.csv.dvc": "outs: []\n"})

        def state() -> dict[str, tuple[int, bytes]]:
            files = (path for path in project.rglob("*") if path.is_file())
            return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

        before = state()
        scanned(project)
        assert state() == before


def test_a_report_of_many_findings_stays_short(make_repository: MakeRepository) -> None:
    keys = {
        f"src/m{number}.py": f"PATH = '/home/ada/work/data{number}.csv'\nprint(open(PATH))\n" for number in range(300)
    }
    project = make_repository({"train.py": TRAIN, **keys})
    for form in ("text", "markdown"):
        assert len(maturity("scan", project, "--format", form).out.encode()) < 60_000
    document = scanned(project)
    assert all(len(finding["evidence"]) <= 20 for finding in document["findings"])


def test_failing_evidence_says_where(make_repository: MakeRepository) -> None:
    document = scanned(make_repository({"train.py": TRAIN, "Dockerfile": "FROM python\nCOPY . .\n"}))
    told = [place for finding in document["findings"] for place in finding["evidence"]]
    assert told
    assert all(place["path"] or place["uri"] for place in told)
