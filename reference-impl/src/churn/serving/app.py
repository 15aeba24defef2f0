"""The HTTP API: /predict and /predict/arrow, /metrics, /healthz and /readyz, and a page to try it at /demo."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hmac import compare_digest
from importlib.resources import files
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from churn.serving import arrow_io, contract
from churn.serving.batcher import ModelFailed, QueueFull
from churn.serving.features import Unknown
from churn.serving.server import Server
from churn.serving.service import Unavailable
from churn.serving.tracing import Tracing, request_id

PATHS = frozenset({"/predict", "/predict/arrow", "/metrics", "/healthz", "/readyz", "/demo", "/openapi.json"})
_SCHEMAS = "#/components/schemas/{model}"
_JSON: dict[str, Any] = {"application/json": {"schema": {"$ref": _SCHEMAS.format(model="Request")}}}
_ARROW: dict[str, Any] = {arrow_io.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}


def create_app(server: Server, *, token: str | None = None) -> FastAPI:
    """Return the application; the server starts and stops with it. With a token, predictions are for its bearers."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await server.start()
        yield
        await server.stop()

    # The pages of documentation load scripts of others; /openapi.json is all that a client needs, and /demo reads it.
    app = FastAPI(title="churn", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.server = server
    _add_predictions(app, server, [Depends(_bearer(token))] if token else [])
    _add_operations(app, server)
    _add_errors(app, server)
    _describe(app)
    app.add_middleware(BodyLimit, max_bytes=server.limits.max_body_bytes)
    app.add_middleware(Tracing, metrics=server.metrics, paths=PATHS)
    return app


def _body(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": content, "required": True}}


def _describe(app: FastAPI) -> None:
    """Add the body of /predict to the description: it is parsed there, where FastAPI does not see its type."""
    schema = contract.Request.model_json_schema(ref_template=_SCHEMAS)
    app.openapi()["components"]["schemas"] |= schema.pop("$defs") | {"Request": schema}


def _bearer(token: str) -> Callable[[Request], Awaitable[None]]:
    expected = f"Bearer {token}".encode()

    async def check(request: Request) -> None:
        if not compare_digest(request.headers.get("Authorization", "").encode(), expected):
            raise HTTPException(401, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})

    return check


def _add_predictions(app: FastAPI, server: Server, guards: list[Any]) -> None:
    @app.post("/predict", response_model=contract.Response, openapi_extra=_body(_JSON), dependencies=guards)
    async def predict(request: Request) -> Response:
        """Score up to 1000 customers."""
        body = contract.Request.model_validate_json(await request.body())  # once, and not by way of Python's objects
        asked = await server.features.from_rows(request_id.get(), body.rows)
        answered = await server.service.answer(asked)
        message = contract.Response.model_construct(
            request_id=asked.request_id,
            release=answered.release,
            predictions=contract.answers(asked.customers, answered),
        )
        return Response(message.model_dump_json(), media_type="application/json")

    @app.post(
        "/predict/arrow",
        dependencies=guards,
        response_class=Response,
        responses={200: {"content": _ARROW}},
        openapi_extra=_body(_ARROW),
    )
    async def predict_arrow(request: Request) -> Response:
        """Score a table of customers: an Arrow IPC stream with the columns of `Features` and `customer_id`."""
        body = await request.body()
        asked = await asyncio.to_thread(
            server.features.from_arrow, request_id.get(), body, server.limits.max_table_rows
        )
        answered = await server.service.answer(asked)
        return Response(await asyncio.to_thread(arrow_io.write, asked, answered), media_type=arrow_io.MEDIA_TYPE)


def _add_operations(app: FastAPI, server: Server) -> None:
    demo = files("churn.serving").joinpath("demo/index.html").read_text("utf-8")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        server.pool.observe()
        return Response(server.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Tell that the process lives."""
        return {"status": "ok"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        """Tell whether requests can be answered, by which release, and why not by a newer one."""
        live = server.service.live
        status = {"release": live.release.number if live else None, "problem": server.reloader.problem}
        return JSONResponse(status, 200 if live else 503)

    @app.get("/demo", include_in_schema=False)
    async def demo_page() -> HTMLResponse:
        policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"
        return HTMLResponse(demo, headers={"Content-Security-Policy": policy})


def _add_errors(app: FastAPI, server: Server) -> None:
    """Answer every failure with its place, the fault and the request's id; never with what the caller sent."""

    def answer(status: int, error: str, *, retry: bool = False, **more: object) -> JSONResponse:
        content = {"request_id": request_id.get(), "error": error, **more}
        return JSONResponse(content, status, {"Retry-After": "1"} if retry else None)

    @app.exception_handler(QueueFull)
    async def _(_: Request, error: Exception) -> JSONResponse:
        server.metrics.refused.inc()
        return answer(429, str(error), retry=True)

    @app.exception_handler(Unavailable)
    async def _(_: Request, error: Exception) -> JSONResponse:
        return answer(503, str(error), retry=True)

    @app.exception_handler(ModelFailed)
    async def _(_: Request, _error: Exception) -> JSONResponse:
        return answer(500, "the model failed; the log tells how, under this request's id")

    @app.exception_handler(arrow_io.BadTable)
    @app.exception_handler(Unknown)
    async def _(_: Request, error: Exception) -> JSONResponse:
        return answer(422, str(error))

    @app.exception_handler(ValidationError)
    async def _(_: Request, error: ValidationError) -> JSONResponse:
        faults = [
            {"at": ".".join(map(str, fault["loc"])), "fault": fault["msg"]}
            for fault in error.errors(include_url=False)[:20]
        ]
        return answer(422, "the body is not as /openapi.json says", faults=faults)


class BodyLimit:
    """ASGI middleware: stops reading a body that is longer than the limit, whatever its header says."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a bounded `receive`."""
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._max_bytes:
                raise HTTPException(413, f"the body is longer than {self._max_bytes} bytes; send it in parts")
            return message

        await self._app(scope, bounded, send)
