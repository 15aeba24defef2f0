"""What the code of a service does: calls a model, describes its interface, exports metrics, stores predictions."""

import re
from collections.abc import Iterable, Iterator

from maturity.evidence.project import Project
from maturity.evidence.python.calls import is_record
from maturity.evidence.python.code import reference_of
from maturity.evidence.python.module import Call, Function, Module

_MODEL_LAST = frozenset(
    (
        *("predict", "predict_proba", "predict_log_proba", "load_model", "load_from_checkpoint", "from_checkpoint"),
        *("InferenceSession", "from_pretrained", "to_runner", "load_runner", "load_checkpoint", "predict_on_batch"),
        *("get_model_path", "invoke_endpoint"),
    )
)
_MODEL_CALLS = frozenset(
    (
        *("joblib.load", "pickle.load", "cloudpickle.load", "dill.load", "torch.load", "torch.jit.load", "spacy.load"),
        *("torch.hub.load", "mlflow.pyfunc.load_model", "onnxruntime.InferenceSession"),
        *("promptflow.client.load_flow", "promptflow.core.Flow.load"),
        *("transformers.pipeline", "transformers.pipelines.pipeline", "tensorflow.saved_model.load", "skops.io.load"),
        *("ultralytics.YOLO", "sentence_transformers.SentenceTransformer", "catboost.CatBoostClassifier.load_model"),
        *(
            "bentoml.models.get",
            "bentoml.models.BentoModel",
            "bentoml.models.HuggingFaceModel",
            "lightgbm.Booster",
            "xgboost.Booster",
            "fasttext.load_model",
        ),
    )
)
_ASKS = re.compile(
    r"(?:tritonclient\..*\bInferenceServerClient\.(?:async_)?(?:stream_)?infer|kserve\..*\bInference(?:REST|GRPC)Client\.infer|"
    r"tensorflow_serving\..*\bPredictionServiceStub\.(?:Predict|Classify|Regress)(?:\.future)?)\Z"
)
"""Clients of model servers, where they ask for a prediction."""
_SERVED = re.compile(
    r"=(?:https?://|\{\})\S{0,200}/v[12]/models/[^\s/]{1,100}(?:/versions/[^\s/]{1,40})?(?::predict|/infer)\Z"
)
"""Where a model server answers, by the protocol that TensorFlow Serving and KServe share, or by that of Triton."""
_METRICS = re.compile(
    r"(?:prometheus_client|prometheus_fastapi_instrumentator|prometheus_flask_exporter|starlette_exporter|starlette_prometheus|"
    r"aioprometheus|opentelemetry|statsd|datadog|ddtrace|opencensus|applicationinsights|azure\.monitor|ray\.util\.metrics|"
    r"ray\.serve\.metrics|bentoml\.metrics|elasticapm|newrelic|aws_embedded_metrics|aws_lambda_powertools\.metrics|"
    r"flask_monitoringdashboard|aws_xray_sdk\.ext|apitally|scout_apm|datadog_lambda)\.|"
    r"logfire\.instrument_(?:fastapi|flask|starlette|django|asgi|wsgi)\Z"
)
_EXPOSES = re.compile(
    r"prometheus_client\.(?:\w+\.)*(?:generate_latest|start_http_server|start_wsgi_server|make_asgi_app|make_wsgi_app|"
    r"MetricsHandler|push\w*_to_gateway|pushadd_to_gateway|write_to_textfile|GraphiteBridge)\b"
)
"""How metrics of Prometheus' own client come out of the process; without one, nothing reads what is counted."""
_METRICS_ROUTE = re.compile(r"=(?:/[\w\-]+)*/(?:metrics|prometheus)/?")
_PLAIN = re.compile(r"\bPlainTextResponse\b|\A=text/plain\b|\A=application/openmetrics-text\b")
_METRIC_METHODS = frozenset(("put_metric_data", "create_time_series"))
_INSIGHTS = ("enable_app_insights", "app_insights_enabled")
"""Arguments by which a deployment to Azure ML sends its metrics to Application Insights."""
_STORES = frozenset(
    (
        *("insert_one", "insert_many", "to_sql", "put_item", "put_record", "insert_rows_json", "xadd", "put_records"),
        *("insert_rows", "log_predictions", "log_inference", "log_prediction", "save_prediction", "store_prediction"),
    )
)
_STORE_CALLS = re.compile(
    r"(?:sagemaker\.model_monitor\.(?:\w+\.)*DataCaptureConfig|arize\.|(?:kafka|confluent_kafka|aiokafka)\..*\b(?:send|produce)\w*|"
    r"fluent\.(?:async)?sender\.(?:\w+\.)*emit(?:_with_time)?|fluent\.event\.Event|"
    r"sqlalchemy\..*\b(?:add|add_all|merge|bulk_save_objects)|azureml\.monitoring\.ModelDataCollector|whylogs\.log|"
    r"zenml\.log_(?:model_)?metadata|comet_llm\.log_prompt)\b"
)
_SHIPS = re.compile(
    r"fluent\.(?:async)?handler\.|logstash(?:_async)?\.|watchtower\.CloudWatchLogHandler|google\.cloud\.logging\.|"
    r"opencensus\.ext\.azure\.log_exporter\.AzureLogHandler|kafka_logger\.|loki_logger_handler\.|logging_loki\."
)
"""Handlers that send what is logged to a store of records."""
_PUTS = frozenset(("put_object", "upload_fileobj", "upload_blob", "upload_from_string", "put_events"))
_KEPT = re.compile(r"predict|inference|captur|scored", re.IGNORECASE)
_LOGS = frozenset(("info", "warning", "debug", "log"))
_ANSWER = re.compile(r"\A@\w*(?:predict|score|inference)", re.IGNORECASE)
_LOG_FILE = re.compile(r"logging\.(?:handlers\.)?(?:\w*FileHandler)\Z")
_UNIT_OF_WORK = frozenset(("add", "commit"))
"""How an object-relational mapper stores a record."""
_INSERTS = re.compile(r"=\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\b", re.IGNORECASE)
WORDS = frozenset(("BaseModel", "TypedDict", "insert_one", "insert_many", "put_item", "insert_rows_json", "to_sql"))
"""What the pre-filter has to look for in Python files that a service imports: schemas and stores."""
_PAGES = frozenset(("HTMLResponse", "TemplateResponse", "render_template", "render_template_string"))
"""Calls that answer with a page."""
_TRIES = re.compile(r"\A/(?:demo|playground|try|ui)(?:/|\Z)", re.IGNORECASE)
_RAW = frozenset(
    ("", "Request", "Response", "BackgroundTasks", "WebSocket", "HTTPConnection", "dict", "Any", "HttpRequest")
)
_INFERS = re.compile(
    r"predict|infer|score|classif|recommend|generat|invoc|detect|embed|forecast|segment|translate", re.IGNORECASE
)
_WRITES = frozenset(("post", "put", "patch", "route", "api_route", "api"))
_SCHEMA_DECORATORS = re.compile(
    r"(?:inference_schema\.|flasgger\.|flask_smorest\.|apiflask\.|webargs\.)|\b(?:expect|marshal_with|input_schema|validate_call)\Z"
)
_PARSES = frozenset(
    ("model_validate", "model_validate_json", "parse_obj", "parse_raw", "validate_python", "validate_json")
)
_LOADS = frozenset(("load", "loads", "validate", "parse_args", "is_valid"))
"""How a schema of marshmallow, a serializer of Django, or a parser of requests, takes what a caller sent."""
_CHECKS = re.compile(r"(?:\A|_)(?:validate|parse|check|deserialize)_\w*(?:input|request|payload|body|data|json|record)")
HEALTH = re.compile(
    r"/(?:-/)?(?:health\w*|ready\w*|readiness|live|livez|liveness|ping|heartbeat|alive)\b", re.IGNORECASE
)
ANSWERS_HEALTH = frozenset(
    ("kserve", "mlserver", "triton", "torchserve", "bentoml", "mlflow", "tensorflow-serving", "litserve")
)
"""Servers with a health endpoint of their own."""
HOLDS_MODEL = frozenset(("mlrun",))
"""Servers that load the model of a class that they call."""
EXPOSES_METRICS = frozenset(("bentoml",))
"""Servers whose own `/metrics` shows what Prometheus' client counts in the process."""

_METRICS_PATH = re.compile(r"=\S{0,200}/metrics/?\Z")


def checks_metrics(module: Module) -> bool:
    """Tell whether a test of a file asks a service for its metrics and asserts what comes back."""
    return any(
        function.asserts and any(map(_METRICS_PATH.match, _given(call)))
        for function in module.functions
        for call in function.calls
    )


def shows_page(handlers: Iterable[Function]) -> bool:
    """Tell whether a person can try the model on a page: of its own, or where a page shows what the model answers."""
    for one in handlers:
        if not any(call.name.rpartition(".")[2] in _PAGES for call in one.calls):
            continue
        given = [str(entry) for decorator in one.decorators for entry in decorator.arguments[:1]]
        if any(_TRIES.match(entry.removeprefix("=")) for entry in given) or uses_model(one.calls):
            return True
    return False


def uses_model(calls: Iterable[Call]) -> bool:
    """Tell whether calls load a model or ask it, or the server that holds it, for predictions."""
    return any(
        call.name in _MODEL_CALLS or call.name.rpartition(".")[2] in _MODEL_LAST or _asks_server(call) for call in calls
    )


def _asks_server(call: Call) -> bool:
    return _ASKS.match(call.name) is not None or any(map(_SERVED.match, _given(call)))


def exports_metrics(calls: Iterable[Call], *, exposed: bool = False) -> bool:
    """Tell whether calls record operational metrics that somebody can read.

    `exposed` says that the server answers for Prometheus' own client by itself.
    """
    calls = list(calls)
    names = {call.name for call in calls}
    if any(name.rpartition(".")[2] in _METRIC_METHODS for name in names):
        return True
    if any(call.keywords.get(key) is True for call in calls if call.name.startswith("azure") for key in _INSIGHTS):
        return True
    added = (given for call in calls if call.name.endswith(".add_middleware") for given in call.arguments)
    names.update(filter(None, map(reference_of, added)))
    recorded = {name for name in names if _METRICS.match(name)}
    by_client = {name for name in recorded if name.startswith("prometheus_client.")}
    return recorded != by_client or any(exposed or _EXPOSES.match(name) for name in by_client)


def adds_metrics(handlers: Iterable[Function]) -> bool:
    """Tell whether a service writes what its server answers at `/metrics`: `__metrics__` of BentoML."""
    return any(one.name.endswith(".__metrics__") and not one.stub for one in handlers)


def answers_with_metrics(handlers: Iterable[Function]) -> bool:
    """Tell whether a route for metrics answers with plain text, as Prometheus reads it: counted without its client."""
    for one in handlers:
        at = [entry for decorator in one.decorators for entry in decorator.arguments[:1] if isinstance(entry, str)]
        if any(map(_METRICS_ROUTE.fullmatch, at)) and any(map(_PLAIN.search, _answered(one))):
            return True
    return False


def _answered(handler: Function) -> Iterator[str]:
    """Yield what tells the kind of a handler's answers: its declared class, and the answers that it makes."""
    for call in (*handler.decorators, *handler.calls):
        yield call.name
        yield from _given(call)


def stores(calls: Iterable[Call]) -> bool:
    """Tell whether calls keep something in a database, a table, a queue or a prediction store."""
    known = list(calls)
    names = {call.name.rpartition(".")[2] for call in known}
    if not names.isdisjoint(_STORES) or _UNIT_OF_WORK.issubset(names):
        return True
    if any(call.name.rpartition(".")[2] in _PUTS and any(map(_KEPT.search, _given(call))) for call in known):
        return True
    if any(_SHIPS.match(call.name) for call in known) and any(map(_logs_answer, known)):
        return True
    return any(_STORE_CALLS.match(call.name) or _INSERTS.match(str((*call.arguments, "")[0])) for call in known)


def logs_records(calls: Iterable[Call]) -> bool:
    """Tell whether calls write records of inputs and answers to a log file: `info("done", query=q, answer=a)`."""
    known = list(calls)
    return any(map(_opens_log, known)) and any(is_record(call.name, call.keywords) for call in known)


def _opens_log(call: Call) -> bool:
    return _LOG_FILE.match(call.name) is not None or (
        call.name == "logging.basicConfig" and "filename" in call.keywords
    )


def _logs_answer(call: Call) -> bool:
    """Tell whether a call logs a prediction as a value of its own, not only that there was one."""
    return call.name.rpartition(".")[2] in _LOGS and any(map(_ANSWER.match, _given(call)))


def _given(call: Call) -> list[str]:
    return [str(one) for one in (*call.arguments, *call.keywords.values())]


def typed(
    project: Project,
    framework: str,
    handlers: Iterable[Function],
    modules: Iterable[Module],
    helpers: Iterable[Function] = (),
) -> bool:
    """Tell whether the interface of a service is described by types or a schema.

    A helper that handlers call counts where its name says that it checks what it is given.
    """
    schemas = {
        one.name
        for module in project.modules.values()
        for one in module.classes
        if _is_schema(one.bases, one.decorators)
    }
    for handler in handlers:
        if any(_SCHEMA_DECORATORS.search(decorator.name) for decorator in handler.decorators):
            return True
        if any(
            "response_model" in d.keywords or ("bentoml" in d.name and {"input", "input_spec"} & d.keywords.keys())
            for d in handler.decorators
        ):
            return True
        if _answers(handler) and any(
            _is_typed(parameter.annotation, framework, schemas) for parameter in handler.parameters
        ):
            return True
        if any(_parses(call, schemas) for call in handler.calls):
            return True
    if any(_CHECKS.search(one.name) and any(_parses(call, schemas) for call in one.calls) for one in helpers):
        return True
    calls = (call for module in modules for function in module.functions for call in function.calls)
    if any(call.name == "flasgger.Swagger" for call in calls):  # it reads what the docstrings of the routes describe
        return True
    return framework == "grpc" and any(module.classes for module in modules)


def _answers(handler: Function) -> bool:
    """Tell whether a handler takes records to predict for, by its verb, its route or its name."""
    for decorator in handler.decorators:
        route = str(decorator.arguments[0]) if decorator.arguments else ""
        if decorator.name.rpartition(".")[2] in _WRITES or _INFERS.search(route):
            return True
    return _INFERS.search(handler.name) is not None


def _is_typed(annotation: str, framework: str, schemas: set[str]) -> bool:
    words = re.findall(r"\w+", annotation)
    if schemas.intersection(words):
        return True
    typed_by_framework = framework in ("fastapi", "bentoml", "starlette", "ray-serve", "cog", "modal")
    return typed_by_framework and bool(words) and words[-1] not in _RAW and words[0] not in _RAW


def _is_schema(bases: tuple[str, ...], decorators: tuple[Call, ...]) -> bool:
    wanted = (
        *("BaseModel", "SQLModel", "TypedDict", "Struct", "Schema", "RootModel", "DataFrameModel", "SchemaModel"),
        *("Serializer", "ModelSerializer"),
    )
    return any(base.rpartition(".")[2] in wanted for base in bases) or any(
        decorator.name.rpartition(".")[2] == "dataclass" for decorator in decorators
    )


def _parses(call: Call, schemas: set[str]) -> bool:
    last = call.name.rpartition(".")[2]
    owner = call.name[: -len(last) - 1].rpartition(".")[2]
    by_schema = call.name in ("jsonschema.validate", "fastjsonschema.validate") or (
        last in _LOADS and (owner in schemas or owner == "RequestParser")
    )
    return last in _PARSES or by_schema or (last in schemas and "**" in call.keywords)
