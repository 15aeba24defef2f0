"""Which Python files declare a service, with which framework, and which functions answer requests."""

import re
from dataclasses import dataclass

from maturity.evidence.python.code import reference_of
from maturity.evidence.python.module import Call, Function, Module

_APPLICATIONS = {
    **dict.fromkeys(("fastapi.FastAPI", "fastapi.APIRouter"), "fastapi"),
    **dict.fromkeys(("flask.Flask", "flask.Blueprint", "flask_restful.Api", "flask_restx.Api"), "flask"),
    **dict.fromkeys(("starlette.applications.Starlette", "litestar.Litestar", "litestar.app.Litestar"), "starlette"),
    **dict.fromkeys(("sanic.Sanic", "quart.Quart", "aiohttp.web.Application", "falcon.App", "bottle.Bottle"), "other"),
    **dict.fromkeys(("tornado.web.Application", "robyn.Robyn", "connexion.FlaskApp", "connexion.AsyncApp"), "other"),
    **dict.fromkeys(("bentoml.Service", "bentoml.legacy.Service"), "bentoml"),
    "litserve.LitServer": "litserve",
}
_ROUTED = {
    "fastapi": "fastapi",
    "flask": "flask",
    "starlette": "starlette",
    "litestar": "starlette",
    "django": "django",
}
_DECORATORS = (
    ("bentoml.", "bentoml"),
    ("ray.serve.deployment", "ray-serve"),
    ("ray.serve.ingress", "ray-serve"),
    ("functions_framework.", "cloud-function"),
    ("azure.functions.FunctionApp.route", "cloud-function"),
    ("azure.functions.Blueprint.route", "cloud-function"),
    ("modal.web_endpoint", "modal"),
    ("modal.fastapi_endpoint", "modal"),
    ("modal.asgi_app", "modal"),
)
_BASES = (
    (re.compile(r"litserve\.LitAPI\Z"), "litserve", ("predict",)),
    (re.compile(r"(?:kserve|kfserving)\..*Model\Z"), "kserve", ("predict",)),
    (re.compile(r"mlserver\.MLModel\Z"), "mlserver", ("predict",)),
    (re.compile(r"mlrun\.(?:\w+\.)*(?:V2)?\w*ModelServer\Z"), "mlrun", ("predict", "do_event", "load")),
    (re.compile(r"ts\.torch_handler\..*Handler\Z"), "torchserve", ("inference", "handle")),
    (
        re.compile(r"rest_framework\.(?:views\.APIView|generics\.\w+|viewsets\.\w+)\Z"),
        "django",
        ("post", "get", "create"),
    ),
    (re.compile(r"cog\.BasePredictor\Z"), "cog", ("predict",)),
    (re.compile(r"TritonPythonModel\Z"), "triton", ("execute",)),
    (re.compile(r"\w*Servicer\Z"), "grpc", ()),
)
_VERBS = frozenset(("get", "post", "put", "delete", "patch", "route", "api_route", "websocket", "websocket_route"))
_REGISTER = frozenset(("add_url_rule", "add_api_route", "add_route", "add_post", "add_get", "add_resource"))
_PARSED = re.compile(r"=(/[^\s]{0,200}|)\Z")
WORDS = frozenset(
    ("connexion", "litestar", "torch_handler", "TritonPythonModel", "model_fn", "functions_framework", "get_json")
)
"""What makes a Python file worth reading: no library call that proves an activity has to stand beside it."""
_EVENT = ("event", "context")
"""What a cloud hands to a function that it calls, whatever the function is called."""
_ITEM = ("item", "run_id", "logger")
"""What Cerebrium hands to the function that answers."""
_DEMO = {"gradio.Interface": "gradio", "gradio.Blocks": "gradio", "gradio.ChatInterface": "gradio"}
_LISTENERS = frozenset(("click", "submit", "change", "upload"))
"""Methods of a demo's parts that are given the function to call."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A service as one file declares it."""

    framework: str
    line: int
    routes: tuple[str, ...] = ()
    handlers: tuple[Function, ...] = ()
    """Functions that answer requests; the whole file where that cannot be told apart."""
    weak: bool = False
    """It is a service only if a model answers: a demo page, a cloud function."""


def declared(module: Module) -> Declared | None:
    """Return the service that a file declares; None when it declares none."""
    return _web(module) or _serving_class(module) or _hosted(module) or _demo(module)


def _web(module: Module) -> Declared | None:
    """Recognise web frameworks and serving decorators."""
    routes: list[str] = []
    handlers: list[Function] = []
    framework, line = "", 0
    for function in module.functions:
        for call in (*function.calls, *function.decorators):
            if call.name in _APPLICATIONS and not framework:
                framework, line = _APPLICATIONS[call.name], call.line
        for decorator in function.decorators:
            known = next((name for prefix, name in _DECORATORS if decorator.name.startswith(prefix)), "")
            route = _route(decorator)
            if known or route is not None:
                handlers.append(function)
                framework, line = known or framework or _root(decorator.name), line or function.line
                routes += [route] if route else []
        for call in function.calls:
            last = call.name.rpartition(".")[2]
            if last in _REGISTER and (route := _first_path(call, after=last == "add_resource")) is not None:
                routes.append(route)
                handlers += _referred(module, call)
            elif call.name in ("django.urls.path", "django.urls.re_path", "django.conf.urls.url") and call.arguments:
                framework, line = "django", line or call.line
                routes.append("/" + str(call.arguments[0]).removeprefix("="))
    for one in module.classes:
        known = next((name for d in one.decorators for prefix, name in _DECORATORS if d.name.startswith(prefix)), "")
        if known:
            framework, line = known, one.line
            handlers += [function for function in module.functions if function.name.startswith(one.name + ".")]
    routed = _routed(module) if framework else {}
    routes += routed.values()
    handlers += [method for owner in routed for method in _methods(module, owner)]
    if not framework or (framework == "other" and not routes):
        return None
    return Declared(
        framework,
        line,
        tuple(dict.fromkeys(routes)),
        tuple({one.name: one for one in handlers}.values()),
        framework == "cloud-function",
    )


def _routed(module: Module) -> dict[str, str]:
    """Return the route of each class of views that a decorator registers, as Flask-RESTX does."""
    known = ((one.name, _route(decorator)) for one in module.classes for decorator in one.decorators)
    return {name: route for name, route in known if route is not None}


def _route(decorator: Call) -> str | None:
    """Return the route that a decorator registers; None when it registers none."""
    receiver, _, last = decorator.name.rpartition(".")
    if last not in _VERBS or not receiver or receiver.startswith(("requests", "mock", "httpx", "pytest")):
        return None
    return _first_path(decorator)


def _first_path(call: Call, *, after: bool = False) -> str | None:
    """Return the path that a call is given first, or after what answers at it."""
    given = [
        *call.arguments[after : after + 1],
        *(call.keywords[key] for key in ("path", "rule") if key in call.keywords),
    ]
    for entry in given:
        match = _PARSED.match(entry) if isinstance(entry, str) else None
        if match:
            return match.group(1)
    return None


def _referred(module: Module, call: Call) -> list[Function]:
    names = {reference_of(entry) for entry in (*call.arguments, *call.keywords.values())} - {""}
    classes = {name.removesuffix(".as_view()") for name in names}
    methods = [method for name in sorted(classes) for method in _methods(module, name)]
    return [function for function in module.functions if function.name in names] + methods


def _methods(module: Module, owner: str) -> list[Function]:
    """Return the methods of a class of views that answer a verb of HTTP."""
    wanted = {f"{owner}.{verb}" for verb in _VERBS}
    return [function for function in module.functions if function.name in wanted]


def _root(name: str) -> str:
    return _ROUTED.get(name.split(".", maxsplit=1)[0], "web")


def _serving_class(module: Module) -> Declared | None:
    """Recognise classes that a model server calls."""
    for one in module.classes:
        for pattern, framework, methods in _BASES:
            if any(pattern.search(label) for label in (*one.bases, one.name)):
                own = [f for f in module.functions if f.name.startswith(one.name + ".") and not f.stub]
                if any(f.name.rpartition(".")[2] in methods for f in own) or (not methods and own):
                    return Declared(framework, one.line, (), tuple(own))
    return None


def _hosted(module: Module) -> Declared | None:
    """Recognise the functions that hosted platforms look for by name, and their deploying calls."""
    own = {function.name: function for function in module.functions}
    if "model_fn" in own and ({"predict_fn", "transform_fn", "output_fn"} & own.keys()):
        handlers = tuple(f for name, f in own.items() if name.endswith("_fn"))
        return Declared("sagemaker", own["model_fn"].line, (), handlers)
    batch = (
        any(parameter.name.startswith("mini_batch") for parameter in own["run"].parameters) if "run" in own else True
    )
    if "init" in own and not batch and not own["init"].parameters and own["run"].parameters:
        return Declared("azure-ml", own["run"].line, (), (own["init"], own["run"]))
    for function in module.functions:
        for call in function.calls:
            if call.name.rpartition(".")[2] == "deploy" and (platform := _platform(call) or _taken(function, call)):
                return Declared(platform, call.line, (), ())
    if called := cloud_functions(module):
        return Declared("lambda", called[0].line, (), (called[0],), weak=True)
    for function in own.values():
        given = [(one.name, one.annotation) for one in function.parameters]
        if tuple(name for name, _ in given) == _ITEM:
            return Declared("cerebrium", function.line, (), (function,), weak=True)
        if _is_http(given) and any(call.name.endswith(".get_json") for call in function.calls):
            return Declared("cloud-function", function.line, (), (function,), weak=True)
    return None


def _is_http(parameters: list[tuple[str, str]]) -> bool:
    """Tell whether a function takes what Cloud Functions and Azure Functions hand over: one request."""
    if len(parameters) != 1:
        return False
    name, annotation = parameters[0]
    return name == "request" or annotation.endswith("HttpRequest")


def _platform(call: Call) -> str:
    name = call.name
    if name.startswith("sagemaker."):
        return "sagemaker"
    if name.startswith("google.cloud.aiplatform."):
        return "vertex-ai"
    return "azure-ml" if name.startswith(("azureml.core.model.Model", "azureml.core.Model")) else ""


def _taken(function: Function, call: Call) -> str:
    """Name the platform whose endpoints a function lists, when it deploys a model to one of them."""
    listed = any(other.name.startswith("google.cloud.aiplatform.Endpoint.") for other in function.calls)
    return "vertex-ai" if listed and call.name == "?.deploy" and "model" in call.keywords else ""


def _demo(module: Module) -> Declared | None:
    """Recognise pages on which a person tries a model."""
    for function in module.functions:
        for call in function.calls:
            if call.name in _DEMO:
                return Declared(_DEMO[call.name], call.line, (), module.functions, weak=True)
            if call.name.startswith("streamlit."):
                return Declared("streamlit", call.line, (), module.functions, weak=True)
    return None


def shown_functions(module: Module) -> frozenset[str]:
    """Return the functions of a file that a demo calls: those that its interface, or a button of it, is given."""
    pages = any(call.name in _DEMO for function in module.functions for call in function.calls)
    given = {
        reference_of(one)
        for function in module.functions
        for call in function.calls
        if pages and (call.name in _DEMO or call.name.rpartition(".")[2] in _LISTENERS)
        for one in (*call.arguments, *call.keywords.values())
    }
    return frozenset(function.name for function in module.functions if function.name in given)


def cloud_functions(module: Module) -> list[Function]:
    """Return the functions at the top of a file that a cloud calls with an event; a test may hand more to a handler."""
    return [
        one
        for one in module.functions
        if "." not in one.name
        and tuple(parameter.name.lstrip("_") for parameter in one.parameters[:2]) == _EVENT
        and (len(one.parameters) == len(_EVENT) or one.name.endswith("handler"))
    ]
