"""A door before a real tracking server: it lets requests through, unless a test wants something to happen first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

Before = Callable[[str, str], int | None]
"""Told the method and path of each request; a status is the answer in place of the server's."""


@contextmanager
def before(server: str, happens: Before) -> Iterator[str]:
    """Forward everything to a server; `happens` comes before each request."""

    class Handler(BaseHTTPRequestHandler):
        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            refusal = happens(self.command, self.path)
            if refusal is not None:
                self.send_response(refusal)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            kept = {name: value for name, value in self.headers.items() if name.lower() in ("content-type", "accept")}
            with requests.request(self.command, server + self.path, data=body, headers=kept, timeout=60) as answer:
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

        do_GET = do_POST = do_DELETE = do_PATCH = _forward  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    door = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.server_port}"
    finally:
        door.shutdown()
        door.server_close()
