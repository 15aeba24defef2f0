"""Reading trees of foreign shape without asking for their types."""

from maturity.documents.tree import items, series, table, text, walk
from maturity.documents.yaml import load


def test_a_value_of_another_shape_is_an_empty_one() -> None:
    assert table("push") == {}
    assert series({"a": 1}) == []
    assert text(None) == ""


def test_a_lone_text_is_a_series_of_one() -> None:
    assert list(series("push")) == ["push"]
    assert list(items(table(load("on: push"))["on"])) == [(1, "push")]


def test_walk_goes_everywhere_in_order_with_lines() -> None:
    tree = load("a:\n  - x\n  - b: y\nc: z\n")
    assert [(".".join(path), line) for path, line, value in walk(tree) if isinstance(value, str)] == [
        ("a.*", 2),
        ("a.*.b", 3),
        ("c", 4),
    ]


def test_walk_stops_at_its_limit() -> None:
    assert len(list(walk(load("[1, 2, 3, 4, 5]"), limit=3))) == 3
