"""`churn data`: simulate, import, check and describe data."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from churn.cli import queue

app = typer.Typer(no_args_is_help=True)
app.add_typer(queue.app, name="queue")


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Where data/raw and data/truth are written.")] = Path(),
    months: Annotated[int | None, typer.Option(min=1, help="How many months; those there are stay.")] = None,
    rows: Annotated[int | None, typer.Option(min=1, help="Rows in all, over these months.")] = None,
    seed: Annotated[int | None, typer.Option(min=0)] = None,
    scenario: Annotated[str | None, typer.Option(help="A file in conf/scenarios, without .yaml.")] = None,
) -> None:
    """Simulate months of customers, as params.yaml says or otherwise."""
    from churn.pipelines import acquire, params

    chosen = params.load()
    count = months or chosen.data.months
    data = {"months": count, "customers": max(1, rows // count) if rows else chosen.data.customers}
    changes = {
        "seed": chosen.seed if seed is None else seed,
        "simulator": chosen.simulator.model_copy(update={} if scenario is None else {"scenario": scenario}),
        chosen.profile: chosen.sizes.model_copy(update={"data": chosen.data.model_copy(update=data)}),
    }
    new = acquire.acquire(acquire.settings(chosen.model_copy(update=changes)), out)
    typer.echo(f"{len(new)} new months in {out / acquire.RAW}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with the columns of contracts/snapshots.yaml.")],
    labels: Annotated[Path | None, typer.Option(help="CSV or Parquet with those of contracts/labels.yaml.")] = None,
) -> None:
    """Put a team's own months into the inbox, if they hold to the contracts."""
    from churn.pipelines import imports
    from churn.pipelines.acquire import INBOX

    for name, source in (("snapshots", file), ("labels", labels)):
        if source:
            months = imports.take(source, name)
            typer.echo(f"{source}: {len(months)} months in {INBOX / name}")
    typer.echo("Next: dvc add inbox/snapshots inbox/labels; set source: import in params.yaml")


@app.command()
def validate() -> None:
    """Hold the clean months and their labels against the contracts; exit 1 if one is broken."""
    from churn.pipelines import validate as stage

    stage.main()


@app.command()
def card() -> None:
    """Print what the data is: counts, rates and gaps, as the last run of the pipeline measured them."""
    from churn.pipelines import data_card

    typer.echo(data_card.text())


@app.command()
def online(
    now: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; the newest month if left out.")
    ] = None,
) -> None:
    """Load the newest features into the online store."""
    from churn.features.online import OnlineStore
    from churn.integrations import settings
    from churn.pipelines.featurise import VIEWS
    from churn.pipelines.months import MonthFolder

    views = MonthFolder(VIEWS)
    months = [month for month in views.months() if now is None or f"{month}-01" <= now.date().isoformat()]
    store = OnlineStore(settings.load().online_store)
    count = sum((store.load(views.read(month)) for month in months[-1:]), 0)
    typer.echo(f"{count} customers in {store.file}")
