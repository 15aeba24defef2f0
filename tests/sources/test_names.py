"""Names are shown safely and never lead out."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.sources.limits import Limits, spoken
from maturity.sources.names import decode, fault


@given(st.binary())
def test_any_name_is_text_that_json_can_carry(name: bytes) -> None:
    assert decode(name).encode("utf-8") is not None


@given(st.binary(min_size=1).filter(lambda path: fault(path, Limits()) is None))
def test_an_accepted_path_stays_inside(path: bytes) -> None:
    assert not path.startswith(b"/")
    assert not {b"..", b".", b"", b".git"} & set(path.split(b"/"))


def test_sizes_in_words() -> None:
    assert [spoken(size) for size in (12, 1 << 20, 512 << 20, 1 << 19)] == ["12 bytes", "1 MiB", "512 MiB", "0.5 MiB"]


def test_notebooks_and_locks_may_be_longer() -> None:
    limits = Limits()
    assert limits.bytes_of("a/EDA.ipynb") == limits.bytes_of("poetry.lock") == 8 << 20
    assert limits.bytes_of("package-lock.json") == 8 << 20
    assert limits.bytes_of("train.py") == 1 << 20
