"""`churn serve`: answer requests, and decide which model answers whom."""

import json
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from churn.ops.release import Release, ReleaseLog

app = typer.Typer(invoke_without_command=True)

Env = Annotated[Literal["dev", "staging", "prod"] | None, typer.Option(help="The environment; else CHURN_ENV, or dev.")]
Reason = Annotated[str, typer.Option(help="Why; it stays in the history.")]
Actor = Annotated[str, typer.Option(help="Who does this.", default_factory=getuser)]


@app.callback()
def serve(
    context: typer.Context,
    env: Env = None,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 in a container.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    device: Annotated[str, typer.Option(help="Where models score: cpu or cuda.")] = "cpu",
) -> None:
    """Serve the newest release: /predict, /predict/arrow, /metrics, /healthz, /readyz, /demo."""
    from churn.integrations import settings

    chosen = settings.load(env)
    if context.invoked_subcommand:
        return
    from functools import partial

    import torch
    import uvicorn

    from churn.core import artifact
    from churn.features.online import OnlineStore
    from churn.ops.alerts import LoopMetrics
    from churn.ops.predictions import PredictionStore
    from churn.ops.release import ReleaseLog
    from churn.serving.app import create_app
    from churn.serving.limits import limits
    from churn.serving.server import Server
    from churn.serving.tracing import log_to_stderr

    log_to_stderr()
    torch.set_num_threads(1)  # each model has a thread of its own; more of them would only get in each other's way
    server = Server(
        ReleaseLog(chosen.releases),
        PredictionStore(chosen.predictions),
        partial(artifact.load, device=device),
        limits=limits(chosen.serving),
        online=OnlineStore(chosen.online_store).get,
    )
    server.metrics.registry.register(LoopMetrics(chosen.loop))
    token = chosen.serve_token.get_secret_value() if chosen.serve_token else None
    uvicorn.run(
        create_app(server, token=token), host=host, port=port, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=30,
    )  # fmt: skip


@app.command()
def release(  # noqa: PLR0913 - a parameter is an option
    folder: Annotated[Path, typer.Argument(help="A model folder, as models/composite.")],
    reason: Reason,
    actor: Actor,
    role: Annotated[Literal["canary", "challenger", "shadow"], typer.Option(help="What it does at first.")] = "canary",
    weight: Annotated[float, typer.Option(min=0, max=1, help="A challenger's share of the customers.")] = 0.1,
    version: Annotated[str, typer.Option(help="Its registered version; else the start of its digest.")] = "",
    run_id: Annotated[str, typer.Option(help="The run that made it.")] = "",
    *,
    again: Annotated[bool, typer.Option("--again", help="Although it was rolled back before.")] = False,
) -> None:
    """Put a model into service beside the champion; the very first becomes the champion."""
    from churn.ops import release as releases

    log, steps = _log()
    candidate = releases.deployment(role, folder, version=version, weight=weight, run_id=run_id or None)
    _show(releases.release(log, candidate, actor=actor, reason=reason, steps=steps, again=again))


@app.command()
def advance(reason: Reason, actor: Actor) -> None:
    """Let the canary serve more customers; after the last step it is the champion."""
    from churn.ops import release as releases

    log, steps = _log()
    _show(log.append("advance", releases.advance(log.current(), steps), actor=actor, reason=reason))


@app.command()
def rollback(reason: Reason, actor: Actor) -> None:
    """Return to the newest release without the canary, else without the challenger, else without the champion."""
    from churn.ops.rollback import roll_back

    _show(roll_back(_log()[0], actor=actor, reason=reason))


@app.command()
def history() -> None:
    """List all releases, the newest first."""
    for one in reversed(_log()[0].history()):
        _show(one)


@app.command()
def trace(request_id: Annotated[str, typer.Argument(help="As X-Request-ID of the answer, and in the logs.")]) -> None:
    """Follow an answer to its customer, model, release and run, as JSON lines."""
    from churn.integrations import settings
    from churn.ops import predictions

    store = predictions.PredictionStore(settings.load().predictions)
    for row, deployment in predictions.trace(store, _log()[0], request_id):
        by = deployment.model_dump(include={"folder", "digest", "run_id"}) if deployment else {}
        fields = {name: value for name, value in row._asdict().items() if name != "features"}
        typer.echo(json.dumps(fields | by))


def _log() -> tuple["ReleaseLog", tuple[float, ...]]:
    from churn.integrations import settings
    from churn.ops.release import ReleaseLog
    from churn.serving.limits import limits

    chosen = settings.load()
    return ReleaseLog(chosen.releases), limits(chosen.serving).steps


def _show(release: "Release | None") -> None:
    if release is None:
        return
    roles = ", ".join(f"{one.route} {one.name} {one.version} {one.weight:.0%}" for one in release.deployments)
    back = f" (as {release.restores})" if release.restores else ""
    typer.echo(f"{release.number:>4}  {release.at:%Y-%m-%d %H:%M}  {release.action}{back}: {roles}")
    typer.echo(f"      {release.actor}: {release.reason}")
