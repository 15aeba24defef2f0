"""Charts of histories: where a line runs, and what is said of it."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.model.history import History
from maturity.render.cards.curves import BOTTOM, LEFT, RIGHT, TOP, curve, row
from maturity.render.cards.words import card_words

ENGLISH = card_words("en")


def history(*points: tuple[int, float], not_numbers: int = 0, more: bool = False) -> History:
    return History(metric="loss", points=points, recorded=len(points), not_numbers=not_numbers, more=more)


def test_a_line_runs_by_its_steps_from_edge_to_edge() -> None:
    drawn = curve(history((0, 1.0), (1, 0.0), (4, 0.5)), ENGLISH)
    assert drawn.line == "64.0,12.0 126.0,84.0 312.0,48.0"
    assert (drawn.end, drawn.highest, drawn.lowest, drawn.begins, drawn.ends) == (("312.0", "48.0"), "1", "0", "0", "4")


def test_without_steps_the_points_are_evenly_apart() -> None:
    drawn = curve(history((7, 1.0), (7, 0.0), (7, 0.5)), ENGLISH)
    assert drawn.line == "64.0,12.0 188.0,84.0 312.0,48.0"
    assert (drawn.begins, drawn.ends) == ("", "")
    assert drawn.said == "loss: from 1 to 0.5 in 3 points; lowest 0, highest 1"


def test_a_flat_line_runs_in_the_middle_and_has_one_label() -> None:
    drawn = curve(history((0, 0.5), (1, 0.5)), ENGLISH)
    assert (drawn.line, drawn.highest, drawn.lowest) == ("64.0,48.0 312.0,48.0", "0.5", "")


def test_what_is_doubtful_is_said() -> None:
    doubtful = history((0, 2.0), (1, 1.0), not_numbers=3, more=True)
    doubts = "; the run has more, which were not read; 3 more are no finite numbers"
    assert curve(doubtful, ENGLISH).said == (
        f"loss: from 2 to 1 in 2 points, steps 0 to 1; lowest 1 (step 1), highest 2 (step 0){doubts}"
    )
    assert row(doubtful, ENGLISH) == ("loss", f"2{doubts}", "0–1", "2", "1", "1 (step 1)", "2 (step 0)")
    assert curve(doubtful, card_words("zh")).said.endswith("；该运行还有更多点，未读取；另有 3 个值不是有限数")


@given(
    st.lists(st.tuples(st.integers(), st.floats(allow_nan=False, allow_infinity=False)), min_size=2, max_size=30).map(
        sorted
    )
)
def test_any_line_stays_inside(points: list[tuple[int, float]]) -> None:
    drawn = curve(history(*points), ENGLISH)
    for place in drawn.line.split():
        across, down = map(float, place.split(","))
        assert LEFT <= across <= RIGHT
        assert TOP <= down <= BOTTOM
