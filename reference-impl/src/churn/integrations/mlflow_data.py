"""A dataset as MLflow records it: what DVC stores, by its MD5, and what it covers."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow.parquet as pq
from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource

from churn.core import spec
from churn.integrations.dvc_lineage import Tracked


@dataclass(frozen=True)
class Coverage:
    """What a table of features covers."""

    rows: int
    first_month: str
    last_month: str
    months: int
    label_delay_days: float | None
    schema_digest: str


def coverage(file: Path) -> Coverage:
    """Count a table's rows and months, and how long its labels took to be known."""
    labelled = spec.AVAILABLE in pq.read_schema(file).names
    delay = f"avg({spec.AVAILABLE} - {spec.MONTH})" if labelled else "NULL"
    months = f"min({spec.MONTH}), max({spec.MONTH}), count(DISTINCT {spec.MONTH})"
    with duckdb.connect() as connection:
        connection.register(
            "features", pq.read_table(file, columns=[spec.MONTH, *([spec.AVAILABLE] if labelled else [])])
        )
        rows, first, last, count, days = connection.sql(f"SELECT count(*), {months}, {delay} FROM features").fetchall()[
            0
        ]
    return Coverage(rows, str(first)[:7], str(last)[:7], count, days and round(days, 2), spec.digest())


class DvcSource(DatasetSource):  # type: ignore[misc]  # MLflow is not typed
    """An output of the pipeline, in the DVC remote."""

    def __init__(self, path: str, md5: str, stage: str, commit: str | None) -> None:
        self.path, self.md5, self.stage, self.commit = path, md5, stage, commit

    @staticmethod
    def _get_source_type() -> str:
        return "dvc"

    def load(self) -> Path:
        """Return where the data lies after `dvc pull`."""
        return Path(self.path)

    @staticmethod
    def _can_resolve(raw_source: Any) -> bool:
        return isinstance(raw_source, Tracked)

    @classmethod
    def _resolve(cls, raw_source: Tracked) -> Self:
        return cls(raw_source.path, raw_source.md5, raw_source.stage, None)

    def to_dict(self) -> dict[str, Any]:
        """Return what identifies the data."""
        return {"path": self.path, "md5": self.md5, "stage": self.stage, "commit": self.commit}

    @classmethod
    def from_dict(cls, source_dict: dict[Any, Any]) -> Self:
        """Read what `to_dict` returned."""
        return cls(**source_dict)


class FeatureDataset(Dataset):  # type: ignore[misc]  # MLflow is not typed
    """A table of features, as it was trained or evaluated on. Its digest is the MD5 that DVC recorded."""

    def __init__(self, tracked: Tracked, commit: str | None) -> None:
        self._coverage = coverage(Path(tracked.path))
        source = DvcSource(tracked.path, tracked.md5, tracked.stage, commit)
        super().__init__(source=source, name=Path(tracked.path).stem, digest=tracked.md5.removesuffix(".dir"))

    def _compute_digest(self) -> str:
        raise NotImplementedError("the digest is DVC's")

    def to_dict(self) -> dict[str, str]:
        """Return what MLflow stores."""
        return {**super().to_dict(), "schema": json.dumps(self.schema), "profile": json.dumps(self.profile)}

    @property
    def schema(self) -> dict[str, Any]:
        """The digest of the feature specification, and its columns."""
        return {"digest": self._coverage.schema_digest, "columns": list(spec.FEATURES)}

    @property
    def profile(self) -> dict[str, Any]:
        """Rows, months, and how late labels came."""
        return asdict(self._coverage)
