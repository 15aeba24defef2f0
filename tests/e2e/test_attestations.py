"""Statements of persons in a repository: read, judged, shown as attested and never as proven."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.e2e.program import maturity
from tests.repository import MakeRepository, git, write

TODAY = datetime.now(UTC).date()
ENTRY = """\
  - item: {item}
    statement: "The register was reviewed. ::error::"
    outcome: met
    author: Ada
    role: risk owner
    date: {date}
"""


def attestations(*items: str, date: str = TODAY.isoformat(), more: str = "") -> str:
    return "attestations:\n" + "".join(ENTRY.format(item=item, date=date) + more for item in items)


def scanned(target: Path, *words: str) -> list[tuple[str, str]]:
    ran = maturity("scan", target, "--format", "json", *words)
    assert ran.code == 0, ran.err
    return [(one["item"], one["state"]) for one in json.loads(ran.out)["attestations"]]


def test_what_counts_reaches_the_frameworks(make_repository: MakeRepository, tmp_path: Path) -> None:
    items = ("eu-ai-act:AIA-9.3", "eu-ai-act:AIA-99", "no-such:1", "unit-tests")
    target = make_repository({"README.md": "x", ".maturity/attestations.yaml": attestations(*items)})
    assert scanned(target) == [
        ("eu-ai-act:AIA-9.3", "valid"),
        ("eu-ai-act:AIA-99", "unmatched"),
        ("no-such:1", "unmatched"),
        ("unit-tests", "ended"),
    ]
    stored = tmp_path / "a.json"
    assert maturity("scan", target, "--format", "json", "--output", stored).code == 0
    covered = json.loads(maturity("frameworks", "coverage", "eu-ai-act", stored, "--format", "json").out)
    states = {item["id"]: item["state"] for section in covered["sections"] for item in section["items"]}
    assert states["AIA-9.3"] == "attested"
    assert (covered["coverage"]["attested"], covered["coverage"]["met"]) == (1, 0)


def test_a_statement_ends_when_its_subject_changes(make_repository: MakeRepository) -> None:
    target = make_repository({"register.md": "one risk\n"})
    blob = git(target, "hash-object", "register.md")
    bound = attestations("eu-ai-act:AIA-9.1", more=f"    subject: {{path: register.md, blob: {blob}}}\n")
    write(target, {".maturity/attestations.yaml": bound})
    git(target, "add", "-A")
    git(target, "commit", "-qm", "attest")
    assert scanned(target) == [("eu-ai-act:AIA-9.1", "valid")]
    write(target, {"register.md": "two risks\n"})
    assert scanned(target) == [("eu-ai-act:AIA-9.1", "ended")]


def test_a_change_does_not_attest_itself(make_repository: MakeRepository, tmp_path: Path) -> None:
    target = make_repository({"README.md": "x"})
    git(target, "checkout", "-qb", "change")
    write(target, {".maturity/attestations.yaml": attestations("eu-ai-act:AIA-9.3")})
    git(target, "add", "-A")
    git(target, "commit", "-qm", "attest")
    report = tmp_path / "a.json"
    for branch, count in (("main", 0), ("change", 1)):
        ran = maturity("gate", target, "--level", "0", "--policy-from", branch, "--report", f"json={report}")
        assert ran.code == 0, ran.err
        assert len(json.loads(report.read_text(encoding="utf-8"))["attestations"]) == count


def test_a_report_lists_them_with_their_place(make_repository: MakeRepository) -> None:
    old = (TODAY - timedelta(days=200)).isoformat()
    target = make_repository({"README.md": "x", ".maturity/attestations.yaml": attestations("unit-tests", date=old)})
    shown = maturity("scan", target, "--verbose").out
    assert "Attested by persons, not proven: 1\n  unit-tests met · expired (ended on" in shown
    assert "· .maturity/attestations.yaml:2\n      Ada (risk owner)," in shown
    assert not any(line.startswith("::") for line in shown.splitlines())


def test_a_broken_file_is_said_and_breaks_nothing(make_repository: MakeRepository) -> None:
    target = make_repository({"README.md": "x", ".maturity/attestations.yaml": "attestations: [\n"})
    assert scanned(target) == [("", "malformed")]


def test_own_frameworks_can_be_attested_too(make_repository: MakeRepository, tmp_path: Path) -> None:
    from tests.rules.test_frameworks import GOOD

    (tmp_path / "own").mkdir()
    (tmp_path / "own/ours.yaml").write_text(GOOD, encoding="utf-8")
    target = make_repository({"README.md": "x", ".maturity/attestations.yaml": attestations("ours:P.2")})
    assert scanned(target) == [("ours:P.2", "unmatched")]
    assert scanned(target, "--frameworks", str(tmp_path / "own")) == [("ours:P.2", "valid")]
