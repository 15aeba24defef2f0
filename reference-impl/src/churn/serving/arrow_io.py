"""Arrow IPC in and out: tables of customers without a JSON text for each number."""

import struct
from datetime import date

import numpy as np
import pyarrow as pa

from churn.core.spec import CATEGORICAL, CUSTOMER, MONTH, NUMBERS
from churn.serving.service import Answered, Asked

# Places of fields in the tables Message, DictionaryBatch and RecordBatch of Arrow's Message.fbs.
_MESSAGE_HEADER, _DICTIONARY_DATA, _BATCH_COMPRESSION = 2, 1, 3

MEDIA_TYPE = "application/vnd.apache.arrow.stream"


class BadTable(Exception):
    """A body that is no table of the contract; the message says what is wrong with it."""


def read(body: bytes, max_rows: int) -> pa.Table:
    """Return the table of an IPC stream; raises BadTable when it is none, too long, or not of the contract.

    Buffers are views into the body; compressed ones are refused, since a few bytes of them could ask for any memory.
    """
    try:
        _refuse_compressed(body)
        with pa.ipc.open_stream(body) as reader:
            _check_schema(reader.schema)
            batches, rows = [], 0
            for batch in reader:
                rows += batch.num_rows
                if rows > max_rows:
                    raise BadTable(f"more than {max_rows} rows; send them in several requests")
                batch.validate(full=True)
                batches.append(batch)
            table = pa.Table.from_batches(batches, reader.schema)
    except (pa.ArrowException, OSError, struct.error) as error:
        raise BadTable(f"not an Arrow IPC stream: {str(error).splitlines()[0][:200]}") from None
    if not table.num_rows:
        raise BadTable("the table has no rows")
    _check_values(table)
    return table


def months(table: pa.Table, default: date) -> list[str]:
    """Return each row's month as ISO text; `default` where the table has no such column."""
    if MONTH not in table.column_names:
        return [default.isoformat()] * table.num_rows
    return [str(month or default) for month in table[MONTH].to_pylist()]


def write(asked: Asked, answered: Answered) -> bytes:
    """Return the answer as an IPC stream: a row for each row asked, request id and release in the schema's metadata."""
    deployments = answered.deployments
    table = pa.table({
        CUSTOMER: asked.customers,
        "score": answered.scores,
        "confidence": np.maximum(answered.scores, 1 - answered.scores),
        "value": answered.values,
        "priority": answered.priorities,
        "route": pa.array([one.route for one in deployments]).dictionary_encode(),
        "model": pa.array([one.name for one in deployments]).dictionary_encode(),
        "version": pa.array([one.version for one in deployments]).dictionary_encode(),
    })  # fmt: skip
    table = table.replace_schema_metadata({"request_id": asked.request_id, "release": str(answered.release)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _refuse_compressed(body: bytes) -> None:
    """Look for `compression` in the header of every batch: a FlatBuffers table, of which only these fields are read."""
    for message in pa.ipc.MessageReader.open_stream(body):
        header, kind = message.metadata.to_pybytes(), message.type
        at = _child(header, struct.unpack_from("<I", header)[0], _MESSAGE_HEADER)
        if kind == "dictionary":
            at = _child(header, at, _DICTIONARY_DATA)
        if kind in {"dictionary", "record batch"} and _field(header, at, _BATCH_COMPRESSION):
            raise BadTable("its buffers are compressed; write them without compression")


def _field(buffer: bytes, table: int, index: int) -> int:
    """Return where a field of a FlatBuffers table lies, 0 if it is not there."""
    layout = table - struct.unpack_from("<i", buffer, table)[0]
    (size,) = struct.unpack_from("<H", buffer, layout)
    slot = 4 + 2 * index
    offset = struct.unpack_from("<H", buffer, layout + slot)[0] if slot < size else 0
    return table + offset if offset else 0


def _child(buffer: bytes, table: int, index: int) -> int:
    """Return where the table lies that a field refers to."""
    at = _field(buffer, table, index)
    return int(at + struct.unpack_from("<I", buffer, at)[0])


def _check_schema(schema: pa.Schema) -> None:
    wanted = {CUSTOMER, *(number.name for number in NUMBERS), *CATEGORICAL}
    if missing := sorted(wanted - set(schema.names)):
        raise BadTable(f"columns are missing: {', '.join(missing)}")
    if len(schema.names) != len(set(schema.names)) or set(schema.names) - wanted - {MONTH}:
        raise BadTable("columns that the contract does not know, or one of them twice; see /openapi.json")
    if not pa.types.is_integer(schema.field(CUSTOMER).type):
        raise BadTable(f"{CUSTOMER}: must be an integer")
    for number in NUMBERS:
        type_ = schema.field(number.name).type
        empty = number.nullable and pa.types.is_null(type_)
        if not (empty or pa.types.is_floating(type_) or pa.types.is_integer(type_)):
            raise BadTable(f"{number.name}: must be a number")
    for name in CATEGORICAL:
        type_ = schema.field(name).type
        if not pa.types.is_string(type_.value_type if pa.types.is_dictionary(type_) else type_):
            raise BadTable(f"{name}: must be a string")


def _check_values(table: pa.Table) -> None:
    """Hold every number against its range, as the JSON contract does."""
    if table[CUSTOMER].null_count:
        raise BadTable(f"{CUSTOMER}: is missing in a row")
    for number in NUMBERS:
        values = table[number.name].cast(pa.float64()).to_numpy()
        missing = np.isnan(values)
        if missing.any() and not number.nullable:
            raise BadTable(f"{number.name}: is missing in row {int(missing.argmax())}")
        outside = (values < number.low) | (values > number.high)
        if outside.any():
            row = int(outside.argmax())
            raise BadTable(
                f"{number.name}: {values[row]:g} in row {row} is not within {number.low:g} to {number.high:g}"
            )
