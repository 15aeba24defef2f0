"""`maturity promote` against a real tracking server: what it lets pass, what it refuses, and what it writes."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maturity.cli import main
from tests.e2e.live_project import MODEL, Project, build, commit_all, served
from tests.forwarding import before
from tests.repository import git

pytestmark = pytest.mark.slow

CI = ".github/workflows/ci.yml"
TESTED = {
    CI: "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python -m pytest tests\n",
    "tests/test_train.py": "def test_it():\n    assert 1 + 1 == 2\n",
}
WRITTEN = {
    *("promoted_by", "promoted_at", "promotion_reason"),
    *("promotion_alias", "promotion_previous", "promotion_assessment"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Train, register and push once; version 2 serves."""
    folder = tmp_path_factory.mktemp("promote")
    with served(folder / "server") as tracker:
        yield build(folder, tracker, TESTED)


@pytest.fixture
def candidate(project: Project) -> Iterator[str]:
    """Register one more version, with a card, and put the alias back afterwards."""
    version = register(project)
    project.tracker.post("model-versions/set-tag", name=MODEL, version=version, key="model_card", value="card.md")
    yield version
    project.tracker.post("registered-models/alias", name=MODEL, alias="champion", version="2")


def register(project: Project, **changes: str) -> str:
    """Register one more version of what was trained, or of something else."""
    first = project.tracker.get("model-versions/get", name=MODEL, version="1")["model_version"]
    held = {"source": first["source"], "run_id": first["run_id"], "model_id": first["source"].rpartition("/")[2]}
    made = project.tracker.post("model-versions/create", name=MODEL, **{**held, **changes})
    return str(made["model_version"]["version"])


def tags(project: Project, version: str) -> dict[str, str]:
    held = project.tracker.get("model-versions/get", name=MODEL, version=version)["model_version"]
    return {one["key"]: one["value"] for one in held.get("tags", ())}


def champion(project: Project, alias: str = "champion") -> str:
    held = project.tracker.get("registered-models/get", name=MODEL)["registered_model"].get("aliases", ())
    return next((str(one["version"]) for one in held if one["alias"] == alias), "")


def words(project: Project, version: str, *more: str, server: str = "", alias: str = "champion") -> list[str]:
    asked = ["promote", f"models:/{MODEL}/{version}", str(project.folder), "--alias", alias, "--actor", "Ada"]
    asked += ["--reason", "better on the holdout", "--mlflow", server or project.tracker.address]
    return [*asked, "--dvc-remote", str(project.remote), *more]


def promoted(capfd: pytest.CaptureFixture[str], asked: list[str]) -> tuple[int, str, str]:
    capfd.readouterr()
    code = main(asked)
    out, err = capfd.readouterr()
    return code, out, err


def requirements(out: str) -> dict[str, bool]:
    return {one["name"]: one["met"] for one in json.loads(out)["requirements"]}


def test_a_version_with_everything_takes_the_alias_and_says_who_when_and_why(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept = tmp_path / "assessment.json"
    code, out, err = promoted(capfd, words(project, candidate, "--level", "0", "--export", str(kept)))
    assert code == 0, out + err
    assert out.startswith(f"✓ Promoted: champion names churn/{candidate}, before it named 2\n")
    for name in ("lineage", "card", "signature", "tests", "level"):
        assert f"\n  ✓ {name}" in out
    assert champion(project) == candidate
    found = tags(project, candidate)
    assert found.keys() >= WRITTEN
    assert (found["promoted_by"], found["promotion_reason"]) == ("Ada", "better on the holdout")
    assert (found["promotion_alias"], found["promotion_previous"]) == ("champion", "2")
    assert found["promoted_at"].endswith("+00:00")
    assert found["promotion_assessment"] == f"sha256:{hashlib.sha256(kept.read_bytes()).hexdigest()}"
    assert json.loads(kept.read_text())["target"]["commit"] == project.commit
    (entry,) = (value for key, value in found.items() if key.startswith("promotion.champion."))
    assert json.loads(entry) == {
        "by": "Ada",
        "reason": "better on the holdout",
        "previous": "2",
        "assessment": found["promotion_assessment"],
    }


def test_the_second_time_nothing_is_written(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert promoted(capfd, words(project, candidate))[0] == 0
    first = tags(project, candidate)
    code, out, _ = promoted(capfd, words(project, candidate))
    assert (code, out.splitlines()[0]) == (0, f"✓ champion names churn/{candidate} already; nothing was written")
    assert tags(project, candidate) == first


def test_the_first_version_of_an_alias_and_a_version_by_another_alias(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = promoted(capfd, words(project, candidate, alias="challenger"))
    assert (code, champion(project, "challenger")) == (0, candidate)
    assert "before it named nothing" in out
    assert tags(project, candidate)["promotion_previous"] == "none"
    asked = words(project, candidate, "--format", "json")
    asked[1] = f"models:/{MODEL}@challenger"
    code, out, _ = promoted(capfd, asked)
    assert (code, json.loads(out)["outcome"], json.loads(out)["version"]) == (0, "promoted", candidate)
    keys = [key for key in tags(project, candidate) if key.startswith("promotion.c")]
    assert sorted(key.split(".")[1] for key in keys) == ["challenger", "champion"]
    project.tracker.delete("registered-models/alias", name=MODEL, alias="challenger")


def test_a_dry_run_says_what_would_be_written(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    held = tags(project, candidate)
    code, out, _ = promoted(capfd, words(project, candidate, "--dry-run"))
    assert code == 0
    assert f"Would be promoted: champion would name churn/{candidate}, now 2; with the tags\n" in out
    assert "    promoted_by = Ada\n" in out
    assert (champion(project), tags(project, candidate)) == ("2", held)


def test_each_missing_piece_is_named_and_nothing_is_written(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    bare, lost = commit_without_tests(project), "f" * 40
    cases: dict[str, tuple[str, set[str]]] = {
        "no card": (register(project), {"card"}),
        "no signature": (card(project, register(project, **unsigned(project))), {"signature"}),
        "no tests": (card(project, register(project, run_id=recorded(project, bare))), {"tests"}),
        "no run": (
            card(project, register(project, run_id="", model_id="", source="s3://elsewhere/model")),
            {"lineage", "signature", "tests"},
        ),
        "no such commit": (card(project, register(project, run_id=recorded(project, lost))), {"lineage", "tests"}),
    }
    for name, (version, missing) in cases.items():
        held = tags(project, version)
        code, out, err = promoted(capfd, words(project, version, "--format", "json"))
        assert code == 1, (name, out, err)
        assert {one for one, met in requirements(out).items() if not met} == missing, (name, out)
        assert (champion(project), tags(project, version)) == ("2", held)
    version, _ = cases["no card"]
    code, out, _ = promoted(capfd, words(project, version))
    assert out.startswith("✗ Not promoted: 1 of 4 requirements are not met; nothing was written\n")
    assert (
        f"\n  ✗ card       0 of 1 model versions meet this: it has a model card. Not so at {MODEL}/{version}.\n" in out
    )
    assert promoted(capfd, words(project, version, "--require", "lineage,signature,tests", "--dry-run"))[0] == 0
    code, out, _ = promoted(capfd, words(project, version, "--require", "lineage", "--level", "3", "--lang", "zh"))
    assert code == 1
    assert "未晋级：2 项要求中有 1 项未满足" in out


def commit_without_tests(project: Project) -> str:
    """Commit a state without CI on a branch of its own, and return to what was."""
    git(project.folder, "checkout", "--quiet", "-b", "bare")
    git(project.folder, "rm", "--quiet", CI)
    bare = commit_all(project.folder, "Drop CI")
    git(project.folder, "checkout", "--quiet", "main")
    return bare


def recorded(project: Project, commit: str) -> str:
    """Record one more run of a commit, and return its id."""
    told = [{"key": "mlflow.source.git.commit", "value": commit}]
    made = project.tracker.post("runs/create", experiment_id="0", start_time=1, tags=told)
    return str(made["run"]["info"]["run_id"])


def unsigned(project: Project) -> dict[str, str]:
    """Keep a model without a signature among the files of a run."""
    run = recorded(project, project.commit)
    project.tracker.upload(f"0/{run}/artifacts/plain/MLmodel", b"flavors:\n  sklearn: {}\n")
    return {"run_id": run, "source": f"mlflow-artifacts:/0/{run}/artifacts/plain", "model_id": ""}


def card(project: Project, version: str) -> str:
    project.tracker.post("model-versions/set-tag", name=MODEL, version=version, key="model_card", value="card.md")
    return version


def move(project: Project, version: str) -> None:
    project.tracker.post("registered-models/alias", name=MODEL, alias="champion", version=version)


def test_an_alias_that_is_moved_meanwhile_is_left_alone(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    held = tags(project, candidate)

    def by_somebody(method: str, path: str) -> None:
        if method == "POST" and path.endswith("/model-versions/set-tag"):
            move(project, "1")

    with before(project.tracker.address, by_somebody) as door:
        code, out, err = promoted(capfd, words(project, candidate, server=door))
    assert (code, out) == (1, "")
    assert "the alias was moved meanwhile, from 2 to 1; look at it, and promote again" in err
    assert (champion(project), tags(project, candidate)) == ("1", held)


def test_an_alias_that_is_moved_just_afterwards_is_told(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def by_somebody(method: str, path: str) -> None:
        seen.append(f"{method} {path.partition('?')[0].partition('/mlflow/')[2]}")
        if seen[-2:] == ["POST registered-models/alias", "GET registered-models/get"]:
            move(project, "1")

    with before(project.tracker.address, by_somebody) as door:
        code, _, err = promoted(capfd, words(project, candidate, server=door))
    assert code == 1
    assert "the alias was set, and names 1 already: somebody else moved it" in err
    assert champion(project) == "1"


@pytest.mark.parametrize(
    ("refused", "status", "said"),
    [
        ("set-tag", 403, "refuses the request (HTTP 403)"),
        ("alias", 403, "refuses the request (HTTP 403)"),
        ("alias", 400, "answers HTTP 400"),
        ("alias", 503, "is too busy, or fails, whenever it is asked"),
    ],
)
def test_a_server_that_refuses_writes_keeps_nothing_of_them(
    refused: str, status: int, said: str, project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    held = tags(project, candidate)

    def read_only(method: str, path: str) -> int | None:
        return status if method == "POST" and path.endswith(f"/{refused}") else None

    with before(project.tracker.address, read_only) as door:
        code, out, err = promoted(capfd, words(project, candidate, server=door))
    assert (code, out) == (3, "")
    assert said in err
    assert err.count("\n") == 1
    assert "could not be taken back" not in err
    assert (champion(project), tags(project, candidate)) == ("2", held)


def test_what_cannot_be_taken_back_is_named(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def stubborn(method: str, path: str) -> int | None:
        return 403 if method == "DELETE" or (method == "POST" and path.endswith("/alias")) else None

    with before(project.tracker.address, stubborn) as door:
        code, _, err = promoted(capfd, words(project, candidate, server=door))
    assert code == 3
    assert "these tags could not be taken back: promoted_by, promoted_at, promotion_reason" in err
    assert champion(project) == "2"


def test_an_answer_that_was_lost_is_looked_for(
    project: Project, candidate: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def after_all(method: str, path: str) -> int | None:
        if method == "POST" and path.endswith("/alias"):
            move(project, candidate)
            return 504
        return None

    with before(project.tracker.address, after_all) as door:
        code, _, err = promoted(capfd, words(project, candidate, server=door))
    assert (code, err) == (0, "")
    assert champion(project) == candidate


def test_what_is_asked_wrongly_is_said_in_one_line(
    project: Project, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mlruns").mkdir()

    def said(*changed: Any, **options: str) -> str:
        code, out, err = promoted(capfd, [*words(project, "2", **options), *changed])
        assert (code, out, err.count("\n")) == (2, "", 1), out + err
        return err

    assert "only a tracking server is written to; use http(s)://HOST" in said(server=str(tmp_path / "mlruns"))
    (tmp_path / "mlflow.db").write_bytes(b"")
    assert "only a tracking server is written to" in said(server=f"sqlite:///{tmp_path}/mlflow.db")
    assert "'cards' cannot be required; choose from lineage, card, signature, tests" in said("--require", "cards")
    assert "'4' is no level" in said("--level", "4")
    for alias in ("a b", "latest", "V12", ""):
        assert f"{alias!r} is no alias" in said("--alias", alias)
    assert "one line of text is expected" in said("--actor", " ")
    assert "one line of text is expected" in said("--reason", "a\nb")
    code, _, err = promoted(capfd, words(project, "99"))
    assert (code, "models:/churn/99: the model has no version 99" in err) == (2, True)
    code, _, err = promoted(capfd, words(project, "2", server="http://127.0.0.1:9"))
    assert (code, "cannot be reached: the connection is refused" in err) == (3, True)
