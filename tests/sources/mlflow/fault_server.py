"""A small tracking server that can misbehave: a real HTTP server, one mode at a time."""

import gzip
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOW_MS = 1_800_000_000_000
RUN = "4c136984739546e58e1170ee5ae7d599"
EARLIER = "2ba41ca639864e10b1746850171aac9e"
MLMODEL = """flavors:
  sklearn: {}
signature:
  inputs: '[{"type": "double", "name": "age"}]'
  outputs: '[{"type": "long"}]'
"""
FILES = {"MLmodel": MLMODEL, "requirements.txt": "scikit-learn==1.9.1\n"}
API = "/api/2.0/mlflow/"


def a_run(identity: str = RUN) -> dict[str, Any]:
    return {
        "info": {
            "run_id": identity,
            "experiment_id": "1",
            "run_name": "night",
            "status": "FINISHED",
            "start_time": NOW_MS - 86_400_000,
            "end_time": NOW_MS - 86_000_000,
            "lifecycle_stage": "active",
        },
        "data": {
            "params": [{"key": "depth", "value": "6"}],
            "metrics": [{"key": "auc", "value": 0.91}],
            "tags": [{"key": "mlflow.source.git.commit", "value": "a" * 40}],
        },
    }


def a_version(number: int = 2, name: str = "churn") -> dict[str, Any]:
    return {
        "name": name,
        "version": str(number),
        "creation_timestamp": NOW_MS - 86_000_000,
        "run_id": RUN if number == 2 else EARLIER,
        "source": f"models:/m-{number:032x}",
    }


def honest(path: str, question: dict[str, Any]) -> Any:
    """Answer as a small server with one model in two versions does; None for what it does not know."""
    match path.removeprefix(API):
        case "/version":
            return "3.17.2"
        case "/model-versions/get-artifact":
            return FILES.get(question["path"])
        case "experiments/search":
            return {"experiments": [{"experiment_id": "1", "name": "churn"}]}
        case "registered-models/search":
            aliases = [{"alias": "champion", "version": "2"}]
            return {"registered_models": [{"name": "churn", "aliases": aliases}]}
        case "model-versions/search":
            return {"model_versions": [a_version(2), a_version(1)]}
        case "runs/get" if question["run_id"] in (RUN, EARLIER):
            return {"run": a_run(question["run_id"])}
        case "runs/search":
            return {"runs": [a_run()]}
        case _:
            return {"files": [{"path": name} for name in FILES]} if path.endswith("/artifacts/directories") else None


class Handler(BaseHTTPRequestHandler):
    """Answers by the mode of its server."""

    protocol_version = "HTTP/1.1"
    server: "FaultServer"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.reply(url.path, {key: values[0] for key, values in parse_qs(url.query).items()})

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.reply(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def reply(self, path: str, question: dict[str, Any]) -> None:
        self.server.asked.append((path, question, self.headers.get("Authorization", "")))
        try:
            if not self.server.mode(self, path, question):
                self.answer(honest(path, question))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, held: Any, status: int = 200, **headers: str) -> None:
        """Send an object as JSON, a text as it is; nothing is a 404."""
        if held is None:
            held, status = {"error_code": "RESOURCE_DOES_NOT_EXIST"}, 404
        body = held if isinstance(held, bytes) else (held if isinstance(held, str) else json.dumps(held)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Mode = Callable[[Handler, str, dict[str, Any]], bool]
"""Answers a request in its own way and says so; else the honest answer is given."""


class FaultServer(ThreadingHTTPServer):
    """One server in one mode, and what it was asked."""

    daemon_threads = True

    def __init__(self, mode: Mode, certificate: tuple[Path, Path] | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.mode = mode
        self.scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.asked: list[tuple[str, dict[str, Any], str]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Say nothing: who leaves in the middle of a greeting is what is tested."""

    def paths(self) -> set[str]:
        return {path for path, _, _ in self.asked}


@contextmanager
def serving(mode: Mode = lambda *_: False, *, certificate: tuple[Path, Path] | None = None) -> Iterator[FaultServer]:
    """Run a server in a mode."""
    with FaultServer(mode, certificate) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def only(ending: str, mode: Mode) -> Mode:
    """Be in a mode for paths with this ending, honest for all others."""
    return lambda handler, path, question: path.endswith(ending) and mode(handler, path, question)


def saying(held: Any, status: int = 200, **headers: str) -> Mode:
    """Give one and the same answer."""

    def mode(handler: Handler, *_: Any) -> bool:
        handler.answer(held, status, **headers)
        return True

    return mode


def silent(handler: Handler, *_: Any) -> bool:
    handler.server.over.wait(60)
    handler.close_connection = True
    return True


def dripping(start: bytes) -> Mode:
    """Send something, then a byte every now and then."""

    def mode(handler: Handler, *_: Any) -> bool:
        handler.wfile.write(start)
        while not handler.server.over.wait(0.1):
            handler.wfile.write(b"a")
        handler.close_connection = True
        return True

    return mode


def raw(content: bytes) -> Mode:
    """Send bytes that are no answer, and hang up."""

    def mode(handler: Handler, *_: Any) -> bool:
        handler.wfile.write(content)
        handler.close_connection = True
        return True

    return mode


def endless(*, full: bool, fresh: bool) -> Mode:
    """Give pages without end."""

    def mode(handler: Handler, _: str, question: dict[str, Any]) -> bool:
        number = int(question.get("page_token", "0") or 0) + 1
        models = [{"name": f"model-{number}"}] if full else []
        handler.answer({"registered_models": models, "next_page_token": str(number if fresh else 7)})
        return True

    return mode


def failing_on_page_two(handler: Handler, _: str, question: dict[str, Any]) -> bool:
    if "page_token" in question:
        handler.answer({"error": "boom"}, 500)
    else:
        aliases = [{"alias": "champion", "version": "2"}]
        handler.answer({"registered_models": [{"name": "churn", "aliases": aliases}], "next_page_token": "b"})
    return True


def echoing(handler: Handler, *_: Any) -> bool:
    handler.answer(f"who is {handler.headers.get('Authorization')}", 401)
    return True


def packed(size: int) -> bytes:
    """Return zeros that were packed well."""
    return gzip.compress(b" " * size)
