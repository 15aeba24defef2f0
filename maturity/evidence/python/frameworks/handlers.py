"""Handlers of requests and messages that train or look for drift: a request or an event starts them."""

from collections.abc import Iterator

from maturity.evidence.python.code import Code, Unit, foreign_name, shown, text_of
from maturity.evidence.python.entries import WEB
from maturity.evidence.python.frameworks.framework import Found
from maturity.evidence.python.module import Call
from maturity.evidence.python.reaching import reaching
from maturity.model.activity import Activity, Root

TRAINING: tuple[Activity, ...] = ("train", "run-pipeline")
DRIFT: tuple[Activity, ...] = ("detect-drift",)
ROUTES = ("post", "put", "route", "api_route", "add_api_route", "webhook", "http")
ASKING = (*ROUTES, "get")
"""Verbs of routes that may answer with a report; asking for one does not train."""
FORM = "request.form"
"""What a person fills in: a route that reads it is no event."""
CONSUMERS = (
    "kafka.KafkaConsumer confluent_kafka.Consumer aiokafka.AIOKafkaConsumer pika.BlockingConnection "
    "google.cloud.pubsub_v1.SubscriberClient google.cloud.pubsub.SubscriberClient "
    "azure.servicebus.ServiceBusClient nats.connect paho.mqtt.client.Client redis.Redis.pubsub "
    "aio_pika.connect_robust stomp.Connection ?.receive_message ?.basic_consume "
    "boto3.client().receive_message pulsar.Client"
).split()
"""Calls that wait for messages of a broker."""
QUEUES = frozenset(("rpop", "lpop", "brpop", "blpop", "brpoplpush", "xread", "xreadgroup", "receive_messages"))
"""Methods that take the next message, on whatever wraps the queue."""
CONTEXT = ("context", "ctx", "_context", "_")
"""Second parameters of functions that a cloud calls with an event."""
INPUTS: dict[str, Root] = {
    **dict.fromkeys(("QueueMessage", "ServiceBusMessage", "InputStream", "EventGridEvent", "EventHubEvent"), "event"),
    "HttpRequest": "event",
    "TimerRequest": "schedule",
}
"""What Azure Functions hands to a function, told by the annotation."""
MESSAGE = ("event", "cloud_event", "msg", "message", "data")


def start(code: Code, found: Found) -> None:
    """Add an event for every handler of a request or message that reaches training or a test for drift."""
    training, drifting = reaching(found.graph, TRAINING), reaching(found.graph, DRIFT)
    started = training | drifting
    for unit in code.everything():
        if unit.node in started and not unit.test and not unit.path.endswith(".ipynb"):
            for system, event, line in _events(unit, ROUTES if unit.node in training else ASKING):
                found.trigger(system, event, "event", unit.node, unit.at(line, event))
            for one in unit.function.parameters:
                root = INPUTS.get(one.annotation.removeprefix("azure.functions."))
                if root is not None and one.annotation.startswith("azure."):
                    text = f"def {unit.function.name}({one.name})"
                    found.trigger("azure-functions", text, root, unit.node, unit.at(unit.function.line, text))


def _events(unit: Unit, routes: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Yield how a function is called from outside: system, words, line."""
    filled = any(FORM in call.name for call in unit.function.calls)
    for decorator in unit.function.decorators if _served(unit) and not filled else ():
        holder, _, verb = decorator.name.rpartition(".")
        if holder and verb in routes and not _only_shown(verb, decorator):
            route = next(
                (value[1:] for value in decorator.arguments if isinstance(value, str) and value[:1] == "="), ""
            )
            yield "http", f"{verb} {route}".strip(), decorator.line
    for call, symbol in unit.calls():
        name = foreign_name(call.name, symbol)
        if name in CONSUMERS or call.name.rpartition(".")[2] in QUEUES:
            yield "message", shown(call.name), call.line
    match [one.name for one in unit.function.parameters]:
        case [first, second] if first in MESSAGE and second in CONTEXT:
            yield "function", f"def {unit.function.name}({first}, {second})", unit.function.line


def _only_shown(verb: str, decorator: Call) -> bool:
    """Tell whether a route answers GET alone: a page that a person opens is no event."""
    methods = text_of(decorator.keywords.get("methods")).upper().split()
    return verb in ("route", "api_route", "add_api_route") and not {"POST", "PUT", "PATCH"} & set(methods)


def _served(unit: Unit) -> bool:
    return not unit.imports.isdisjoint(WEB)
