"""Live sources are read when they are named, joined with git, and said to be unreadable when they are."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maturity.assess import assess
from maturity.cli import main
from maturity.configuration.layers import given
from maturity.errors import UsageError
from maturity.model.assessment import Assessment
from maturity.request import Request
from maturity.resources import folder
from maturity.rules.load import load_catalog
from tests.repository import MakeRepository, git
from tests.sources.mlflow.fault_server import NOW_MS, serving

NOW = datetime.fromtimestamp(NOW_MS / 1000, UTC)
NOBODY = "http://127.0.0.1:1"
# A thread of the server that is cut off with its client leaves a socket to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

FILES = {"README.md": "# x\n"}


def scan(target: Path | str, **sources: str) -> Assessment:
    named = tuple(given(f"sources.{key.replace('_', '-')}", value, key) for key, value in sources.items())
    return assess(Request(target=str(target), cache=False, configuration=named), now=NOW)


def outcomes(assessment: Assessment, *sources: str) -> dict[str, str]:
    rules = {rule.id for rule in load_catalog(folder("checks")).rules if rule.source in sources}
    return {finding.rule: finding.status for finding in assessment.findings if finding.rule in rules}


def states(assessment: Assessment) -> dict[str, str]:
    return {source.kind: source.state for source in assessment.sources}


def links(assessment: Assessment) -> dict[str, tuple[str, str]]:
    (lineage,) = assessment.evidence.lineage
    return {link.link: (link.state, link.detail.en) for link in lineage.links}


def test_a_server_that_does_not_answer_is_exit_3_and_the_report_is_written(
    make_repository: MakeRepository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, report = make_repository(FILES), tmp_path / "report.json"
    words = ["scan", str(target), "--no-cache", "--mlflow", NOBODY, "--format", "json", "--output", str(report)]
    assert main(words) == 3
    assert capsys.readouterr().err.startswith(f"maturity: {NOBODY}: ")
    assessment = Assessment.model_validate_json(report.read_text())
    assert states(assessment) == {"git": "read", "mlflow": "unreadable", "dvc": "not-given"}
    told = outcomes(assessment, "mlflow", "lineage")
    assert told.pop("data-retrievable") == "not-assessed"  # it needs the remote too, which nobody gave
    assert set(told.values()) == {"unknown"}
    assert set(outcomes(assessment, "dvc").values()) == {"not-assessed"}
    assert outcomes(assessment, "repo")["code-versioned"] in ("pass", "fail")


def test_a_commit_that_nobody_has_breaks_the_lineage(make_repository: MakeRepository) -> None:
    target = make_repository(FILES)
    with serving() as server:
        assessment = scan(target, mlflow=server.url)
    assert states(assessment)["mlflow"] == "read"
    assert links(assessment) == {
        "run": ("proved", "run 4c136984739546e58e1170ee5ae7d599"),
        "commit": ("broken", "commit aaaaaaaaaaaa is not in the repository"),
        "reachable": ("broken", "not followed: commit aaaaaaaaaaaa is not in the repository"),
        "lock": ("absent", "the repository does not use DVC"),
        "objects": ("absent", "no DVC remote was given"),
        "dataset": ("absent", "the run recorded no digest of DVC"),
    }
    assert outcomes(assessment, "lineage") == {
        "commit-in-repository": "fail",
        "dataset-matches": "not-applicable",
        "rerun-reproduces": "fail",
        "data-retrievable": "not-assessed",
    }


def test_in_a_shallow_clone_the_commit_is_unknown(make_repository: MakeRepository, tmp_path: Path) -> None:
    origin = make_repository(FILES, commits=[{"a": str(n)} for n in range(3)])
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", "shallow")
    with serving() as server:
        shallow, whole = scan(tmp_path / "shallow", mlflow=server.url), scan(f"file://{origin}", mlflow=server.url)
    assert links(shallow)["commit"][0] == "unknown"
    assert outcomes(shallow, "lineage")["commit-in-repository"] == "unknown"
    assert states(shallow) == {"git": "partly-read", "mlflow": "read", "dvc": "not-given"}
    assert "shallow clone" in shallow.sources[0].gaps[-1].reason
    assert links(whole)["commit"][0] == "broken"  # a URL is cloned with its whole history


def test_without_git_there_is_no_lineage(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    with serving() as server:
        assessment = scan(tmp_path, mlflow=server.url)
    assert assessment.evidence.lineage == ()
    assert set(outcomes(assessment, "lineage").values()) == {"not-assessed"}
    with pytest.raises(UsageError, match="--dvc-remote: the target is no git repository"):
        scan(tmp_path, dvc_remote=str(tmp_path))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mlflow", "ftp://x"), "MLflow: ftp://x: no store is read by ftp"),
        (("--dvc-remote", "nowhere"), "--dvc-remote nowhere: .dvc/config names no such remote"),
        (("--each-project", "--mlflow", NOBODY), "--each-project: live sources belong to one project"),
        (("--hash-sample", "x"), "'x' is not a whole number"),
    ],
)
def test_wrong_options_are_one_line(
    words: tuple[str, ...], said: str, make_repository: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(make_repository(FILES)), "--no-cache", "--format", "json", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_repository_names_no_server(make_repository: MakeRepository) -> None:
    with serving() as server:
        target = make_repository({**FILES, "maturity.toml": f'[sources]\nmlflow = "{server.url}"\n'})
        assert states(scan(target))["mlflow"] == "not-given"
        assert server.asked == []


def test_a_rule_is_explained_from_what_lives(
    make_repository: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    target = make_repository(FILES)
    with serving() as server:
        words = ["explain", "commit-in-repository", str(target), "--no-cache", "--format", "json"]
        assert main([*words, "--mlflow", server.url]) == 0
        told = json.loads(capsys.readouterr().out)
        assert main(words) == 0
    assert told["status"] == "fail"
    assert json.loads(capsys.readouterr().out)["status"] == "not-assessed"


def test_reproduce_asks_before_it_runs_anything(
    make_repository: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(make_repository(FILES))
    assert main(["reproduce", "models:/churn@champion", target, "--mlflow", NOBODY]) == 2
    assert "runs the project's own code; agree with --yes" in capsys.readouterr().err
    assert main(["reproduce", "models:/churn@champion", target, "--yes"]) == 2
    assert "name the tracking server that has the model with --mlflow URI" in capsys.readouterr().err
    assert main(["reproduce", "models:/churn@champion", target, "--yes", "--mlflow", NOBODY]) == 3
    with serving() as server:
        assert main(["reproduce", "models:/churn@champion", target, "--yes", "--mlflow", server.url]) == 2
    assert "commit aaaaaaaaaaaa of run 4c136984739546e58e1170ee5ae7d599 is not in" in capsys.readouterr().err
