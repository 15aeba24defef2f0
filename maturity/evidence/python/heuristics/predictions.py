"""Storing predictions: a function that answers requests also writes inputs or predictions somewhere durable."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Code, Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import parts
from maturity.model.place import Place

STORES = frozenset(
    (
        "sqlalchemy sqlmodel pymongo motor sqlite3 aiosqlite psycopg2 psycopg asyncpg mysql pymysql peewee "
        "tortoise databases redis boto3 aiobotocore kafka confluent_kafka aiokafka pika google azure "
        "elasticsearch opensearchpy influxdb influxdb_client cassandra clickhouse_connect firebase_admin "
        "supabase duckdb beanie mongoengine csv pandas snowflake aio_pika nats pulsar datastore"
    ).split()
)
INSERTS = frozenset(
    (
        "insert_one insert_many insert add add_all bulk_save_objects bulk_insert_mappings put_item put_record "
        "put_records put_object upload_fileobj upload_blob upload_from_string to_sql write_points send "
        "produce publish send_and_wait basic_publish xadd lpush rpush insert_rows_json index writerow "
        "writerows create save append_row append_rows send_batch create_item upsert_item push"
    ).split()
)
SUBJECTS = frozenset(
    (
        "prediction",
        "predictions",
        "predict",
        "inference",
        "inferences",
        "request",
        "requests",
        "record",
        "event",
        "feature",
        "log",
        "result",
    )
)
SERVING = frozenset(("get", "post", "route", "websocket", "api_route", "api", "predict", "invoke", "inference"))
_PRESSED = frozenset(f"streamlit.{name}" for name in ("button", "form_submit_button", "chat_input"))
"""With them a page asks for what it answers."""
ANSWERING = frozenset(
    ("predict", "predict_proba", "inference", "infer", "generate", "score", "invoke", "classify", "forward")
)
_KEEPS = frozenset("save store log publish insert upsert persist write record add".split())
_PREDICTIONS = frozenset(("prediction", "predictions", "inference", "inferences"))
_PUTTING = frozenset(("insert", "inserts", "upsert", "upserts"))
_DATABASES = STORES - {"pandas", "csv", "google", "azure", "boto3"}
"""Libraries that do nothing but keep records: in their files an `add` or a `send` is no set and no mail."""
_COLUMNS = re.compile(
    r"\s*insert\s+(?:or\s+\w+\s+)?into\s[^()]*\([^()]*\b(?:predictions?|predicted_\w+|"
    r"prediction_(?:score|value|label|class|prob\w*)|(?:fraud|churn|anomaly|propensity)_(?:score|prob\w*))\b[^()]*\)",
    re.IGNORECASE,
)
"""A statement that fills columns with what a model answered; `f1_score` and `credit_score` are no such columns."""
_OF_TABLES = frozenset(("writerow", "writerows", "to_sql", "put_object"))
"""With them a batch job writes its results, which is scoring."""


def stores(unit: Unit, code: Code, graph: Graph) -> Iterator[tuple[Unit, Place]]:
    """Yield where a function that serves predictions stores them, in the function that writes.

    Reading a database, counting, and printing to a log are not storing. A function may say by its name that it keeps
    predictions, such as those that a consumer of a queue makes.
    """
    if (kept := _keeps(unit)) is not None:
        yield unit, kept
        return
    if not answers_requests(unit, graph):
        return
    around = code.around(unit, 2)
    if not any(_answers(one) for one in around):
        return
    for one in around:
        for call, name, texts in _told(one):
            if _inserts(one, name, texts) or _appends(call, name, texts) or _grows(one, name, texts):
                yield one, one.at(call.line, f"{shown(call.name)}()")
                return


def _keeps(unit: Unit) -> Place | None:
    """Return where a function inserts predictions: by its name, or by the columns that its statement fills.

    A store's `log` may be a job's.
    """
    if unit.imports.isdisjoint(_DATABASES):
        return None
    said = parts(unit.function.name.rpartition(".")[2])
    named = bool(said & _KEEPS) and bool(said & _PREDICTIONS)
    for call, name, texts in _told(unit):
        inserts = named and name.rpartition(".")[2] not in _OF_TABLES and _inserts(unit, name, texts)
        if inserts or any(map(_COLUMNS.match, texts)):
            return unit.at(call.line, f"{shown(call.name)}()")
    given = next(hands_on(unit, _PUTTING), None)
    return unit.at(given.line, f"{shown(given.name)}()") if given else None


def hands_on(unit: Unit, verbs: frozenset[str]) -> Iterator[Call]:
    """Yield the calls by which a function gives what it was given to a library whose function is named so.

    What such a library does cannot be read: `write_predictions(frame)` calls `warehouse.upsert_frame(df=frame)`.
    """
    own = {one.name for one in unit.function.parameters}
    for call, symbol in unit.calls():
        name = foreign_name(call.name, symbol)
        if name.startswith(("?", "self.")) or parts(name.rpartition(".")[2]).isdisjoint(verbs):
            continue
        if any(reference_of(one) in own for one in (*call.arguments, *call.keywords.values())):
            yield call


def _told(unit: Unit) -> Iterator[tuple[Call, str, list[str]]]:
    """Yield the calls of what is not the project's, each with its name and the texts that it is given."""
    for call, symbol in unit.calls():
        if name := foreign_name(call.name, symbol):
            yield call, name, [text_of(argument) for argument in call.arguments]


def answers_requests(unit: Unit, graph: Graph) -> bool:
    """Tell whether a function is what a service runs for a request."""
    if any(site.activity == "serve" for site in graph.sites.get(unit.node, ())):
        return True
    if "streamlit" in unit.imports and any(call.name in _PRESSED for call in unit.function.calls):
        return True
    return any("." in one.name and one.name.rpartition(".")[2] in SERVING for one in unit.function.decorators)


def _answers(unit: Unit) -> bool:
    called = {call.name.rpartition(".")[2] for call in unit.function.calls}
    return bool(called & ANSWERING) or any(parts(name) & {"predict", "prediction", "infer"} for name in called)


def _appends(call: Call, name: str, texts: list[str]) -> bool:
    """Tell whether a call opens a file to add to it, or adds a table to one: `path.open("a")`, `to_csv(mode="a")`."""
    last = name.rpartition(".")[2]
    mode = text_of(call.keywords.get("mode"))
    if name in ("open", "?.open") and len(texts) > 1 and texts[1][:1] == "a":
        return True
    if name == "?.open" or (last == "open" and name.startswith(("pathlib.", "anyio."))):
        return (mode or "".join(texts[:1])) in ("a", "a+", "ab", "at")
    return last in ("to_csv", "to_json") and mode[:1] == "a"


def _grows(unit: Unit, name: str, texts: list[str]) -> bool:
    """Tell whether a call writes the table that its function has read: with a record more."""
    return name.endswith(".to_csv") and any(
        call.name.endswith(".read_csv") and texts[:1] == [text_of(call.arguments[0])] != [""]
        for call in unit.function.calls
        if call.arguments
    )


def _inserts(unit: Unit, name: str, texts: list[str]) -> bool:
    last = name.rpartition(".")[2]
    if any(text.lstrip().lower().startswith("insert ") for text in texts):
        return True
    if last == "put" and name.startswith("boto3."):
        return True
    if last == "write" and "influxdb_client" in unit.imports and "write_api" in name:
        return True
    if last in ("add", "add_all", "merge") and "commit" in unit.lasts and "git" not in unit.imports:
        return True  # a session that was handed over; who made it imports the library
    if last not in INSERTS or "." not in name or unit.imports.isdisjoint(STORES):
        return False
    # `add` and `save` are everywhere: the function, or its file, has to be about predictions or requests.
    return last not in ("add", "save", "create", "index", "insert", "push") or bool(
        (parts(unit.function.name) | parts(unit.path)) & SUBJECTS
        or "commit" in {one.name.rpartition(".")[2] for one in unit.function.calls}
    )
