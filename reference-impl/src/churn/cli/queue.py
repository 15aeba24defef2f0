"""`churn data queue`: what people should look at, and what they say."""

from datetime import UTC, datetime
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Predictions that people look at, and the labels that they give.")


@app.command("next")
def next_(count: Annotated[int, typer.Option(min=1, help="How many tasks.")] = 10) -> None:
    """Show the oldest open tasks; draw new ones from the newest month if none is left."""
    from churn.integrations import labelled

    for task in labelled.tasks(count):
        typer.echo(f"{task.customer_id}  {task.month}  score {task.score:.3f}  {task.why}")


@app.command()
def submit(
    customer: Annotated[int, typer.Argument(help="The customer's id.")],
    month: Annotated[str, typer.Argument(help="The month, as `next` shows it.")],
    actor: Annotated[str, typer.Option(help="Who found out.")],
    churned: Annotated[bool, typer.Option("--churned/--stayed", help="What became of the customer.")],
) -> None:
    """Note a label; it is a part of the next version of the dataset."""
    from churn.integrations import labelled

    file = labelled.submit(customer, month, churned=churned, actor=actor, at=datetime.now(UTC))
    typer.echo(f"{file}: in the data from the next `churn task run train` on; track it with `dvc add {file}`")
