"""Words of identifiers."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.python.words import parts, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("val_f1_score", {"val", "f1", "score"}),
        ("valF1Score", {"val", "f1", "score"}),
        ("ROC_AUC", {"roc", "auc"}),
        ("discount", {"discount"}),
        ("MSELoss", {"mse", "loss"}),
        ("metrics/mAP50", {"metrics", "m", "ap50"}),
        ("", set()),
    ],
)
def test_parts(name: str, words: set[str]) -> None:
    assert parts(name) == words


def test_words_of_an_expression() -> None:
    node = ast.parse("a.val_loss['f1'] < get(max_b)", mode="eval").body
    assert words_of(node) == {"a", "val", "loss", "f1", "get", "max", "b"}


@given(st.text(max_size=300))
def test_any_name(name: str) -> None:
    assert all(part == part.lower() for part in parts(name))
