"""Handlers of requests and messages: where one of them starts training, an event retrains the model."""

from collections.abc import Iterator

from maturity.evidence.python.code import Code, Unit, foreign_name, shown
from maturity.evidence.python.frameworks.framework import Found
from maturity.evidence.python.reaching import reaching
from maturity.model.activity import Activity, Root

TRAINING: tuple[Activity, ...] = ("train", "run-pipeline")
ROUTES = ("post", "put", "route", "api_route", "add_api_route", "webhook", "http")
CONSUMERS = (
    "kafka.KafkaConsumer confluent_kafka.Consumer aiokafka.AIOKafkaConsumer pika.BlockingConnection "
    "google.cloud.pubsub_v1.SubscriberClient google.cloud.pubsub.SubscriberClient "
    "azure.servicebus.ServiceBusClient nats.connect paho.mqtt.client.Client redis.Redis.pubsub "
    "aio_pika.connect_robust stomp.Connection ?.receive_message ?.basic_consume "
    "boto3.client().receive_message pulsar.Client"
).split()
"""Calls that wait for messages of a broker."""
WEB = frozenset(
    "fastapi flask starlette sanic quart litestar bottle aiohttp falcon django robyn functions_framework".split()
)
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
    """Add an event for every handler of a request or message that reaches training."""
    training = reaching(found.graph, TRAINING)
    for unit in code.everything():
        if unit.node in training and not unit.test and not unit.path.endswith(".ipynb"):
            for system, event, line in _events(unit):
                found.trigger(system, event, "event", unit.node, unit.at(line, event))
            for one in unit.function.parameters:
                root = INPUTS.get(one.annotation.removeprefix("azure.functions."))
                if root is not None and one.annotation.startswith("azure."):
                    text = f"def {unit.function.name}({one.name})"
                    found.trigger("azure-functions", text, root, unit.node, unit.at(unit.function.line, text))


def _events(unit: Unit) -> Iterator[tuple[str, str, int]]:
    """Yield how a function is called from outside: system, words, line."""
    for decorator in unit.function.decorators:
        holder, _, verb = decorator.name.rpartition(".")
        if holder and verb in ROUTES and _served(unit):
            route = next(
                (value[1:] for value in decorator.arguments if isinstance(value, str) and value[:1] == "="), ""
            )
            yield "http", f"{verb} {route}".strip(), decorator.line
    for call, symbol in unit.calls():
        name = foreign_name(call.name, symbol)
        if name in CONSUMERS:
            yield "message", shown(call.name), call.line
    match [one.name for one in unit.function.parameters]:
        case [first, second] if first in MESSAGE and second in CONTEXT:
            yield "function", f"def {unit.function.name}({first}, {second})", unit.function.line


def _served(unit: Unit) -> bool:
    return not unit.imports.isdisjoint(WEB)
