"""`churn`: data, tasks, models, serving, monitoring and the loop from the command line."""

import typer

from churn.boundary import boundary
from churn.cli import batch, data, loop, model, monitor, serve, task

# Each group imports what it needs when it runs: `--help` loads none of it.
app = typer.Typer(
    name="churn", help=__doc__, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(data.app, name="data", help="Simulate, import, check and describe data.")
app.add_typer(task.app, name="task", help="Run the pipeline, or a part of it.")
app.add_typer(model.app, name="model", help="List, compare, register, promote, roll back and trace models.")
app.add_typer(batch.app, name="batch", help="Score many customers, file to file.")
app.add_typer(serve.app, name="serve", help="Answer requests.")
app.add_typer(monitor.app, name="monitor", help="Look for drift, and for failing performance.")
app.add_typer(loop.app, name="loop", help="Decide about retraining, and do it.")


def main() -> None:
    """Run the command line."""
    with boundary():
        app()


if __name__ == "__main__":
    main()
