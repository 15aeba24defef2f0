"""How people mark versions, in the names that are in use."""

import pytest

from maturity.model import marks
from maturity.model.marks import Marks


@pytest.mark.parametrize("name", ["promoted_by", "Promoted-By", "promoted.by", " PROMOTED BY "])
def test_names_are_compared_plainly(name: str) -> None:
    assert Marks({name: "ada"}).any(marks.WHO)


def test_a_blank_tag_says_nothing() -> None:
    assert not Marks({"owner": "  "}).any(marks.OWNER)


def test_the_version_speaks_before_the_model() -> None:
    assert Marks({"owner": "ada"}, {"owner": "grace"}).values(marks.OWNER) == ["ada"]


@pytest.mark.parametrize(
    ("tags", "description", "expected"),
    [
        ({"promoted_by": "ada", "promoted_at": "2027-01-01", "promotion_reason": "recall"}, "", True),
        ({"promoted_by": "ada", "promoted_at": "2027-01-01"}, "", False),
        ({}, "Promoted by Ada on 2027-01-01 because recall is better.", True),
        ({}, "由 Ada 于 2027年1月1日上线，因为召回率更高；由 Ada 上线", True),
        ({}, "Promoted by Ada because recall is better.", False),
        ({}, "The model of 2027-01-01, because we can.", False),
    ],
)
def test_who_when_and_why(tags: dict[str, str], description: str, *, expected: bool) -> None:
    assert marks.audited(Marks(tags), description) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"approved_by": "grace"}, True),
        ({"validation_status": "Approved"}, True),
        ({"validation_status": "pending"}, False),
        ({"approved": "false"}, False),
        ({"github_run_id": "123"}, True),
        ({"promoted_by": "github-actions[bot]"}, True),
        ({"promoted_by": "svc-deploy"}, True),
        ({"promoted_by": "trainer@project.iam.gserviceaccount.com"}, True),
        ({"promoted_by": "alice"}, False),
        ({"promoted_by": "cicely"}, False),
        ({}, False),
    ],
)
def test_approval_or_a_pipeline(tags: dict[str, str], *, expected: bool) -> None:
    assert marks.approved(Marks(tags)) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("model_card.md", True), ("docs/ModelCard.html", True), ("model-card.json", True), ("scorecard.csv", False)],
)
def test_a_card_by_its_name(path: str, *, expected: bool) -> None:
    assert marks.is_card(path) is expected


def test_the_latest_evaluation() -> None:
    found = marks.evaluated(Marks({"evaluated_at": "2027-01-01", "last_evaluated": "2026-06-01T10:00:00Z"}))
    assert found == 1_798_761_600.0
    assert marks.evaluated(Marks({"evaluated_at": "yesterday"})) is None
    assert marks.evaluated(Marks({"evaluated_at": "9999-12-31T23:59:59+00:00"})) is not None
