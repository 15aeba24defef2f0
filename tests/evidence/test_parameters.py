"""Options about the model, and options about where its data is."""

import pytest

from maturity.evidence.parameters import is_environment_parameter, is_parameter, silent_lines
from tests.evidence.python.source_code import module

HEAD = "import argparse\np = argparse.ArgumentParser()\n"


@pytest.mark.parametrize(
    "option",
    [
        "--lr",
        "--learning-rate",
        "--numEpochs",
        "--n_estimators",
        "--seed",
        "--config",
        "--threshold",
        "--min-samples",
        "--mse-weight",
        "--params-file",
        "-c",
        "hidden1",
    ],
)
def test_an_option_about_the_model(option: str) -> None:
    assert is_parameter(option)


@pytest.mark.parametrize(
    "option",
    [
        *("--input-data", "--train_data", "--model-dir", "--output", "--data-path", "--role-arn", "--tags"),
        *("--min-accuracy", "MAX_RMSE", "f1_threshold", "--baseline-auc"),
        *("InputDataUrl", "ModelApprovalStatus", "ProcessingInstanceCount", "--module-name", "--verbose", "--name"),
        *(
            "EC2_IP",
            "SAGEMAKER_PIPELINE_NAME",
            "--data-manifest",
            "--module-root",
            "model",
            "RUN_LABEL",
            "CUDA",
            "GO_PIPELINE_LABEL",
            "--upsert",
        ),
    ],
)
def test_an_option_about_places_and_names(option: str) -> None:
    assert not is_parameter(option)


def test_only_the_options_without_parameters_are_silent() -> None:
    both = HEAD + "p.add_argument('-d', '--data-path')\np.add_argument('--lr')\np.parse_args()\n"
    assert silent_lines(module(both)) == {3}
    places = HEAD + "p.add_argument('--data-path', help='x')\ndef go():\n    p.parse_args()\n"
    assert silent_lines(module(places)) == {2, 3, 5}


def test_options_that_are_declared_elsewhere_or_by_a_variable_are_not_silent() -> None:
    assert silent_lines(module("from options import p\np.parse_args()\n")) == frozenset()
    assert silent_lines(module(HEAD + "from options import add\nadd(p)\np.parse_args()\n")) == frozenset()
    assert silent_lines(module(HEAD + "p.parse_args()\n")) == {2, 3}
    assert silent_lines(module(HEAD + "p.add_argument(name)\np.parse_args()\n")) == frozenset()


def test_an_option_that_chooses_what_to_do_is_silent() -> None:
    head = "import click\n"
    whole = "type=click.Choice(['deploy', 'predict', 'deploy_and_predict']), default='deploy_and_predict'"
    source = f"{head}@click.option('--config', {whole})\ndef run(config):\n    print(config)\n"
    assert silent_lines(module(source)) == {2}
    chosen = "type=click.Choice(['small', 'large']), default='small'"
    for other in (source.replace(whole, "default='train.yaml'"), source.replace(whole, chosen)):
        assert silent_lines(module(other)) == frozenset()
    assert silent_lines(module(HEAD + "p.add_argument('--mode', choices=MODES, default='train')\n")) == {2, 3}


def test_flags_are_options_too() -> None:
    source = (
        "from absl import flags\nflags.DEFINE_string('data_dir', '.', 'x')\nflags.DEFINE_float('dropout', 0.5, 'x')\n"
    )
    assert silent_lines(module(source)) == {2}


def test_parameters_of_a_pipeline_are_options_too() -> None:
    source = "from sagemaker.workflow.parameters import ParameterInteger\n"
    source += "ParameterInteger(name='InstanceCount', default_value=1)\nParameterInteger(name='MaxDepth')\n"
    assert silent_lines(module(source)) == {2}


def test_parameters_of_a_flow_are_options_too() -> None:
    source = "from metaflow import Parameter\nfrom inspect import Parameter as Given\n"
    source += "Parameter('image')\nParameter(name='start_date')\nParameter('depth')\nGiven('image')\n"
    assert silent_lines(module(source)) == {3, 4}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("N_ESTIMATORS", True),
        ("LEARNING_RATE", True),
        ("MODEL_CONFIG", True),
        ("JWT_EXPIRY", False),
        ("WANDB_MODE", False),
        ("WINDOW_DAYS", True),
        ("DRIFT_WINDOW_DAYS", False),
    ],
)
def test_a_variable_of_the_environment_has_to_be_named_for_the_model(name: str, expected: bool) -> None:
    assert is_environment_parameter(name) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("src/drift/score.py", False), ("drift/retrain.py", True), ("src/model/fit.py", True), ("drift_alpha.py", False)],
)
def test_what_a_file_about_drift_reads_is_none_of_the_model(path: str, expected: bool) -> None:
    assert is_environment_parameter("ALPHA", path) is expected


@pytest.mark.parametrize(
    ("option", "expected"), [("--year", False), ("--month", False), ("--end-date", False), ("--days-of-history", True)]
)
def test_which_part_of_the_data_is_read_is_no_hyper_parameter(option: str, *, expected: bool) -> None:
    assert is_parameter(option) is expected
