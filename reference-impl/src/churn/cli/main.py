"""`churn`: data, tasks, models, serving, monitoring and the loop from the command line."""

from importlib import import_module
from importlib.util import find_spec
from typing import Final

import typer

from churn import boundary

GROUPS: Final = {
    "data": "Simulate, import, check and describe data.",
    "task": "Run the pipeline, or a part of it.",
    "model": "List, compare, register and trace models.",
    "batch": "Score many customers, file to file.",
    "serve": "Answer requests.",
    "monitor": "Look for drift, and for failing performance.",
    "loop": "Decide about retraining, and do it.",
}

app = typer.Typer(
    name="churn", help=__doc__, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
)  # fmt: skip
for group, about in GROUPS.items():
    if find_spec(f"churn.cli.{group}"):
        app.add_typer(import_module(f"churn.cli.{group}").app, name=group, help=about)


def main() -> None:
    """Run the command line."""
    boundary.run(app)


if __name__ == "__main__":
    main()
