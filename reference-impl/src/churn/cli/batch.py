"""`churn batch`: score many customers, file to file."""

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `score` a command by its name, though it is the only one."""


@app.command()
def score(
    source: Annotated[Path, typer.Option("--in", help="A folder of Parquet files with features.")],
    target: Annotated[Path, typer.Option("--out", help="A folder for the scores, a file for each.")],
    model: Annotated[
        str, typer.Option(help="@champion, @canary, @challenger, @shadow, or a model folder.")
    ] = "@champion",
    device: Annotated[str, typer.Option(help="Where the model scores: cpu or cuda.")] = "cpu",
    workers: Annotated[int, typer.Option(min=1, help="Files scored at one time.")] = os.cpu_count() or 1,
    *,
    log: Annotated[bool, typer.Option(help="Log all rows to the prediction store.")] = True,
) -> None:
    """Score a folder. Run it again after whatever happened: what is done is not done twice."""
    from functools import partial
    from time import perf_counter

    import torch

    from churn.core import artifact
    from churn.integrations import settings
    from churn.ops.batch import resolve, score_folder
    from churn.ops.predictions import PredictionStore
    from churn.ops.release import ReleaseLog

    chosen, started, rows = settings.load(), perf_counter(), 0
    torch.set_num_threads(1)  # files are scored side by side instead
    scorer = resolve(model, ReleaseLog(chosen.releases), partial(artifact.load, device=device))
    store = PredictionStore(chosen.predictions) if log else None
    for done in score_folder(source, target, scorer, store=store, workers=workers):
        typer.echo(f"{done.name}: {'as before' if done.skipped else f'{done.rows} rows'}")
        rows += 0 if done.skipped else done.rows
    typer.echo(
        f"{rows} rows by {scorer.deployment.name} {scorer.deployment.version} in {perf_counter() - started:.1f} s"
    )
