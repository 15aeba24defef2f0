"""`churn task`: run the pipeline, or a part of it."""

from typing import Annotated, Literal

import typer

app = typer.Typer(no_args_is_help=True)
TRAIN = "train"


@app.command()
def run(
    task: Annotated[
        str, typer.Argument(help="train: the whole pipeline, recorded in MLflow; or one stage of dvc.yaml.")
    ],
    profile: Annotated[Literal["smoke", "full"] | None, typer.Option(help="Written to params.yaml; commit it.")] = None,
    device: Annotated[str, typer.Option(help="Where networks are trained: cpu, cuda, or auto.")] = "auto",
    *,
    register: Annotated[bool, typer.Option("--register", help="Register the model as @challenger.")] = False,
    commit: Annotated[
        bool, typer.Option("--commit", help="Commit dvc.lock after the run, so that it is traceable.")
    ] = False,
) -> None:
    """Run what changed. Training records a run: code, parameters, data, metrics and model."""
    from churn.integrations import dvc_lineage
    from churn.pipelines import params

    if profile:
        params.choose(profile)
    variables = {"CHURN_DEVICE": device}
    if task != TRAIN:
        dvc_lineage.repro([task], variables=variables)
        return
    from churn.integrations import settings, training

    chosen = settings.load()
    made, new = training.run(chosen, params.load().profile, variables=variables, commit=commit)
    state = (
        "from a checkout with changes: commit dvc.lock, and run this again" if made.dirty else "from a clean checkout"
    )
    typer.echo(f"{'recorded' if new else 'nothing changed:'} run {made.run_id}, {state}")
    if register:
        typer.echo(f"{chosen.model_name} version {training.registered(chosen, made).version}")


@app.command("list")
def list_() -> None:
    """List the stages of the pipeline, and what each makes."""
    from churn.integrations import dvc_lineage

    for name, outs in dvc_lineage.stages().items():
        typer.echo(f"{name:10} {', '.join(outs)}")
