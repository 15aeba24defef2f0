"""Waivers: which ones waive, and what is said of the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.model.finding import Evidence, Finding
from maturity.rules.waivers import Waived, apply, read
from tests.rules.making import finding

TODAY = date(2026, 6, 15)
GOOD = {
    "id": "W-1",
    "rule": "alerting",
    "reason": "risk-accepted",
    "justification": "the batch job is watched by people",
    "requested_by": "ann",
    "approved_by": "bob",
    "created": "2026-06-01",
    "expires": "2026-12-31",
}


def waiver_file(*entries: dict[str, str]) -> str:
    lines = ["waivers:"]
    for entry in entries:
        lines += [f"  {'- ' if n == 0 else '  '}{key}: {value!r}" for n, (key, value) in enumerate(entry.items())]
    return "\n".join(lines) + "\n"


def places(*paths: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(kind="secret", path=path, line=1) for path in paths)


def outcome(*entries: dict[str, str], findings: tuple[Finding, ...] | None = None, today: date = TODAY) -> Waived:
    found = findings or (finding("alerting", "fail", 3), finding("license", "pass"))
    return apply(read(waiver_file(*entries)), found, today, most_days=365)


def states(waived: Waived) -> list[str]:
    return [report.state for report in waived.reports]


def test_a_good_waiver_stands_beside_the_failure() -> None:
    waived = outcome(GOOD)
    assert states(waived) == ["in-force"]
    alerting = waived.findings[0]
    assert (alerting.status, alerting.waived) == ("fail", True)
    assert alerting.waiver is not None
    assert (alerting.waiver.approved_by, alerting.waiver.expires) == ("bob", "2026-12-31")
    assert str(waived.reports[0].at) == ".maturity/waivers.yaml:2"


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({"expires": "2026-06-15"}, "ending", "ends on 2026-06-15"),
        ({"expires": "2026-06-14"}, "expired", "ended on 2026-06-14"),
        ({"expires": "2026-07-15"}, "ending", "ends on 2026-07-15"),
        ({"expires": "2026-07-16"}, "in-force", "until 2026-07-16"),
        ({"expires": "2027-06-01"}, "in-force", "until 2027-06-01"),
        ({"expires": "2027-06-02"}, "over-long", "lasts 366 days; at most 365"),
        ({"created": "2026-06-15"}, "in-force", "until 2026-12-31"),
        ({"created": "2026-06-16"}, "not-yet", "created on 2026-06-16"),
        ({"rule": "alertin"}, "unmatched", "there is no rule 'alertin'; did you mean 'alerting'?"),
        ({"rule": "license"}, "stale", "the rule does not fail (pass)"),
        ({"expires": "2026"}, "malformed", "'expires' is no date of the form 2026-12-31: '2026'"),
        ({"expires": "31.12.2026"}, "malformed", "'expires' is no date of the form 2026-12-31: '31.12.2026'"),
        ({"expires": "20261231"}, "malformed", "'expires' is no date of the form 2026-12-31: '20261231'"),
        ({"expires": "2026-02-30"}, "malformed", "'expires' is no date of the form 2026-12-31: '2026-02-30'"),
        ({"expires": "2026-05-31"}, "malformed", "it ends before it was created"),
        ({"approved_by": " "}, "malformed", "'approved_by' is missing"),
        ({"reason": "because"}, "malformed", "'reason' cannot be 'because'; one of: risk-accepted, false-positive"),
        ({"expire": "2026-12-31"}, "malformed", "unknown key 'expire'; did you mean 'expires'?"),
        ({"justification": "x" * 1001}, "malformed", "a value is longer than 1000 characters"),
    ],
)
def test_each_waiver_has_a_state_and_words(changes: dict[str, str], state: str, words: str) -> None:
    waived = outcome(GOOD | changes)
    assert states(waived) == [state]
    assert waived.reports[0].detail.en.startswith(words)
    assert waived.findings[0].waived == (state in ("in-force", "ending"))


def test_a_waiver_covers_the_places_it_names_and_no_other() -> None:
    two = (finding("alerting", "fail", 3).model_copy(update={"evidence": places("legacy/a.py", "src/b.py")}),)
    legacy, source = GOOD | {"subject": "legacy/*"}, GOOD | {"id": "W-2", "subject": "src/*"}
    assert states(outcome(legacy, findings=two)) == ["unmatched"]
    assert not outcome(legacy, findings=two).findings[0].waived
    assert outcome(legacy, source, findings=two).findings[0].waived
    other = GOOD | {"id": "W-3", "subject": "docs/*"}
    assert states(outcome(legacy, source, other, findings=two)) == ["in-force", "in-force", "unmatched"]


def test_places_that_are_not_listed_are_not_waived() -> None:
    many = (finding("alerting", "fail", 3).model_copy(update={"evidence": places(*(f"old/{n}" for n in range(20)))}),)
    assert not outcome(GOOD | {"subject": "old/*"}, findings=many).findings[0].waived
    assert outcome(GOOD, findings=many).findings[0].waived


def test_what_could_not_be_told_is_not_waived() -> None:
    waived = outcome(GOOD, findings=(finding("alerting", "unknown", 3),))
    assert not waived.findings[0].waived
    assert waived.reports[0].detail.en == "the rule could not be told, and only a failure can be waived"


def test_one_bad_entry_hides_no_other() -> None:
    waived = outcome(GOOD | {"expires": "soon"}, GOOD | {"id": "W-2"}, GOOD | {"id": "W-2"})
    assert states(waived) == ["malformed", "in-force", "malformed"]
    assert waived.reports[2].detail.en == "the id 'W-2' stands twice"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", None),
        ("waivers: []\n", None),
        ("waivers: none\n", "the file has no list `waivers`"),
        ("- rule: alerting\n", "the file has no list `waivers`"),
        ("waivers:\n  - alerting\n", "a waiver is a mapping"),
        ("waivers: [\n", "did not find expected node content, line 2"),
    ],
)
def test_a_file_that_is_none_is_said_so(content: str, words: str | None) -> None:
    reports = [entry.report for entry in read(content)]
    assert [report.detail.en for report in reports] == ([words] if words else [])


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(content: str) -> None:
    for prefix in ("", "waivers:\n  - rule: "):
        apply(read(prefix + content), [finding("alerting", "fail")], TODAY, 365)
