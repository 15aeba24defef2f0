"""Attestations: which statements count, and what is said of the others."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maturity.model.attestation import Attestation
from maturity.model.finding import Finding
from maturity.rules import levels
from maturity.rules.attestations import Attested, apply, read, unreadable
from tests.rules.making import finding

TODAY = date(2026, 6, 15)
BLOB = "a" * 40
GOOD = {
    "item": "eu-ai-act:AIA-9.3",
    "statement": "The register covers design and user information.",
    "outcome": "met",
    "author": "Ada",
    "role": "risk owner",
    "date": "2026-06-01",
}


def attested(*entries: dict[str, Any], findings: tuple[Finding, ...] = (), today: date = TODAY) -> Attested:
    content = yaml.safe_dump({"attestations": list(entries)}, default_style="'")
    rules = {"eu-ai-act:AIA-9.3": (), "eu-ai-act:AIA-9.8": ("evaluation-gate", "model-tests")}
    return apply(read(content), findings, rules.get, {"card.md": BLOB}, today)


def only(*entries: dict[str, Any], **more: Any) -> Attestation:
    (found,) = attested(*entries, **more).attestations
    return found


def test_a_good_statement_counts_for_ninety_days() -> None:
    found = only(GOOD)
    assert (found.state, found.expires, found.detail.en) == ("valid", "2026-08-30", "until 2026-08-30")
    assert str(found.at) == ".maturity/attestations.yaml:2"
    assert only(GOOD, today=date(2026, 8, 30)).state == "valid"
    assert only(GOOD, today=date(2026, 8, 31)).state == "expired"


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({"expires": "2026-06-15"}, "valid", "until 2026-06-15"),
        ({"expires": "2026-06-14"}, "expired", "ended on 2026-06-14"),
        ({"date": "2026-06-16"}, "not-yet", "dated 2026-06-16"),
        ({"expires": "2027-12-31"}, "over-long", "lasts more than 366 days"),
        ({"item": "eu-ai-act:AIA-99"}, "unmatched", "there is no rule or item 'eu-ai-act:AIA-99'"),
        ({"item": "evaluation-gat"}, "unmatched", "did you mean 'evaluation-gate'?"),
        ({"subject": {"path": "card.md", "blob": BLOB}}, "valid", "until"),
        ({"subject": {"path": "card.md", "blob": "b" * 40}}, "ended", "its subject 'card.md' changed"),
        ({"subject": {"path": "gone.md", "blob": BLOB}}, "ended", "its subject 'gone.md' is not there"),
        ({"item": "eu-ai-act:AIA-9.8"}, "ended", "the rule 'evaluation-gate' fails"),
        ({"item": "eu-ai-act:AIA-9.8", "outcome": "partly-met"}, "valid", "until"),
        ({"item": "evaluation-gate"}, "ended", "the rule 'evaluation-gate' fails"),
        ({"evidence": {"link": "https://example.org/r", "sha256": "c" * 64}}, "valid", "until"),
        ({"outcome": "fine"}, "malformed", "'outcome' cannot be 'fine'; one of: met, partly-met"),
        ({"statement": " "}, "malformed", "'statement' is missing"),
        ({"statment": "x"}, "malformed", "unknown key 'statment'; did you mean 'statement'?"),
        ({"date": "2026-6-1"}, "malformed", "'date' is no date of the form 2026-12-31: '2026-6-1'"),
        ({"date": "9999-12-31"}, "malformed", "'date' is no date of the form 2026-12-31: '9999-12-31'"),
        ({"expires": "9999-12-31"}, "malformed", "'expires' is no date"),
        ({"expires": "soon"}, "malformed", "'expires' is no date"),
        ({"expires": "2026-05-31"}, "malformed", "it ends before its date"),
        ({"statement": "x" * 1001}, "malformed", "a value is longer than 1000 characters"),
        ({"subject": {"path": "card.md"}}, "malformed", "'blob' is missing in 'subject'"),
        ({"subject": {"path": "card.md", "blob": "HEAD"}}, "malformed", "'blob' is no digest"),
        ({"subject": "card.md"}, "malformed", "'subject' is a mapping of path and blob"),
        ({"evidence": {"lnk": "x"}}, "malformed", "unknown key 'lnk' in 'evidence'; did you mean 'link'?"),
    ],
)
def test_each_state_is_said_with_its_reason(changes: dict[str, Any], state: str, words: str) -> None:
    found = only(GOOD | changes, findings=(finding("evaluation-gate", "fail"),))
    assert found.state == state
    assert words in found.detail.en
    assert not found.detail.zh.isascii()


def test_a_malformed_statement_hides_no_other() -> None:
    found = attested({"item": "x"}, GOOD).attestations
    assert [one.state for one in found] == ["malformed", "valid"]
    assert [one.at.line for one in found] == [2, 3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", None),
        ("# nothing yet\n", None),
        ("attestations: []\n", None),
        ("- item: x\n", "no list `attestations`"),
        ("attestations: {a: b}\n", "no list `attestations`"),
        ("attestations:\n  - just words\n", "an attestation is a mapping"),
        ("a: [b\n", "line"),
    ],
)
def test_a_file_that_is_none_is_said(content: str, words: str | None) -> None:
    found = read(content)
    if words is None:
        assert found == ()
    else:
        assert (found[0].state, words in found[0].detail.en) == ("malformed", True)


def test_a_file_that_could_not_be_read_is_said() -> None:
    found = unreadable("larger than 1 MiB")
    assert (found.state, found.detail.en, str(found.at)) == (
        "malformed",
        "larger than 1 MiB",
        ".maturity/attestations.yaml",
    )


def test_no_password_of_an_address_is_kept() -> None:
    link = "https://ada:secret@example.org/report"
    found = only(GOOD | {"evidence": {"link": link}, "statement": f"see {link}"})
    assert found.evidence is not None
    assert "secret" not in found.model_dump_json()
    assert found.evidence.link == "https://***@example.org/report"


def test_a_person_answers_what_only_a_person_can_say() -> None:
    asked = finding("second-person", "manual", 1)
    answered = attested(GOOD | {"item": "second-person"}, findings=(asked,))
    assert (answered.findings[0].status, answered.findings[0].attested) == ("manual", True)
    assert (levels.reached((asked,)), levels.reached(answered.findings)) == (0, 3)
    late = attested(GOOD | {"item": "second-person"}, findings=(asked,), today=date(2027, 1, 1))
    assert late.findings[0].attested is False


@pytest.mark.parametrize("status", ["unknown", "not-assessed", "fail", "pass"])
def test_a_statement_answers_nothing_that_evidence_can_tell(status: Any) -> None:
    found = attested(GOOD | {"item": "a-rule"}, findings=(finding("a-rule", status),))
    assert found.findings[0].attested is False


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(content: str) -> None:
    for found in read("attestations:\n" + content):
        assert found.state in ("malformed", "valid")


@given(st.dictionaries(st.sampled_from((*GOOD, "expires", "subject", "evidence", "x")), st.text(max_size=30)))
def test_nothing_but_a_whole_entry_counts(entry: dict[str, str]) -> None:
    if set(entry) != set(GOOD):
        assert all(one.state != "valid" or set(GOOD) <= set(entry) for one in attested(entry).attestations)
