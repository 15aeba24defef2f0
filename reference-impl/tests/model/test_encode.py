"""Tables become arrays, the same whatever the type of a column; what does not fit is named."""

import numpy as np
import pyarrow as pa
import pytest
from tests.model import sample

from churn.core import spec
from churn.core.encode import BadTable, Batch, encode


def test_a_table_comes_back_as_the_batch_it_was_made_from() -> None:
    rows = sample.batch(200)
    found = encode(sample.table(rows))
    assert np.array_equal(found.numeric, rows.numeric, equal_nan=True)
    assert np.array_equal(found.categorical, rows.categorical)


def test_unknown_and_missing_categories_have_the_reserved_code() -> None:
    table = sample.table(sample.batch(3))
    place = table.column_names.index("contract")
    table = table.set_column(place, "contract", pa.array(["annual", "eternal", None]))
    contract = list(spec.CATEGORICAL).index("contract")
    assert encode(table).categorical[:, contract].tolist() == [1, 3, 3]


def test_dictionaries_integers_and_infinities_are_read() -> None:
    table = sample.table(sample.batch(3))
    for name, column in {
        "plan": pa.array(["plus", "basic", "plus"]).dictionary_encode(),
        "age": pa.array([30, None, 50], pa.int16()),
        "charge_per_usage": pa.array([1.5, float("inf"), 2.5]),
    }.items():
        table = table.set_column(table.column_names.index(name), name, column)
    found = encode(table)
    assert found.categorical[:, list(spec.CATEGORICAL).index("plan")].tolist() == [2, 0, 2]
    assert found.numeric[0, 0] == 30
    assert np.isnan(found.numeric[1, 0])
    assert np.isnan(found.numeric[1, spec.NUMERIC.index("charge_per_usage")])


@pytest.mark.parametrize(
    ("name", "column", "message"),
    [("age", pa.array(["old", "young"]), "column age"), ("plan", pa.array([[1], [2]]), "column plan")],
)
def test_a_column_of_another_type_is_named(name: str, column: pa.Array, message: str) -> None:
    table = sample.table(sample.batch(2))
    with pytest.raises(BadTable, match=message):
        encode(table.set_column(table.column_names.index(name), name, column))


def test_absent_columns_are_named() -> None:
    with pytest.raises(BadTable, match="without age, plan"):
        encode(sample.table(sample.batch(2)).drop_columns(["age", "plan"]))


def test_an_empty_table_gives_an_empty_batch() -> None:
    assert len(encode(sample.table(sample.batch(5)).slice(0, 0))) == 0


def test_batches_are_taken_apart_and_joined() -> None:
    rows = sample.batch(10)
    joined = Batch.concat([rows.take(np.arange(4)), rows.take(np.arange(10) >= 4)])
    assert np.array_equal(joined.categorical, rows.categorical)
    with pytest.raises(BadTable, match="numeric: float64"):
        Batch(rows.numeric.astype(np.float64), rows.categorical)


def test_models_answer_an_empty_batch_with_no_scores() -> None:
    assert sample.untrained("mlp").predict(sample.batch(5).take(slice(0, 0))).shape == (0,)
