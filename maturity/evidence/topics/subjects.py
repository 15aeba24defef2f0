"""What an automated test is about: code, data, a model, a service, features, the pipeline, fairness, load."""

import re
from collections.abc import Iterator
from typing import Literal

from maturity.evidence.graph.reach import Reach
from maturity.evidence.python.module import Call
from maturity.evidence.topics.answers import holds_answer
from maturity.evidence.topics.model_tests import PREDICTS, asks_model, mocks
from maturity.evidence.topics.reached import place_of
from maturity.evidence.topics.suites import Run, Suite

About = Literal["code", "data", "model", "service", "features", "pipeline", "fairness", "load"]

_CLIENTS = re.compile(
    r"(?:fastapi|starlette)\.testclient\.TestClient\Z|django\.test\.(?:\w+\.)*Client\Z|litestar\.testing\.|"
    r"httpx\.(?:ASGITransport|WSGITransport)\Z|aiohttp\.test_utils\.|rest_framework\.test\.|azureml\..*Webservice\.run\Z|"
    r"streamlit\.testing\.(?:\w+\.)*AppTest\.|gradio_client\.(?:\w+\.)*Client\Z|schemathesis\.(?:\w+\.)*from_\w+\Z"
)
_APPLICATIONS = re.compile(r"(?:fastapi\.(?:\w+\.)*FastAPI|starlette\.(?:\w+\.)*Starlette|flask\.(?:\w+\.)*Flask)\Z")
_ADDS_ROUTES = frozenset(("include_router", "register_blueprint", "mount"))
_REQUESTS = re.compile(
    r"(?:requests|httpx|urllib\.request|urllib3)\.(?:\w+\.)*(?:post|get|put|request|urlopen|Request|Client)\Z"
)
_SESSIONS = re.compile(r"(?:requests\.(?:\w+\.)*Session|httpx\.(?:Async)?Client|aiohttp\.ClientSession)\Z")
_ENDPOINTS = re.compile(
    r"boto3\..*\.invoke_endpoint\Z|sagemaker\.(?:\w+\.)*(?:Predictor|\w+Model\.deploy\(\))\.predict\Z|"
    r"google\.cloud\.aiplatform\.Endpoint\b.*\.predict\Z|azure\.ai\.ml\..*online_endpoints\.invoke\Z|"
    r"mlflow\.deployments\..*\.predict\Z|seldon_core\.(?:\w+\.)*SeldonClient\.(?:predict|microservice|explain)\Z|"
    r"tritonclient\.(?:\w+\.)*InferenceServerClient\.infer\Z|kserve\.(?:\w+\.)*Inference\w*Client\.infer\Z|"
    r"bentoml\.(?:Async|Sync)HTTPClient\.\w+\Z"
)
"""Calls of a deployed endpoint by the client of its platform."""
_VERTEX = "google.cloud.aiplatform.Endpoint."
_DJANGO = re.compile(r"self\.client\.(?:get|post)\Z")
_NAMED_URL = re.compile(r"@.*(?:scor|predict|endpoint|infer|invocation)", re.IGNORECASE)
_BASED = re.compile(r"=\{\}/\w")
"""A path behind an address that a fixture or a setting holds."""
_PLUGGED = frozenset(("client", "test_client", "async_client", "api_client"))
"""Clients of the application that plug-ins of pytest (pytest-flask, pytest-django) give to a test by this name."""
_HANDED_ON = re.compile(r"\.lambda_handler\Z")
"""A method to which the function of a cloud hands its event on, so that it can be tested with a model of one's own."""
_LOCAL = re.compile(r"localhost|127\.0\.0\.1|0\.0\.0\.0|/predict|/invocations|/score|/infer|/health", re.IGNORECASE)
_READS = re.compile(
    r"(?:pandas|polars|pyarrow\.parquet|dask\.dataframe|geopandas|modin\.pandas)\.(?:read_\w+|scan_\w+)\Z|"
    r"datasets\.(?:load\.)?(?:load_dataset|load_from_disk)\Z|tensorflow_datasets\.load\Z|csv\.(?:DictReader|reader)\Z"
)
_READS_ARRAYS = frozenset(("torch.load", "numpy.load"))
"""What reads tensors, and models as well."""
_SHIPPED = re.compile(
    r"sklearn\.datasets\.(?:\w+\.)*(?:load|fetch)_\w+\Z|(?:\w+\.)*keras\.datasets\.\w+\.load_data\Z|"
    r"torchvision\.datasets\.(?!ImageFolder)\w+\Z|seaborn\.load_dataset\Z|ucimlrepo\.fetch_ucirepo\Z"
)
"""Data sets that a library ships or downloads: a loader of the project that returns one gives the data of training."""
_EXPECTS = re.compile(
    r"\.expect_(?:column|table|compound|multicolumn|select)\w*\Z|^great_expectations\.|^deepchecks\.|^evidently\..*TestSuite|"
    r"^tensorflow_data_validation\.validate_statistics|^soda\.|^pandera\..*\.validate\Z"
)
_DATA_FILE = re.compile(r"(?:^|[/_])(?:data|datasets?)(?:_[^/]*)?\.py\Z")
"""A file of tests that is named for data: what its tests open, and no code of the project reads, is the data."""
_LOADERS = frozenset(("train_dataloader", "val_dataloader", "test_dataloader", "predict_dataloader"))
_CHECKS = frozenset(
    ("isnull", "isna", "notnull", "notna", "duplicated", "nunique", "isin", "between", "select_dtypes", "value_counts")
)
_LOADER = re.compile(r"(?:load|read|get|fetch|download)_")
_FITS = re.compile(r"(?:\A|_)(?:fit|train|evaluate)(?:_|\Z)")
_FAIR = re.compile(r"^(?:fairlearn|aif360|aequitas)\.|demographic_parity|equalized_odds|disparate_impact")
_PREPARES = re.compile(
    r"preprocess|feature|clean|featuri[sz]e|transform|encode|tokeni[sz]e|impute|augment|split", re.IGNORECASE
)
_STEPS = frozenset(("prepare-data", "train", "evaluate", "register", "score", "deploy", "validate-data"))


def about(suite: Suite, reach: Reach, run: Run) -> tuple[About, ...]:
    """Tell what a test is about, by what it calls and what that reaches."""
    reached = _STEPS.intersection(reach.of(run.node))
    calls = [call for _, call in run.calls()]
    service = bool(run.asserts) and _service(suite, run)
    found: dict[About, bool] = {
        "code": bool(run.exercises),
        "data": bool(run.asserts) and _data(suite, suite.apart(run)),
        "model": bool(run.asserts) and (asks_model(suite, run) or (service and holds_answer(suite, run))),
        "service": service,
        "features": bool(run.asserts) and ("prepare-data" in reached or any(map(_prepares, run.callees))),
        "pipeline": len(reached) > 1 or any("KedroSession.run" in call.name for call in calls),
        "fairness": bool(run.asserts) and any(_FAIR.search(call.name) for call in calls),
        "load": any(parameter.name == "benchmark" for _, one in run.suite for parameter in one.parameters),
    }
    return tuple(subject for subject, holds in found.items() if holds)


def _service(suite: Suite, run: Run) -> bool:
    """Tell whether a test talks to a service of the project, over a client, a local address or its handler.

    An application that the test makes itself, to try a middleware, is not the service.
    """
    calls = [call for _, call in run.calls()]
    stands_in = any(_APPLICATIONS.match(call.name) for call in calls) and _ADDS_ROUTES.isdisjoint(
        call.name.rpartition(".")[2] for call in calls
    )
    for call in calls:
        if (_CLIENTS.match(call.name) or call.name.endswith(".test_client")) and not stands_in:
            return True
        if asks_address(call) or calls_endpoint(call) or _DJANGO.match(call.name):
            return True
    names = [call.name for call in calls]
    called = {name.rpartition(".")[2] for name in names}  # a function that is only handed on asks nobody
    clients = (node for node in run.callees if place_of(node)[1].rpartition(".")[2] in called)
    behind = (call for node in clients for _, one in suite.functions(node) for call in one.calls)
    if not mocks(suite.apart(run)) and any(asks_address(call) or calls_endpoint(call) for call in behind):
        return True
    if any(map(_SESSIONS.match, names)) and any(map(_asks_path, calls)):
        return True
    if "?.predict" in names and any(name.startswith(_VERTEX) for name in names):
        return True
    if any(parameter.name in _PLUGGED for _, one in run.suite for parameter in one.parameters) and any(
        map(_asks_own, calls)
    ):
        return True
    return any(node in suite.handlers or _HANDED_ON.search(place_of(node)[1]) for node in run.callees)


def _asks_own(call: Call) -> bool:
    """Tell whether a call asks for a path without a host, as only the client of an application does."""
    asks = call.name.rpartition(".")[2] in ("get", "post", "put")
    return asks and any(text.startswith("=/") for text in _texts(call))


def asks_address(call: Call) -> bool:
    """Tell whether a call sends a request to an address at which a service of the project answers."""
    if _REQUESTS.match(call.name) is None:
        return False
    return any(_LOCAL.search(text) or _BASED.match(text) for text in _texts(call)) or _names_endpoint(call)


def _asks_path(call: Call) -> bool:
    """Tell whether a call of a session asks for a path at which a service answers."""
    asks = call.name.rpartition(".")[2] in ("get", "post", "put", "request")
    return asks and any(map(_LOCAL.search, _texts(call)))


def calls_endpoint(call: Call) -> bool:
    """Tell whether a call sends records to a deployed endpoint by the client of its platform."""
    return _ENDPOINTS.match(call.name) is not None


def _names_endpoint(call: Call) -> bool:
    """Tell whether a request goes to an address whose name says that a model answers there."""
    return any(_NAMED_URL.match(str(given)) for given in (*call.arguments[:1], call.keywords.get("url")))


def _data(suite: Suite, run: Run) -> bool:
    """Tell whether a test asserts something of a data set that is read, not made up."""
    names = [call.name for _, call in run.calls()]
    if any(map(_EXPECTS.search, names)):
        return True
    if any(_checks_schema(suite, call.name) for _, call in run.calls(fixtures=False)):
        return True
    if any(_loads(suite, path, call) for path, call in run.calls()) or _asks_own_data(suite, run, names):
        return True
    if any(name.rpartition(".")[2] in PREDICTS for name in names):
        return False
    made = any(parameter.name.startswith("tmp") for _, one in run.suite for parameter in one.parameters)
    if made or any("tempfile." in name for name in names):
        return False
    if not any(map(_READS.match, names)):
        return not run.exercises and "open" in names and _DATA_FILE.search(place_of(run.node)[0]) is not None
    return not run.exercises or any(name.rpartition(".")[2] in _CHECKS for name in names)


def _loads(suite: Suite, path: str, call: Call) -> bool:
    """Tell whether a call takes records from a data module of the project, which reads or downloads them."""
    owner, _, last = call.name.rpartition(".")
    return (
        last in _LOADERS and suite.is_data_module(owner.rpartition(".")[2]) and suite.own(call.name, path) is not None
    )


def _asks_own_data(suite: Suite, run: Run, names: list[str]) -> bool:
    """Tell whether a test asserts on what a loader of the project reads from where its data always lies, no model."""
    did = {name.rpartition(".")[2] for name in names} | {place_of(node)[1].rpartition(".")[2] for node in run.callees}
    if did & PREDICTS or any(_FITS.search(name) for name in did):
        return False
    return any(
        (_LOADER.match(function.name) or _DATA_FILE.search(path))
        and all(parameter.default is not None for parameter in function.parameters)
        and any(map(_reads, function.calls))
        for node in run.callees
        for path, function in suite.functions(node)
    )


def _reads(call: Call) -> bool:
    return _READS.match(call.name) is not None or _SHIPPED.match(call.name) is not None or call.name in _READS_ARRAYS


def _checks_schema(suite: Suite, name: str) -> bool:
    *_, owner, last = ("", *name.split("."))[-2:]
    return last in ("check", "validate") and suite.is_schema(owner)


def _prepares(node: str) -> bool:
    return _PREPARES.search(place_of(node)[1]) is not None


def _texts(call: Call) -> Iterator[str]:
    yield from (entry for entry in (*call.arguments, *call.keywords.values()) if isinstance(entry, str))
