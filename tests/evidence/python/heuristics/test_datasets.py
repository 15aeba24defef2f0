"""Runs that record their data among the options of the program."""

import pytest

from tests.evidence.python.linking import target

OPTIONS = "import argparse, mlflow, wandb\ndef get():\n    p = argparse.ArgumentParser()\n    p.add_argument('{}')\n"
MAIN = OPTIONS + "    return p.parse_args()\nargs = get()\n"


@pytest.mark.parametrize("option", ["--data-dir", "--train_data", "--dataset", "--train-file", "--raw-data-path"])
@pytest.mark.parametrize(
    "line",
    [
        "mlflow.log_params(vars(args))",
        "mlflow.log_params(args.__dict__)",
        "wandb.init(project='p', config=args)",
        "wandb.config.update(vars(args))",
        "shown = vars(args)\nmlflow.log_params(shown)",
    ],
)
def test_all_options_are_logged_and_one_is_the_data(option: str, line: str) -> None:
    assert len(target({"train.py": MAIN.format(option) + line}).proved("log-dataset")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "mlflow.log_params({'lr': args.lr})",
        "mlflow.log_params(params)",
        "state.update(vars(args))",
        "wandb.init(project='p')",
        "print(vars(args))",
    ],
)
def test_a_part_of_the_options_or_no_tracker_is_none(line: str) -> None:
    assert target({"train.py": MAIN.format("--data-dir") + line}).proved("log-dataset") == []


@pytest.mark.parametrize("option", ["--lr", "--data-workers", "--metadata", "--model-dir"])
def test_options_without_the_data_are_none(option: str) -> None:
    assert target({"train.py": MAIN.format(option) + "mlflow.log_params(vars(args))"}).proved("log-dataset") == []
