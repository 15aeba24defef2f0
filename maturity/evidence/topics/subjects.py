"""What an automated test is about: code, data, a model, a service, features, the pipeline, fairness, load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Call, Function
from maturity.evidence.topics.reached import place_of
from maturity.evidence.topics.services.frameworks import declared

About = Literal["code", "data", "model", "service", "features", "pipeline", "fairness", "load"]

_CLIENTS = re.compile(
    r"(?:fastapi|starlette)\.testclient\.TestClient\Z|django\.test\.(?:\w+\.)*Client\Z|litestar\.testing\.|"
    r"httpx\.(?:ASGITransport|WSGITransport)\Z|aiohttp\.test_utils\.|rest_framework\.test\.|azureml\..*Webservice\.run\Z"
)
_REQUESTS = re.compile(
    r"(?:requests|httpx|urllib\.request|urllib3)\.(?:\w+\.)*(?:post|get|put|request|urlopen|Client)\Z"
)
_LOCAL = re.compile(r"localhost|127\.0\.0\.1|0\.0\.0\.0|/predict|/invocations|/score|/infer|/health", re.IGNORECASE)
_PREDICTS = frozenset(
    (
        *(
            "predict",
            "predict_proba",
            "predict_one",
            "predict_batch",
            "forward",
            "infer",
            "inference",
            "classify",
            "score",
        ),
        *(
            "decision_function",
            "explain_model",
            "explain_samples",
            "transcribe",
            "generate",
            "detect",
            "recommend",
            "rank",
        ),
    )
)
_LEARNS = re.compile(r"(?:loss|metric|accuracy|score|f1|auc|rmse|mse|mae|r2|history)", re.IGNORECASE)
_READS = re.compile(
    r"(?:pandas|polars|pyarrow\.parquet|dask\.dataframe|geopandas|modin\.pandas)\.(?:read_\w+|scan_\w+)\Z|"
    r"datasets\.(?:load\.)?(?:load_dataset|load_from_disk)\Z|tensorflow_datasets\.load\Z|csv\.(?:DictReader|reader)\Z"
)
_EXPECTS = re.compile(
    r"\.expect_(?:column|table|compound|multicolumn|select)\w*\Z|^great_expectations\.|^deepchecks\.|^evidently\..*TestSuite|"
    r"^tensorflow_data_validation\.validate_statistics|^soda\.|^pandera\..*\.validate\Z"
)
_CHECKS = frozenset(
    ("isnull", "isna", "notnull", "notna", "duplicated", "nunique", "isin", "between", "select_dtypes", "value_counts")
)
_FAIR = re.compile(r"^(?:fairlearn|aif360|aequitas)\.|demographic_parity|equalized_odds|disparate_impact")
_PREPARES = re.compile(
    r"preprocess|feature|clean|featuri[sz]e|transform|encode|tokeni[sz]e|impute|augment|split", re.IGNORECASE
)
_STEPS = frozenset(("prepare-data", "train", "evaluate", "register", "score", "deploy", "validate-data"))


@dataclass(frozen=True, slots=True)
class Run:
    """One test with what it runs."""

    name: str
    suite: tuple[tuple[str, Function], ...]
    """The test, its fixtures and the helpers of the suite."""
    nodes: tuple[str, ...]
    """Everything it reaches."""
    exercises: tuple[str, ...]
    asserts: int

    def calls(self, *, fixtures: bool = True) -> Iterator[Call]:
        """Yield every call that the suite itself makes for the test, those of its fixtures included or not."""
        for _, function in self.suite:
            if fixtures or not any(decorator.name.endswith("fixture") for decorator in function.decorators):
                yield from function.calls


def about(project: Project, graph: Graph, run: Run) -> tuple[About, ...]:
    """Tell what a test is about, by what it calls and what that reaches."""
    reached = {site.activity for node in run.nodes for site in graph.sites.get(node, ()) if site.activity in _STEPS}
    found: dict[About, bool] = {
        "code": bool(run.exercises),
        "data": bool(run.asserts) and _data(project, run),
        "model": bool(run.asserts) and _model(project, run),
        "service": bool(run.asserts) and _service(project, run),
        "features": bool(run.asserts) and ("prepare-data" in reached or any(map(_prepares, run.nodes))),
        "pipeline": len(reached) > 1 or any("KedroSession.run" in call.name for call in run.calls()),
        "fairness": bool(run.asserts) and any(_FAIR.search(call.name) for call in run.calls()),
        "load": any(parameter.name == "benchmark" for _, one in run.suite for parameter in one.parameters),
    }
    return tuple(subject for subject, holds in found.items() if holds)


def _service(project: Project, run: Run) -> bool:
    """Tell whether a test talks to a service of the project, over a client, a local address or its handler."""
    for call in run.calls():
        if _CLIENTS.match(call.name) or call.name.endswith(".test_client"):
            return True
        if _REQUESTS.match(call.name) and any(_LOCAL.search(text) for text in _texts(call)):
            return True
    for node in run.nodes:
        path, name = place_of(node)
        if name and path in project.modules and not test_path(path):
            service = declared(project.modules[path])
            if service and not service.weak and any(one.name == name for one in service.handlers):
                return True
    return False


def _model(project: Project, run: Run) -> bool:
    """Tell whether a test asks a model of the project for predictions, or bounds a metric of one."""
    if any(gate.effect == "assert" for _, function in run.suite for gate in function.gates):
        return True
    for call in run.calls():
        receiver, _, last = call.name.rpartition(".")
        own = _is_own(call.name, run)
        if own and (last in _PREDICTS or (last == "__call__" and _is_network(project, receiver))):
            return True
        result, _, rest = call.name.partition("().")
        if own and rest and _LEARNS.search(rest) and re.search(r"train|fit|evaluate", result):
            return True
    return False


def _is_own(name: str, run: Run) -> bool:
    """Tell whether a called name belongs to a module of the project that the test exercises."""
    parts = name.split("().", maxsplit=1)[0].lstrip(".").split(".")
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in run.exercises}
    prefixes = {".".join(parts[:length]) for length in range(1, len(parts))}
    return any(module == prefix or module.endswith("." + prefix) for module in modules for prefix in prefixes) or (
        any(module.endswith("." + prefix) for module in _packages(modules) for prefix in prefixes)
    )


def _packages(modules: set[str]) -> set[str]:
    """Return the packages of modules: a class is often imported from the package that passes it on."""
    return {f".{module.rpartition('.')[0]}" for module in modules if "." in module}


def _is_network(project: Project, receiver: str) -> bool:
    """Tell whether a class of the project is a neural network."""
    name = receiver.rpartition(".")[2]
    return any(
        one.name == name and any(re.search(r"Module\Z|Model\Z", base) for base in one.bases)
        for module in project.modules.values()
        for one in module.classes
    )


def _data(project: Project, run: Run) -> bool:
    """Tell whether a test asserts something of a data set that is read, not made up."""
    calls, checks = list(run.calls()), list(run.calls(fixtures=False))
    if any(_EXPECTS.search(call.name) for call in calls):
        return True
    if any(call.name.rpartition(".")[2] in ("check", "validate") and _schema_of(project, call.name) for call in checks):
        return True
    made = any(parameter.name.startswith("tmp") for _, one in run.suite for parameter in one.parameters)
    reads = (
        any(_READS.match(call.name) for call in calls) and not made and not any("tempfile." in c.name for c in calls)
    )
    return reads and (not run.exercises or any(call.name.rpartition(".")[2] in _CHECKS for call in calls))


def _schema_of(project: Project, name: str) -> bool:
    """Tell whether the receiver of a call is a data schema of the project, its bases followed by name."""
    classes = {one.name: one for module in project.modules.values() for one in module.classes}
    label = name.split(".")[-2] if "." in name else ""
    for _ in range(8):
        if label not in classes:
            return False
        bases = classes[label].bases
        if any("pandera" in base or base.endswith(("DataFrameModel", "SchemaModel")) for base in bases):
            return True
        label = bases[0].rpartition(".")[2].partition("[")[0] if bases else ""
    return False


def _prepares(node: str) -> bool:
    path, name = place_of(node)
    return bool(name) and not test_path(path) and _PREPARES.search(name) is not None


def _texts(call: Call) -> Iterator[str]:
    given: list[Argument] = [*call.arguments, *call.keywords.values()]
    for entry in given:
        if isinstance(entry, str):
            yield entry
