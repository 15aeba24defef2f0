"""Conditions with three values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.graph.ci.conditions import OPEN, holds

PUSH = {"github.event_name": "push", "github.ref": "refs/heads/" + OPEN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("false", False),
        ("${{ false }}", False),
        ("${{ true }}", True),
        ("github.event_name == 'push'", True),
        ("github.event_name != 'push'", False),
        ("github.event_name == 'schedule' || github.event_name == 'push'", True),
        ("github.event_name == 'schedule' && inputs.x", False),
        ("inputs.x && github.event_name == 'push'", None),
        ("!(github.event_name == 'push')", False),
        ("github.ref == 'refs/heads/main'", None),
        ("github.ref == 'refs/tags/v1'", False),
        ("startsWith(github.ref, 'refs/tags/')", False),
        ("startsWith(github.ref, 'refs/heads/')", True),
        ("startsWith(github.ref, 'refs/heads/release')", None),
        ("contains(github.event_name, 'us')", True),
        ("always() && success()", True),
        ("failure()", None),
        ("'it''s' == 'it''s'", True),
        ("a b c", None),
        ("(", None),
        ("", None),
    ],
)
def test_holds(text: str, expected: bool | None) -> None:
    assert holds(text, PUSH) is expected


@given(st.text(alphabet="ab'()!&|= ,.${}", max_size=50))
def test_any_text_is_evaluated(text: str) -> None:
    assert holds(text, PUSH) in (True, False, None)


def test_deep_conditions_are_unknown() -> None:
    assert holds("(" * 500 + "true" + ")" * 500, {}) is None
