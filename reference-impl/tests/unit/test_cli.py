import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from churn.cli.main import app, main

PROJECT = Path(__file__).parents[2]
COMMANDS = {
    "data": {"simulate", "import", "validate", "card", "online", "queue"},
    "task": {"run", "list"},
    "model": {"register", "list", "compare", "promote", "rollback", "trace"},
    "monitor": {"drift", "quality", "performance", "report"},
    "loop": {"tick", "retrain", "pause", "status", "drill"},
}


@pytest.mark.parametrize("group", COMMANDS)
def test_help_names_every_command(group: str) -> None:
    shown = CliRunner().invoke(app, [group, "--help"])
    assert shown.exit_code == 0
    words = {line.split()[0] for line in shown.output.splitlines() if line.startswith("  ") and line.strip()}
    assert COMMANDS[group] <= words


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from churn.cli.main import app\n"
        "print(sorted({'torch', 'mlflow', 'pandas', 'duckdb', 'pandera', 'sklearn', 'dvc'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT / "src", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_data_stages_load_neither_torch_nor_mlflow() -> None:
    stages = ["acquire", "clean", "validate", "featurise", "split", "mine", "analyse"]
    load = f"import sys\nfor stage in {stages}: __import__('churn.pipelines.' + stage)\n"
    program = load + "print(sorted({'torch', 'mlflow'} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT / "src", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_simulate_writes_what_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    words = ["data", "simulate", "--out", str(tmp_path), "--months", "3", "--rows", "600", "--scenario", "concept"]
    shown = CliRunner().invoke(app, words)
    assert shown.output == f"3 new months in {tmp_path}/data/raw\n"
    assert len(list(tmp_path.rglob("*.parquet"))) == 9


def test_a_mistake_is_one_line_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["churn", "data", "simulate"])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert capsys.readouterr().err == "params.yaml: No such file or directory; run this in the project's folder\n"


def test_stages_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    lines = CliRunner().invoke(app, ["task", "list"]).output.splitlines()
    assert [line.split()[0] for line in lines] == [
        "acquire", "clean", "validate", "featurise", "split", "mine", "analyse",
        "train", "baseline", "compose", "evaluate", "behave", "prelabel", "card",
    ]  # fmt: skip
    assert lines[-1].split() == ["card", "reports/model_card.md"]
