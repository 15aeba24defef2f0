"""What a verdict must not depend on, and what must never raise a level."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from maturity.commands.examples import collector
from maturity.model.finding import Finding
from maturity.model.rule import Example, Never
from maturity.model.tracking import RawTracking
from maturity.resources import folder
from maturity.rules import levels
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from tests.e2e.program import maturity, status
from tests.e2e.test_scan import TRAINING
from tests.repository import MakeRepository, commit
from tests.sample.repository import build

RULES = load_catalog(folder("checks"), None).rules
READ = collector()
EMPTY = dict.fromkeys(
    (
        *("LICENSE", "README.md", ".gitignore", "pyproject.toml", "noxfile.py", "Makefile", "setup.py", "setup.cfg"),
        *("docs/index.md", "tests/test_model.py", "tests/__init__.py", ".github/workflows/ci.yml", "CODEOWNERS"),
        *("uv.lock", ".python-version", ".pre-commit-config.yaml", "train.py", "notebook.ipynb", ".dvc/config"),
    ),
    "",
)
UNRELATED = {
    "docs/notes.md": "# Notes\n\nWe train, test and deploy with MLflow and DVC on a schedule.\n",
    "web/app.js": "train(); deploy();\n",
    "data/table.csv": "a,b\n1,2\n",
    "src/words.py": 'TEXT = "mlflow.log_metric sklearn fit train deploy rollback drift"\n',
    ".github/workflows/README.md": "on: push\n",
    "LICENSES_old/MIT.md": "",
    "tests_old/notes.txt": "def test_model(): assert model\n",
}
NAMES = st.text("bcdgjkqvwxyz", min_size=4, max_size=9).map("z{}".format)
FOLDERS = st.sampled_from(("assets", "web", "misc", "notes", "pages"))
WORDS = st.sampled_from(
    (
        "train fit deploy serve mlflow dvc register drift alert rollback champion challenger canary schedule cron "
        "pytest retrain model.fit(x) mlflow.autolog() import sklearn threshold accuracy fairness bias explain "
        "shap lint ruff"
    ).split()
)


def judged(files: dict[str, str], commits: int = 3, mlflow: RawTracking | None = None) -> dict[str, Finding]:
    """Judge the files of a pretended repository, and a registry where there is one, by every rule."""
    facts, gaps = READ(Example(name="x", files=files, commits=commits, mlflow=mlflow))
    sources = frozenset(("repo", "mlflow") if mlflow else ("repo",))
    return {finding.rule: finding for finding in judge(RULES, facts, gaps, sources)}


def said(found: dict[str, Finding]) -> dict[str, str]:
    return {rule: finding.status for rule, finding in found.items()}


def level(found: dict[str, Finding]) -> int:
    return levels.reached(tuple(found.values()))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the files of a project that passes many rules."""
    root = build(tmp_path_factory.mktemp("sample") / "churn")
    files = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts)
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8", errors="replace") for path in files}


class TestNothing:
    """A repository without content earns nothing but what only absence can show."""

    BY_ABSENCE = frozenset(rule.id for rule in RULES if isinstance(rule.ask, Never))

    @pytest.mark.parametrize(
        "files", [{}, EMPTY, dict.fromkeys(EMPTY, "\n\n"), {"README.md": "# A model\n"}, UNRELATED]
    )
    def test_what_has_no_content_passes_nothing(self, files: dict[str, str]) -> None:
        found = judged(files, commits=1)
        passed = {rule for rule, finding in found.items() if finding.status == "pass"}
        assert level(found) == 0
        assert passed <= self.BY_ABSENCE
        assert {"unit-tests", "ci-on-change", "license", "code-versioned", "dependencies-locked"}.isdisjoint(passed)
        assert all(finding.summary.en for finding in found.values())

    def test_every_finding_of_an_empty_repository_has_a_reason(self, make_repository: MakeRepository) -> None:
        ran = maturity("scan", make_repository({}), "--format", "json")
        document = json.loads(ran.out)
        assert (ran.code, document["level"]) == (0, 0)
        assert all(finding["summary"]["en"] for finding in document["findings"])
        passed = {finding["rule"] for finding in document["findings"] if finding["status"] == "pass"}
        assert passed <= self.BY_ABSENCE


def test_unrelated_files_change_no_verdict_for_the_better(sample: dict[str, str]) -> None:
    before, after = said(judged(sample)), said(judged(sample | UNRELATED))
    gained = {rule for rule, told in after.items() if told == "pass" and before[rule] != "pass"}
    assert gained == set()


@pytest.mark.slow
class TestAnyChange:
    """What holds whatever is added, removed, renamed or put in another order."""

    SETTINGS = settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each try takes long, and says enough by itself
    )

    @given(
        st.dictionaries(
            st.builds("{}/{}{}".format, FOLDERS, NAMES, st.sampled_from((".md", ".js", ".csv", ".css", ".svg", ".py"))),
            st.lists(WORDS, max_size=12).map(" ".join).map("# {}\n".format),
            max_size=8,
        )
    )
    @SETTINGS
    def test_files_that_only_speak_of_practice_earn_nothing(
        self, sample: dict[str, str], added: dict[str, str]
    ) -> None:
        before, after = judged(sample), judged(added | sample)
        gained = {rule for rule, told in said(after).items() if told == "pass" and before[rule].status != "pass"}
        assert (gained, level(after) <= level(before)) == (set(), True)

    @given(st.data())
    @SETTINGS
    def test_removing_any_files_never_earns_a_level(self, sample: dict[str, str], data: st.DataObject) -> None:
        gone = data.draw(st.sets(st.sampled_from(sorted(sample)), min_size=1))
        assert level(judged({path: text for path, text in sample.items() if path not in gone})) <= level(judged(sample))

    @given(NAMES)
    @SETTINGS
    def test_the_name_of_the_package_means_nothing(self, sample: dict[str, str], name: str) -> None:
        renamed = {path.replace("churn", name): text.replace("churn", name) for path, text in sample.items()}
        assert any(name in path for path in renamed)
        assert said(judged(renamed)) == said(judged(sample))

    @given(st.randoms(use_true_random=False))
    @SETTINGS
    def test_the_order_of_files_means_nothing(self, sample: dict[str, str], random: Random) -> None:
        paths = list(sample)
        random.shuffle(paths)
        one, other = judged(sample), judged({path: sample[path] for path in paths})
        assert {rule: (told.status, told.summary) for rule, told in one.items()} == {
            rule: (told.status, told.summary) for rule, told in other.items()
        }


def test_removing_a_file_never_earns_a_level(sample: dict[str, str]) -> None:
    whole = level(judged(sample))
    for path in sample:
        assert level(judged({name: text for name, text in sample.items() if name != path})) <= whole, path


def test_breaking_a_file_never_earns_a_pass_nor_turns_a_pass_into_a_failure(sample: dict[str, str]) -> None:
    before = said(judged(sample))
    for path in (name for name in sample if name.endswith((".py", ".yml", ".yaml"))):
        after = said(judged(sample | {path: sample[path] + "\n]]] : [ (\n"}))
        changed = {(rule, before[rule], told) for rule, told in after.items() if told != before[rule]}
        assert not {change for change in changed if change[2] == "pass"}, path
        assert not {change for change in changed if change[1:] == ("pass", "fail")}, path


def test_the_name_and_the_place_of_the_folder_change_nothing(make_repository: MakeRepository, tmp_path: Path) -> None:
    first = make_repository(TRAINING, name="project")
    documents: list[dict[str, Any]] = [json.loads(maturity("scan", first, "--format", "json", "--no-cache").out)]
    second = first.rename(tmp_path / "tests example vendor")
    documents.append(json.loads(maturity("scan", second, "--format", "json", "--no-cache").out))
    one, other = ([(one["rule"], one["status"]) for one in document["findings"]] for document in documents)
    assert one == other


def test_what_cannot_be_parsed_is_unknown_where_it_could_have_counted(make_repository: MakeRepository) -> None:
    broken = TRAINING | {"train.py": TRAINING["train.py"] + "print 'done'\n", "LICENSE": "MIT License\n"}
    document = json.loads(maturity("scan", make_repository(broken), "--format", "json").out)
    assert status(document, "training-entrypoint") == "unknown"
    assert status(document, "ci-trains") == "unknown"
    assert {status(document, rule) for rule in ("license", "ci-on-change")} == {"pass"}
    assert "unknown" not in {
        status(document, rule) for rule in ("data-versioned", "code-owners", "rollback", "alerting")
    }


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("docs/page.yml", "a: [b\n"),
        ("charts/app/templates/job.yaml", "{{ if .Values.on }}\n  a: [\n{{ end }}\n"),
        ("examples/old.py", "print 'hello'\n"),
        ("vendor/train.py", "import sklearn\nsklearn.svm.SVC().fit(\n"),
        ("data/rows.json", "[1, 2,\n"),
        ("model.ipynb", "not json"),
    ],
)
def test_a_file_that_could_prove_nothing_puts_nothing_in_doubt(
    path: str, content: str, make_repository: MakeRepository
) -> None:
    project = make_repository(TRAINING | {path: content})
    commit(project, {})
    document = json.loads(maturity("scan", project, "--format", "json").out)
    assert [finding["rule"] for finding in document["findings"] if finding["status"] == "unknown"] == []
