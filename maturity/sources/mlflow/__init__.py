"""The MLflow source: `read(uri, settings, now=..., progress=..., environment=...)` says what a tracking store holds."""

from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.source import read

__all__ = ["Limits", "read"]
