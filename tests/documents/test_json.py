"""JSON as data."""

import pytest

from maturity.documents.json import load
from maturity.errors import Unreadable


def test_a_byte_order_mark_is_no_content() -> None:
    assert load('\ufeff{"a": [1, null]}') == {"a": [1, None]}


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "1" * 100_000])
def test_what_cannot_be_read_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="no valid JSON"):
        load(text)
