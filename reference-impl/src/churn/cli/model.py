"""`churn model`: list, compare, register, promote, roll back and trace models."""

import json
from typing import Annotated, Final

import typer

from churn.cli import promotion

app = typer.Typer(no_args_is_help=True)
app.command()(promotion.promote)
app.command()(promotion.rollback)
SHOWN: Final = ("auc", "average_precision", "log_loss", "ece")


@app.command()
def register() -> None:
    """Push the data of the last recorded run and register its model; @challenger points to it."""
    from churn.integrations import settings, training

    chosen = settings.load()
    known = training.last(chosen)
    if not known:
        raise training.NotRecorded("no run is recorded here; `churn task run train` records one")
    typer.echo(f"{chosen.model_name} version {training.registered(chosen, known).version}, of run {known.run_id}")


@app.command("list")
def list_() -> None:
    """List registered versions, the newest first, with aliases and metrics."""
    from churn.integrations import register as registry
    from churn.integrations import settings

    for version in registry.versions(settings.load()):
        metrics = "  ".join(f"{name} {version.metrics[name]:.4f}" for name in SHOWN if name in version.metrics)
        aliases = " ".join(f"@{alias}" for alias in version.aliases)
        commit = version.tags.get("mlflow.source.git.commit", "")[:8]
        typer.echo(f"{version.number:>4}  {aliases:24} {metrics}  {commit}")


@app.command()
def compare(
    one: Annotated[str, typer.Argument(help="A version, or @alias.")] = "@champion",
    other: Annotated[str, typer.Argument(help="A version, or @alias.")] = "@challenger",
) -> None:
    """Show the metrics of two versions side by side. Promotion asks for more: paired evidence on the same rows."""
    from churn.integrations import register as registry
    from churn.integrations import settings

    chosen = settings.load()
    left, right = registry.find(chosen, one), registry.find(chosen, other)
    typer.echo(f"{'':32}{one:>12}{other:>12}{'change':>12}")
    for name in sorted(left.metrics.keys() & right.metrics.keys()):
        if not name.startswith("system/"):
            before, after = left.metrics[name], right.metrics[name]
            typer.echo(f"{name:32}{before:12.4f}{after:12.4f}{after - before:+12.4f}")


@app.command()
def trace(wanted: Annotated[str, typer.Argument(help="A version, or @alias.")] = "@challenger") -> None:
    """Follow a version to its run, its commit, and the months of data it was trained on, as JSON."""
    from churn.integrations import register as registry
    from churn.integrations import settings

    chosen = settings.load()
    typer.echo(json.dumps(registry.trace(chosen, registry.find(chosen, wanted)), indent=2))
