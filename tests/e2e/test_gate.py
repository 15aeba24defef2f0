"""`maturity gate` as CI runs it: assessment, policy, waivers and baseline in; an exit code and a sentence out."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from maturity.cli import main
from maturity.model.attestation import Attestation, AttestedOutcome
from maturity.model.finding import Finding
from maturity.model.waiver import Waiver
from maturity.render.json import document
from tests.e2e.program import maturity
from tests.repository import MakeRepository, git
from tests.rules.making import finding
from tests.rules.test_crosswalk import attestation
from tests.test_gate import assessment

WAIVER = Waiver(
    id="W-1",
    rule="two",
    reason="risk-accepted",
    justification="pilot",
    requested_by="ann",
    approved_by="bob",
    created="2026-01-01",
    expires="2026-12-31",
)


def waived(one: Finding) -> Finding:
    return one.model_copy(update={"waived": True, "waiver": WAIVER})


ONE = finding("one", "pass", 1)
TWO, TWO_FAILS, TWO_UNKNOWN = finding("two", "pass", 2), finding("two", "fail", 2), finding("two", "unknown", 2)
THREE, THREE_FAILS = finding("three", "pass", 3), finding("three", "fail", 3)
NICE, NICE_FAILS = finding("nice", "pass", 2, required=False), finding("nice", "fail", 2, required=False)
CARD_FAILS = finding("card", "fail", 2, principle="governance")
LIVE = finding("live", "not-assessed", 2)
REST = finding("rest", "not-applicable", 3)

AT_0, AT_1, AT_2, AT_3 = (finding("one", "fail", 1),), (ONE, TWO_FAILS), (ONE, TWO, THREE_FAILS), (ONE, TWO, THREE)


TRAINS, SEED, SEED_FAILS = finding("ci-trains", "pass"), finding("seed-fixed", "pass"), finding("seed-fixed", "fail")
SIGNED = finding("versions-have-signature", "not-assessed", 2)
ITEM = "--frameworks frameworks --framework"
FRAMEWORK = """\
id: ours
name: {en: Ours, zh: 本司}
version: "1"
scope: {en: All., zh: 全部。}
confidence: {en: Ours., zh: 本司。}
items:
  - {id: P, ref: P, verify: group, title: {en: Before release, zh: 发布之前}}
  - {id: P-1, ref: P-1, section: P, verify: auto, title: &title {en: x, zh: 某}, rules: [
      {rule: ci-trains, relation: full, reason: &why {en: x, zh: 某}}, {rule: seed-fixed, relation: full, reason: *why},
      {rule: license, relation: supports, reason: *why}]}
  - {id: P-2, ref: P-2, section: P, verify: attest, title: *title}
  - {id: Q, ref: Q, verify: group, title: *title}
  - {id: Q-1, ref: Q-1, section: Q, verify: partial, title: *title, rules: [
      {rule: versions-have-signature, relation: partial, reason: *why}]}
  - {id: Q-2, ref: Q-2, section: Q, verify: out, title: *title}
"""


def stated(outcome: AttestedOutcome, item: str = "ours:P-2") -> Attestation:
    return attestation(item, outcome)


class Case(NamedTuple):
    """One situation."""

    findings: tuple[Finding, ...]
    words: str
    code: int
    said: str
    before: tuple[Finding, ...] | None = None
    sources: dict[str, str] | None = None
    stated: tuple[Attestation, ...] = ()


REACHED, NOT = "Gate reached", "Gate not reached"
CASES = {
    # levels
    "level 0 of 0": Case(AT_0, "--level 0", 0, REACHED),
    "level 1 of 0": Case(AT_0, "--level 1", 1, "demanded level 1  found level 0"),
    "level 1 of 1": Case(AT_1, "--level 1", 0, "is at level 1"),
    "level 2 of 1": Case(AT_1, "--level 2", 1, "✗ two"),
    "level 3 of 1 names all blockers": Case((*AT_1, THREE_FAILS), "--level 3", 1, "What stands in the way: 2"),
    "level 2 of 2": Case(AT_2, "--level 2", 0, "Nothing stands in the way."),
    "level 3 of 2": Case(AT_2, "--level 3", 1, "✗ three"),
    "level 3 of 3": Case(AT_3, "--level 3", 0, REACHED),
    "a level that skips a lower one": Case((ONE, TWO_FAILS, THREE), "--level 3", 1, "found level 1"),
    "unknown does not pass": Case((ONE, TWO_UNKNOWN), "--level 2", 1, "? two"),
    "not assessed passes": Case((ONE, LIVE), "--level 3", 0, REACHED),
    "not applicable passes": Case((ONE, REST), "--level 3", 0, REACHED),
    "a recommended rule does not block": Case((ONE, NICE_FAILS), "--level 2", 0, REACHED),
    "in Chinese": Case(AT_1, "--level 2 --lang zh", 1, "未达到门禁"),
    # waivers
    "a waived failure passes": Case((ONE, waived(TWO_FAILS)), "--level 2", 0, "is at level 1 (3)"),
    "unless waivers do not count": Case((ONE, waived(TWO_FAILS)), "--level 2 --no-waivers", 1, "found level 1"),
    "one of two is waived": Case((ONE, waived(TWO_FAILS), CARD_FAILS), "--level 2", 1, "What stands in the way: 1"),
    "a waiver earns no level": Case((ONE, waived(TWO_FAILS), THREE_FAILS), "--level 3", 1, "is at level 1 (2)"),
    # principles
    "a principle is reached": Case((ONE, CARD_FAILS), "--principle automation=3", 0, "Automation: level 3"),
    "a principle is not": Case((ONE, CARD_FAILS), "--principle governance=2", 1, "Governance: level 2"),
    "one of two principles": Case(
        (ONE, CARD_FAILS), "--principle automation=1 --principle governance=2", 1, "✓ principle  demanded Automation"
    ),
    "a principle and a level": Case((ONE, CARD_FAILS), "--level 1 --principle governance=1", 0, REACHED),
    "a waived principle": Case((ONE, waived(CARD_FAILS)), "--principle governance=2", 0, REACHED),
    # scores
    "the score is reached": Case(AT_1, "--score 0.5", 0, "found score 50%"),
    "the score is not": Case(AT_1, "--score 0.51", 1, "demanded score 51%"),
    "a perfect score": Case(AT_3, "--score 1", 0, "found score 100%"),
    "no score": Case((TWO_UNKNOWN,), "--score 0", 1, "found no score"),
    "level reached, score not": Case(AT_1, "--level 1 --score 0.9", 1, "✓ level"),
    "score reached, level not": Case(AT_1, "--level 2 --score 0.4", 1, "✓ score"),
    # sources
    "a source was read": Case(AT_1, "--require-source mlflow", 0, "found read", sources={"mlflow": "read"}),
    "a source was read in part": Case(
        AT_1, "--require-source dvc", 0, "found read in part", sources={"dvc": "partly-read"}
    ),
    "a source was not given": Case(AT_1, "--require-source mlflow", 1, "found not given"),
    "one of two was given": Case(
        AT_1, "--require-source mlflow,dvc", 1, "✗ source  demanded dvc inspected", sources={"mlflow": "read"}
    ),
    "a source could not be read": Case(
        AT_1, "--level 0", 3, "mlflow could not be read", sources={"mlflow": "unreadable"}
    ),
    "and was demanded": Case(AT_1, "--require-source dvc", 3, "dvc could not be read", sources={"dvc": "unreadable"}),
    # frameworks
    "an item is met": Case((TRAINS, SEED), f"{ITEM} ours:P-1", 0, "found met, 2 of 2 rules pass"),
    "an item is not met": Case((TRAINS, SEED_FAILS), f"{ITEM} ours:P-1", 1, "found not met, 1 of 2 rules pass"),
    "its blockers are named": Case((TRAINS, SEED_FAILS), f"{ITEM} ours:P-1", 1, "✗ seed-fixed"),
    "an item that could not be told": Case(
        (TRAINS, finding("seed-fixed", "unknown")), f"{ITEM} ours:P-1", 1, "found not assessable, 1 of 2 rules pass"
    ),
    "an assessment without the rule": Case((TRAINS,), f"{ITEM} ours:P-1", 1, "found not assessable, 1 of 2"),
    "a source of the item was not given": Case((SIGNED,), f"{ITEM} ours:Q-1", 1, "found not assessable, 0 of 1"),
    "a rule of the item does not apply": Case(
        (TRAINS, finding("seed-fixed", "not-applicable")), f"{ITEM} ours:P-1", 0, "found met, 1 of 1 rules pass"
    ),
    "no rule of the item applies": Case(
        (finding("ci-trains", "not-applicable"), finding("seed-fixed", "not-applicable")),
        f"{ITEM} ours:P-1",
        0,
        "found not applicable",
    ),
    "a waived rule of an item": Case((TRAINS, waived(SEED_FAILS)), f"{ITEM} ours:P-1", 0, "2 of 2 rules pass"),
    "and waivers do not count for it": Case(
        (TRAINS, waived(SEED_FAILS)), f"{ITEM} ours:P-1 --no-waivers", 1, "found not met, 1 of 2"
    ),
    "a part of an item is shown": Case(
        (finding("versions-have-signature", "pass"),), f"{ITEM} ours:Q-1", 0, "found met, 1 of 1 rules pass"
    ),
    "an item that only a person can state": Case((ONE,), f"{ITEM} ours:P-2", 1, "found not assessable"),
    "and did": Case((ONE,), f"{ITEM} ours:P-2", 0, "found attested", stated=(stated("met"),)),
    "or states that it is not": Case((ONE,), f"{ITEM} ours:P-2", 1, "found not met", stated=(stated("not-met"),)),
    "or only in part": Case((ONE,), f"{ITEM} ours:P-2", 1, "found not met", stated=(stated("partly-met"),)),
    "a statement does not outweigh a failure": Case(
        (TRAINS, SEED_FAILS), f"{ITEM} ours:P-1", 1, "found not met", stated=(stated("met", "ours:P-1"),)
    ),
    "a statement against what rules show": Case(
        (TRAINS, SEED), f"{ITEM} ours:P-1", 1, "found not met", stated=(stated("not-met", "ours:P-1"),)
    ),
    "an item that no scan can see": Case((ONE,), f"{ITEM} ours:Q-2", 1, "found out of scope: no scan can see it"),
    "a group is met": Case((TRAINS, SEED), f"{ITEM} ours:P", 0, "every item that rules reach met  found 1 of 1 items"),
    "a group that nothing reaches": Case((ONE,), f"{ITEM} ours:Q", 1, "0 of 1 items; not assessable: Q-1"),
    "a whole framework": Case(
        (TRAINS, SEED, finding("versions-have-signature", "pass")), f"{ITEM} ours", 0, "found 2 of 2 items"
    ),
    "one item of it is not met": Case(
        (TRAINS, SEED_FAILS, SIGNED), f"{ITEM} ours", 1, "0 of 2 items; not met: P-1; not assessable: Q-1"
    ),
    "one statement of it is against": Case(
        (TRAINS, SEED, finding("versions-have-signature", "pass")),
        f"{ITEM} ours",
        1,
        "2 of 3 items; not met: P-2",
        stated=(stated("not-met"),),
    ),
    "two items": Case(
        (TRAINS, SEED, SIGNED), f"{ITEM} ours:P-1 --framework ours:Q-1", 1, "✓ framework  demanded ours:P-1"
    ),
    "a framework and a level": Case((TRAINS, SEED_FAILS), f"--level 0 {ITEM} ours:P-1", 1, "✓ level"),
    "a framework of ours": Case((ONE,), "--framework ml-test-score:MLTS-D1", 1, "found not assessable, 0 of 1"),
    "a framework in Chinese": Case((TRAINS, SEED_FAILS), f"--lang zh {ITEM} ours:P-1", 1, "未满足，2 条规则通过 1 条"),
    # baselines
    "nothing changed": Case(AT_1, "", 0, "level 1 and every rule that held", before=AT_1),
    "it rose": Case(AT_2, "", 0, REACHED, before=AT_1),
    "a required rule is lost": Case(AT_1, "", 1, "found level 1, 1 rules lost", before=AT_2),
    "a recommended rule is lost": Case((ONE, NICE_FAILS), "", 1, "✗ nice", before=(ONE, NICE)),
    "a rule is no longer told": Case((ONE, TWO_UNKNOWN), "", 1, "? two", before=AT_2),
    "a rule no longer applies": Case((ONE, TWO, REST), "", 0, REACHED, before=(ONE, TWO, finding("rest", "pass", 3))),
    "a rule is no longer assessed": Case((ONE, LIVE), "", 0, REACHED, before=(ONE, finding("live", "pass", 2))),
    "a lost rule is waived": Case((ONE, waived(TWO_FAILS)), "", 0, REACHED, before=(ONE, TWO)),
    "and waivers do not count": Case((ONE, waived(TWO_FAILS)), "--no-waivers", 1, NOT, before=(ONE, TWO)),
    "a new rule fails": Case((ONE, TWO_FAILS), "", 0, REACHED, before=(ONE,)),
    "a rule is gone": Case((ONE,), "", 0, REACHED, before=(ONE, TWO)),
    "what failed still fails": Case(AT_0, "", 0, "level 0 and every rule", before=AT_0),
    "a rule begins to apply and fails": Case(
        (ONE, finding("rest", "fail", 3)), "", 1, "found level 2, 0 rules lost", before=(ONE, REST)
    ),
    "kept, but too low": Case(AT_1, "--level 2", 1, "✓ baseline", before=AT_1),
    "high enough, but lost": Case((ONE, NICE_FAILS, THREE_FAILS), "--level 2", 1, "✓ level", before=(ONE, NICE)),
    # what is wrong is said
    "nothing is demanded": Case(AT_1, "", 2, "nothing is demanded; give --level N"),
    "a level that is none": Case(AT_1, "--level 4", 2, "'4' is no level; it is 0, 1, 2 or 3"),
    "a level in words": Case(AT_1, "--level two", 2, "'two' is no level"),
    "a principle that is none": Case(AT_1, "--principle speed=2", 2, "--principle: speed: it has to be 'automation'"),
    "a principle without a level": Case(AT_1, "--principle governance", 2, "is not of the form monitorability=2"),
    "a principle's level that is none": Case(AT_1, "--principle governance=9", 2, "'9' is no level"),
    "a score that is none": Case(AT_1, "--score 80", 2, "'80' is no share; it is between 0 and 1"),
    "a source that is none": Case(AT_1, "--require-source git", 2, "it has to be 'mlflow' or 'dvc'"),
    "a framework that is none": Case(AT_1, f"{ITEM} our", 2, "there is no framework 'our'; did you mean 'ours'?"),
    "an item that is none": Case(AT_1, f"{ITEM} ours:P-9", 2, "has no item 'P-9'; did you mean 'P-"),
    "a goal that nobody declared": Case(AT_1, "--environment production", 2, "no goal is declared for production"),
    "a baseline that is not there": Case(AT_1, "--baseline absent.json", 2, "absent.json: cannot be read"),
    "a baseline that is none": Case(AT_1, "--baseline maturity.json.txt", 2, "maturity.json.txt: cannot be read"),
    "a revision of a stored assessment": Case(AT_1, "--baseline git:main", 2, "a stored assessment has no revisions"),
    "a report of no format": Case(AT_1, "--level 1 --report docx=a.docx", 2, "there is no format 'docx'"),
    "a report without a file": Case(AT_1, "--level 1 --report json", 2, "is not of the form json=assessment.json"),
}


@pytest.mark.parametrize("name", CASES)
def test_every_situation_has_its_exit_code_and_its_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    monkeypatch.chdir(tmp_path)
    now = assessment(*case.findings, **(case.sources or {})).model_copy(update={"attestations": case.stated})
    (tmp_path / "now.json").write_text(document(now))
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks/ours.yaml").write_text(FRAMEWORK)
    words = ["gate", "--assessment", "now.json", *case.words.split()]
    if case.before is not None:
        (tmp_path / "before.json").write_text(document(assessment(*case.before)))
        words += ["--baseline", "before.json"]
    code = main(words)
    out, err = capfd.readouterr()
    assert code == case.code, out + err
    assert case.said in out + err
    if case.code == 2:
        assert out == ""
        assert len(err.splitlines()) == 1


PROJECT = {
    "README.md": "# churn\n\n    pip install -r requirements.txt\n    python train.py\n",
    "LICENSE": "MIT License\n",
    "maturity.toml": "[gate]\nlevel = 0\n",
}
EXCEPTION = """waivers:
  - id: W-1
    rule: training-entrypoint
    reason: planned-fix
    justification: next month
    requested_by: ann
    approved_by: bob
    created: {created}
    expires: {expires}
"""


@pytest.mark.slow
def test_a_change_cannot_waive_itself_nor_lower_the_bar(make_repository: MakeRepository) -> None:
    target = make_repository(PROJECT | {"maturity.toml": "[gate]\nlevel = 1\n"})
    git(target, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(target, "checkout", "-q", "-b", "change")
    (target / "maturity.toml").write_text("[gate]\nlevel = 0\n")
    git(target, "commit", "-q", "-a", "-m", "lower the bar")
    assert maturity("gate", folder=target).code == 0
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CHANGE_TARGET"):
        ran = maturity("gate", folder=target, **{name: "main"})
        assert ran.code == 1, ran
        assert "demanded level 1" in ran.out
    assert maturity("gate", folder=target, SYSTEM_PULLREQUEST_TARGETBRANCH="refs/heads/main").code == 1
    assert maturity("gate", "--policy-from", "here", folder=target, GITHUB_BASE_REF="main").code == 0
    absent = maturity("gate", folder=target, GITHUB_BASE_REF="release")
    assert absent.code == 2
    assert "origin/release: no branch, tag or commit is called so; fetch it" in absent.err


@pytest.mark.slow
def test_the_items_that_a_repository_demands_hold_until_the_operator_says_others(
    make_repository: MakeRepository,
) -> None:
    demanded = '[gate]\nframeworks = ["ml-test-score:MLTS-D6", "ml-test-score:MLTS-M5"]\n'
    target = make_repository(PROJECT | {"maturity.toml": demanded})
    ran = maturity("gate", "--format", "json", folder=target)
    assert ran.code == 1, ran
    assert [(one["kind"], one["wanted"]["en"]) for one in json.loads(ran.out)["demands"]] == [
        ("framework", "ml-test-score:MLTS-D6 met"),
        ("framework", "ml-test-score:MLTS-M5 met"),
    ]
    stronger = maturity("gate", "--framework", "nist-ai-rmf", "--format", "json", folder=target)
    assert [one["wanted"]["en"] for one in json.loads(stronger.out)["demands"]] == [
        "nist-ai-rmf: every item that rules reach met"
    ]
    (target / "maturity.toml").write_text('[gate]\nframeworks = ["ml-test-skore"]\n')
    wrong = maturity("gate", folder=target)
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no framework 'ml-test-skore'; did you mean 'ml-test-score'?" in wrong.err


@pytest.mark.slow
def test_a_revision_is_a_baseline(make_repository: MakeRepository) -> None:
    target = make_repository(PROJECT)
    git(target, "checkout", "-q", "-b", "change")
    git(target, "rm", "-q", "LICENSE")
    git(target, "commit", "-q", "-m", "drop the licence")
    ran = maturity("gate", "--baseline", "git:main", folder=target)
    assert ran.code == 1
    assert "✗ license" in ran.out
    assert maturity("gate", "--baseline", "git:change", folder=target).code == 0
    assert "is called 'nowhere'" in maturity("gate", "--baseline", "git:nowhere", folder=target).err


@pytest.mark.slow
def test_waivers_of_the_repository_are_reported_and_do_not_earn(make_repository: MakeRepository) -> None:
    late = EXCEPTION.format(created="2020-01-01", expires="2020-12-31")
    target = make_repository(PROJECT | {".maturity/waivers.yaml": late})
    ran = maturity("gate", "--format", "json", "--report", "json=full.json", "--level", "1", folder=target)
    assert ran.code == 1
    assert json.loads(ran.out)["demands"][0]["met"] is False
    full = json.loads((target / "full.json").read_text())
    assert [(one["id"], one["state"]) for one in full["waivers"]] == [("W-1", "expired")]
    assert "W-1 training-entrypoint: expired" in maturity("gate", "--level", "1", folder=target).out


@pytest.mark.slow
def test_github_shows_the_blockers_at_their_lines(make_repository: MakeRepository) -> None:
    target = make_repository(PROJECT | {"train.py": "import random\n"})
    ran = maturity("gate", "--level", "1", "--format", "github", folder=target)
    commands = [line for line in ran.out.splitlines() if line.startswith("::")]
    assert commands
    assert all(line.startswith("::error ") for line in commands)
    assert any("title=maturity training-entrypoint::" in line for line in commands)


@pytest.mark.slow
def test_a_new_user_gets_a_passing_then_a_failing_gate(make_repository: MakeRepository) -> None:
    target = make_repository({"README.md": "# mine\n"})
    assert "maturity init" in maturity("gate", folder=target).err
    assert maturity("init", folder=target).code == 0
    assert "git add maturity.toml" in maturity("gate", folder=target).err
    git(target, "add", "maturity.toml")
    assert maturity("gate", folder=target).code == 0
    file = target / "maturity.toml"
    file.write_text(file.read_text().replace("level = 0", "level = 1"))
    assert maturity("gate", folder=target).code == 1
    again = maturity("init", folder=target)
    assert (again.code, "is there already" in again.err) == (2, True)
    shown = maturity("config", "show", folder=target).out
    assert "repository maturity.toml:" in next(line for line in shown.splitlines() if line.startswith("gate.level"))
