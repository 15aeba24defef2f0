from pathlib import Path

import pytest

from churn.integrations import settings

PROJECT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    settings.load.cache_clear()
    monkeypatch.setenv("CHURN_ENV", "dev")
    monkeypatch.delenv("CHURN_SECRETS_DIR", raising=False)


def test_each_environment_loads() -> None:
    found = {env: settings.load(env) for env in ("dev", "staging", "prod")}
    assert found["dev"].mlflow_uri == "sqlite:///mlflow.db"
    assert len({one.mlflow_uri for one in found.values()}) == 3
    assert found["dev"].predictions == Path("state/predictions.db")


def test_a_variable_wins_over_a_file_and_a_file_over_the_environment_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "churn_mlflow_token").write_text("from-file")
    (tmp_path / "churn_mlflow_uri").write_text("sqlite:///mounted.db")
    monkeypatch.setenv("CHURN_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("CHURN_MLFLOW_URI", "sqlite:///variable.db")
    loaded = settings.load()
    assert loaded.mlflow_uri == "sqlite:///variable.db"
    assert loaded.mlflow_token is not None
    assert loaded.mlflow_token.get_secret_value() == "from-file"


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHURN_MLFLOW_TOKEN", "hunter2")
    loaded = settings.load()
    assert loaded.mlflow_token is not None
    assert "hunter2" not in repr(loaded) + str(loaded) + loaded.model_dump_json()


def test_the_example_has_names_only() -> None:
    lines = [line for line in (PROJECT / ".env.example").read_text().splitlines() if line and line[0] != "#"]
    assert {line.split("=")[0] for line in lines} >= {"CHURN_MLFLOW_TOKEN", "CHURN_SERVE_TOKEN"}
    assert all(line.endswith("=") for line in lines if "ENV" not in line)


def test_a_mistake_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHURN_SERVING", "5")
    with pytest.raises(settings.BadSettings, match=r"dev\.yaml: serving"):
        settings.load()
    monkeypatch.chdir(tmp_path)
    settings.load.cache_clear()
    with pytest.raises(settings.BadSettings, match="run this in the project's folder"):
        settings.load()
