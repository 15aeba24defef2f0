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


@pytest.mark.parametrize(
    "key", ["dataset", "train_data_path", "data_hash", "train_window_start", "feature_source", "raw_csv"]
)
@pytest.mark.parametrize("method", ["log_params", "set_tags"])
def test_a_table_that_is_written_out_names_the_data(key: str, method: str) -> None:
    source = f"import mlflow\ndef main(lr, path):\n    mlflow.{method}({{'lr': lr, '{key}': path}})\n"
    assert target({"train.py": source}).proved("log-dataset") == ["train.py:3"]


@pytest.mark.parametrize(
    "line",
    [
        "mlflow.log_params({'lr': lr, 'n_train': 3, 'dataset_size': 9, 'feature_count': 2, 'csv_rows': 5})",
        "mlflow.log_metrics({'dataset': 3})",
        "mlflow.log_params({name: path})",
        "mlflow.log_params({**more})",
    ],
)
def test_numbers_of_the_data_and_metrics_do_not_name_it(line: str) -> None:
    source = f"import mlflow\ndef main(lr, path, name, more):\n    {line}\n"
    assert target({"train.py": source}).proved("log-dataset") == []


def test_tags_of_something_else_name_no_data_of_a_run() -> None:
    source = "import boto3\ndef main(bucket):\n    bucket.set_tags({'dataset': 'churn'})\n"
    assert target({"train.py": source}).proved("log-dataset") == []


@pytest.mark.parametrize(
    ("library", "line", "expected"),
    [
        ("mlflow", "mlflow.log_params(given)", ["train.py:3"]),
        ("mlflow", "for key, value in given.items():\n            mlflow.log_param(key, value)", ["train.py:3"]),
        ("mlflow", "self.kept.update(given)", []),
        ("logging", "logging.info(given)", []),
    ],
)
def test_a_tracker_of_the_project_hands_the_table_on(library: str, line: str, expected: list[str]) -> None:
    tracker = f"import {library}\nclass Tracker:\n    def log_params(self, given):\n        {line}\n"
    train = "from tracking import Tracker\ndef main(path):\n    Tracker().log_params({'lr': 1, 'data_path': path})\n"
    found = target({"tracking.py": tracker, "train.py": train}).proved("log-dataset")
    assert found == expected


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("mlflow.start_run(tags={'team': 'a', 'platform.dataset_path': path})", True),
        ("mlflow.start_run(run_name='a', tags=dict(data_version=path))", True),
        ("wandb.init(project='p', config={'lr': lr, 'train_file': path})", True),
        ("wandb.init(project='p', config={'lr': lr, 'dataset_size': 3})", False),
        ("mlflow.start_run(run_name='a', tags={'team': 'data'})", False),
        ("boto.init(config={'data_path': path})", False),
    ],
)
def test_a_run_that_is_opened_with_a_table_names_the_data(call: str, named: bool) -> None:
    source = f"import boto, mlflow, wandb\ndef main(lr, path):\n    {call}\n"
    assert target({"train.py": source}).proved("log-dataset") == (["train.py:3"] if named else [])
