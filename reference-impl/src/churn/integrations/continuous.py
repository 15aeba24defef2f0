"""The loop's project in production: months of the pipeline, scores of the prediction store, training by DVC."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from churn.core import spec
from churn.core.encode import encode
from churn.core.predict import Model
from churn.integrations.settings import Settings
from churn.ops import release
from churn.ops.loop import Candidate
from churn.ops.predictions import PredictionStore
from churn.ops.release import Deployment
from churn.pipelines import params
from churn.pipelines.acquire import RAW
from churn.pipelines.compose import COMPOSITE
from churn.pipelines.featurise import VIEWS
from churn.pipelines.months import MonthFolder
from churn.pipelines.split import FEATURES

FEWEST_ANSWERED: Final = 0.5
"""Share of a month's customers that a deployment has to have answered for its answers to stand for the month."""


class Production:
    """What `churn.ops.loop.Project` asks for, in the project's folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._views, self._labels = MonthFolder(VIEWS), MonthFolder(RAW / "labels")
        self._store = PredictionStore(settings.predictions)

    def months(self, at: date) -> list[str]:
        """Return the months that have ended, of those with features."""
        return [month for month in self._views.months() if _end(month) <= at]

    def all_months(self) -> list[str]:
        """Return the months with features, ended or not."""
        return self._views.months()

    def scored(self, month: str, by: Deployment, model: Model) -> pa.Table:
        """Return the stored answers of this deployment for a month's features, or what it would have answered."""
        features = self._views.read(month)
        since = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
        stored = self._store.window(since, since + timedelta(days=92), features=True)
        own = pc.and_(pc.equal(stored["version"], by.version), pc.equal(stored["model"], by.name))
        stored = stored.filter(pc.and_(own, pc.equal(stored["month"], f"{month}-01")))
        if len(stored["customer_id"].unique()) >= FEWEST_ANSWERED * features.num_rows:
            schema = spec.feature_schema(labelled=False).append(pa.field("score", pa.float64()))
            return stored.select(schema.names).cast(schema)
        return features.append_column("score", pa.array(model.predict(encode(features))))

    def labels(self, month: str) -> pa.Table:
        """Return a month's labels."""
        if month in self._labels.months():
            return self._labels.read(month)
        return (
            spec.feature_schema(labelled=True)
            .empty_table()
            .select([spec.CUSTOMER, spec.MONTH, spec.TARGET, spec.AVAILABLE])
        )

    def holdout(self) -> pa.Table:
        """Return the test months of the last run of the pipeline."""
        return pq.read_table(FEATURES / "test.parquet", partitioning=None)

    def train(self, at: datetime, reason: str, since: str | None) -> Candidate:
        """Move the pipeline's clock, run and record it, and register what it makes as challenger."""
        from churn.integrations import git, training

        move(at.date(), since)
        if git.changed(params.FILE):
            # A run is of what is committed.
            git.record(params.FILE, f"Train on labels known by {at:%Y-%m-%d}\n\n{' '.join(reason.split())[:500]}")
        made, _ = training.run(self.settings, params.load().profile, variables={}, commit=True)
        version = training.registered(self.settings, made).version
        return Candidate(keep(self.settings), version, made.run_id, self.holdout())

    def promoted(self, deployment: Deployment, evidence: dict[str, Any]) -> None:
        """Point @champion of the registry to the version that serves now."""
        from churn.integrations import aliases

        aliases.promote(self.settings, deployment.version, evidence)


def champion(settings: Settings) -> Deployment:
    """Return the model that serves, or before the first release the one that the pipeline made."""
    log = release.ReleaseLog(settings.releases)
    if log.number():
        return log.current().champion
    return release.deployment("champion", COMPOSITE, version="unreleased", weight=1.0)


def keep(settings: Settings, folder: Path = COMPOSITE) -> Path:
    """Copy a model to where the next training does not overwrite it; return that folder."""
    kept = settings.state / "models" / f"{folder.name}-{release.digest(folder)[:16]}"
    if not kept.is_dir():
        passing = kept.with_name(f".{kept.name}")
        shutil.rmtree(passing, ignore_errors=True)
        shutil.copytree(folder, passing)
        passing.rename(kept)
    return kept


def move(now: date, since: str | None, file: Path = params.FILE) -> None:
    """Set until when, and from which month on, the pipeline uses labels; all else in params.yaml stays as it is."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r'^(  now: )"[^"]*"', rf'\g<1>"{now}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r'^(  since: )"[^"]*"', rf'\g<1>"{since or ""}"', text, count=1, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")


def _end(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1)
