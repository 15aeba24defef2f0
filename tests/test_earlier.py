"""The last assessment of a target is handed back when the next one is kept."""

from maturity import earlier
from maturity.cache import Cache
from maturity.model.assessment import SCHEMA_VERSION
from tests.render.example import EXAMPLE


def test_the_last_one_of_the_same_target_comes_back() -> None:
    later = EXAMPLE.model_copy(update={"level": 2})
    other = EXAMPLE.model_copy(update={"target": EXAMPLE.target.model_copy(update={"name": "other"})})
    assert earlier.exchange(EXAMPLE) is None
    assert earlier.exchange(other) is None
    assert earlier.exchange(later) == EXAMPLE
    assert earlier.exchange(later) == later


def test_what_is_damaged_is_as_good_as_nothing() -> None:
    earlier.exchange(EXAMPLE)
    key = f"{EXAMPLE.target.path}\n{EXAMPLE.target.name}"
    with Cache.open() as kept:
        kept.put(earlier.KIND, SCHEMA_VERSION, {key: b'{"level": "seven"}'})
    assert earlier.exchange(EXAMPLE) is None
