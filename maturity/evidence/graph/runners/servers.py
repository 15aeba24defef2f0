"""Programs that serve an application: the module they load."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, value

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = (
    *(
        "-b",
        "--bind",
        "-w",
        "--workers",
        "-k",
        "--worker-class",
        "-t",
        "--timeout",
        "--host",
        "--port",
        "-p",
        "--log-level",
    ),
    *("-c", "--config", "--log-config", "--threads", "--root-path", "--reload-dir", "--ssl-keyfile", "--ssl-certfile"),
    *(
        "--env-file",
        "--working-dir",
        "--access-logfile",
        "--error-logfile",
        "--loop",
        "--http",
        "-f",
        "-n",
        "--api-workers",
    ),
)


def script_or_module(builder: "Builder", invocation: Invocation) -> None:
    """Follow `uvicorn package.module:app`, `gunicorn --chdir FOLDER module:app`, `gradio app.py`."""
    folder = value(invocation.arguments, "--app-dir", "--chdir", "--working-dir")
    where = builder.files.folder(folder, invocation.folder) if folder else invocation.folder
    for reference in positional(invocation.arguments, (*_VALUED, "--app-dir", "--chdir"))[:1]:
        load(builder, invocation, reference, where)


def subcommand(builder: "Builder", invocation: Invocation) -> None:
    """Follow `bentoml serve service:svc`, `bentoml build`, `fastapi run app.py`."""
    words = positional(invocation.arguments, _VALUED)
    if words[:1] in (("serve",), ("run",), ("dev",), ("serve-http",), ("serve-grpc",)):
        folder = value(invocation.arguments, "--working-dir")
        where = builder.files.folder(folder, invocation.folder) if folder else invocation.folder
        for reference in words[1:2] or ("service.py",):
            load(builder, invocation, reference, where)


def streamlit(builder: "Builder", invocation: Invocation) -> None:
    """Follow `streamlit run app.py`."""
    words = positional(invocation.arguments, _VALUED)
    if words[:1] == ("run",) and len(words) > 1:
        builder.run_path(invocation, words[1])


def flask(builder: "Builder", invocation: Invocation) -> None:
    """Follow `flask --app module run`."""
    reference = value(invocation.arguments, "--app", "-A") or "app.py"
    if "run" in invocation.arguments:
        load(builder, invocation, reference, invocation.folder)


def celery(builder: "Builder", invocation: Invocation) -> None:
    """Follow `celery -A package.module worker`."""
    reference = value(invocation.arguments, "-A", "--app")
    if reference:
        load(builder, invocation, reference, invocation.folder)


def load(builder: "Builder", invocation: Invocation, reference: str, folder: str) -> None:
    """Follow a reference to an application: a file, or a dotted module with an attribute."""
    plain = reference.partition("(")[0]
    written = plain.partition(":")[0]
    if written.endswith(".py"):
        builder.run_path(invocation, written)
        return
    for start in dict.fromkeys((folder, builder.files.base(folder))):
        node = builder.python.attribute(plain, start)
        if node is not None:
            builder.link(invocation, node)
            return
    builder.end(invocation, f"{reference[:80]} is not here")
