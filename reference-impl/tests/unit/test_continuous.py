"""The loop's project in production: answers of the store stand for a month if there are enough; the clock moves."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.model.sample import batch, table, untrained

from churn.core import artifact, spec
from churn.core.encode import encode
from churn.integrations import continuous
from churn.integrations.settings import Settings
from churn.ops.predictions import Prediction, PredictionStore, confidence, instant, pack
from churn.ops.release import deployment
from churn.pipelines import params
from churn.pipelines.featurise import VIEWS
from churn.pipelines.months import MonthFolder

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of a project with one month of features, and go there."""
    monkeypatch.chdir(tmp_path)
    rows = table(batch(60))
    month = np.full(60, np.datetime64("2026-03-01"))
    rows = rows.append_column(spec.MONTH, [month.astype("datetime64[D]")])
    schema = spec.feature_schema(labelled=False)
    MonthFolder(VIEWS).put("2026-03", rows.select(schema.names).cast(schema), "test")
    monkeypatch.chdir(PROJECT)
    from churn.integrations import settings as settings_module

    settings_module.load.cache_clear()
    monkeypatch.setenv("CHURN_STATE", str(tmp_path / "state"))
    loaded = settings_module.load("dev")
    settings_module.load.cache_clear()
    monkeypatch.chdir(tmp_path)
    return loaded


@pytest.mark.parametrize(("answered", "stored"), [(60, True), (10, False)])
def test_stored_answers_stand_for_a_month_if_there_are_enough(settings: Settings, answered: int, stored: bool) -> None:
    project, model = continuous.Production(settings), untrained("mlp")
    artifact.save(model, Path("models/mlp"))
    by = deployment("champion", Path("models/mlp"), version="1", weight=1.0)
    rows = MonthFolder(VIEWS).read("2026-03")
    packed = pack(encode(rows))
    at = instant(datetime(2026, 3, 5, tzinfo=UTC))
    PredictionStore(settings.predictions).log(
        Prediction(
            str(place), place, "2026-03-01", at, by.name, by.version, 1, "champion", packed[place][0], 0.25,
            confidence(0.25), None, packed[place][1],
        )
        for place in range(answered)
    )  # fmt: skip
    found = project.scored("2026-03", by, model)
    assert found.num_rows == 60
    expected = np.full(60, 0.25) if stored else model.predict(encode(rows))
    np.testing.assert_allclose(found["score"].to_numpy(), expected)
    assert found.select(spec.feature_schema(labelled=False).names).schema == spec.feature_schema(labelled=False)
    np.testing.assert_array_equal(encode(found).numeric, encode(rows).numeric)


def test_a_month_is_complete_when_it_has_ended(settings: Settings) -> None:
    project = continuous.Production(settings)
    assert project.months(date(2026, 3, 31)) == []
    assert project.months(date(2026, 4, 1)) == ["2026-03"]
    assert project.labels("2026-03").num_rows == 0


def test_the_clock_of_the_pipeline_moves_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    before = (PROJECT / "params.yaml").read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    continuous.move(date(2026, 12, 2), "2026-10", file)
    moved = params.load(file)
    assert (moved.split.now, moved.split.since) == (date(2026, 12, 2), "2026-10")
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(before.splitlines())
    continuous.move(params.load(PROJECT / "params.yaml").split.now, None, file)
    assert file.read_text(encoding="utf-8") == before


def test_a_kept_model_survives_the_next_training(settings: Settings) -> None:
    artifact.save(untrained("mlp"), Path("models/mlp"))
    kept = continuous.keep(settings, Path("models/mlp"))
    artifact.save(untrained("mlp", 1), Path("models/mlp"))
    assert artifact.load(kept).kind == "mlp"
    assert continuous.keep(settings, Path("models/mlp")) != kept
    assert len(list((settings.state / "models").iterdir())) == 2
