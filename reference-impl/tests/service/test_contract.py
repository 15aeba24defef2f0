"""The contract follows the specification, and both forms of a request mean the same batch."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.service.builders import batch, body, feature_rows, table

from churn.core.encode import encode
from churn.core.spec import CATEGORICAL, FEATURES, NUMBERS
from churn.serving import arrow_io, contract


def stream(content: pa.Table, **options: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, content.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(content)
    return bytes(sink.getvalue())


def test_the_fields_are_the_features() -> None:
    schema = contract.Features.model_json_schema()["properties"]
    assert list(schema) == list(FEATURES)
    for number in NUMBERS:
        bounds = schema[number.name].get("anyOf", [schema[number.name]])[0]
        assert (bounds["minimum"], bounds["maximum"]) == (number.low, number.high)
    for name, values in CATEGORICAL.items():
        assert schema[name]["examples"] == list(values)


value = st.one_of(st.sampled_from(CATEGORICAL["device"]), st.text(min_size=1, max_size=50).filter(str.isprintable))


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), device=value, nps=st.none() | st.floats(0, 10))
def test_rows_encode_as_their_table_does(seed: int, device: str, nps: float | None) -> None:
    rows = [row | {"device": device, "nps": nps} for row in feature_rows(3, seed)]
    encoded, unknown = contract.encode_features([contract.Features.model_validate(row) for row in rows])
    expected = encode(
        pa.Table.from_pylist(
            rows, pa.schema([(name, pa.string() if name in CATEGORICAL else pa.float64()) for name in FEATURES])
        )
    )
    np.testing.assert_array_equal(encoded.numeric, expected.numeric)
    np.testing.assert_array_equal(encoded.categorical, expected.categorical)
    assert unknown == (0 if device in CATEGORICAL["device"] else 3)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"age": 17}, "age"), ({"age": None}, "age"), ({"age": float("nan")}, "age"), ({"nps": 11}, "nps"),
        ({"monthly_charges": 5000}, "monthly_charges"), ({"device": ""}, "device"), ({"device": "x" * 51}, "device"),
        ({"device": None}, "device"), ({"salary": 1}, "salary"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    asked = body(2)
    asked["rows"][1]["features"] |= change
    with pytest.raises(ValidationError) as refused:
        contract.Request.model_validate(asked)
    assert refused.value.errors()[0]["loc"][:4] == ("rows", 1, "features", place)


@pytest.mark.parametrize("rows", [0, contract.MAX_ROWS + 1])
def test_a_request_is_bounded(rows: int) -> None:
    with pytest.raises(ValidationError):
        contract.Request.model_validate(body(rows))


@pytest.mark.parametrize("dictionary", [False, True])
def test_an_arrow_stream_is_read(dictionary: bool) -> None:
    content = table(100)
    if dictionary:
        content = content.set_column(
            content.column_names.index("device"), "device", content["device"].combine_chunks().dictionary_encode()
        )
    found = encode(arrow_io.read(stream(content), 100))
    np.testing.assert_array_equal(found.numeric, batch(100).numeric)
    np.testing.assert_array_equal(found.categorical, batch(100).categorical)


def changed(name: str, values: Any) -> pa.Table:
    content = table(2)
    return content.set_column(content.column_names.index(name), name, pa.array(values))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (table(11), "more than 10 rows"),
        (table(1).slice(1), "has no rows"),
        (table(2).drop_columns(["age", "nps"]), "columns are missing: age, nps"),
        (table(2).append_column("salary", pa.array([1, 2])), "does not know"),
        (table(2).append_column("age", pa.array([1, 2])), "one of them twice"),
        (changed("age", ["a", "b"]), "age: must be a number"),
        (changed("device", [1, 2]), "device: must be a string"),
        (changed("customer_id", ["a", "b"]), "customer_id: must be an integer"),
        (changed("customer_id", pa.array([1, None], pa.int64())), "customer_id: is missing"),
        (changed("age", [30.0, None]), "age: is missing in row 1"),
        (changed("age", [30.0, float("inf")]), "age: inf in row 1 is not within 18 to 100"),
        (changed("tickets_3m", [-1, 0]), "tickets_3m: -1 in row 0"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(content: pa.Table, fault: str) -> None:
    with pytest.raises(arrow_io.BadTable, match=fault):
        arrow_io.read(stream(content), 10)


@pytest.mark.parametrize("codec", ["zstd", "lz4"])
@pytest.mark.parametrize("column", ["numbers", "dictionary"])
def test_compressed_buffers_are_refused(codec: str, column: str) -> None:
    content = table(1000)
    if column == "dictionary":
        content = content.set_column(
            content.column_names.index("device"), "device", content["device"].combine_chunks().dictionary_encode()
        )
    with pytest.raises(arrow_io.BadTable, match="compressed"):
        arrow_io.read(stream(content, compression=codec), 1000)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_forged_stream_is_refused_or_read(data: st.DataObject) -> None:
    """Cut or changed bytes give a table of the contract or a BadTable; nothing else, and no crash."""
    good = bytearray(stream(table(3)))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    forged = bytes(good[: data.draw(st.integers(0, len(good)))])
    try:
        rows, fault = arrow_io.read(forged, 10).num_rows, ""
    except arrow_io.BadTable as error:
        rows, fault = 0, str(error)
    assert rows <= 10
    assert len(fault) < 300
