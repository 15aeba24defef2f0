"""Registry aliases after a promotion: @champion follows what serves, with the evidence as tags of the version."""

from collections.abc import Mapping
from typing import Any, Final

from churn.integrations import register
from churn.integrations.settings import Settings

EVIDENCE: Final = (
    "champion_auc",
    "challenger_auc",
    "auc_delta_low",
    "champion_log_loss",
    "challenger_log_loss",
    "rows",
)


def promote(settings: Settings, number: str, evidence: Mapping[str, Any]) -> register.Version:
    """Point @champion to a version and note why. Raises NotRegistered if the registry has no such version."""
    from mlflow import MlflowClient

    version = register.find(settings, number)
    client = MlflowClient()
    for name in EVIDENCE:
        if name in evidence:
            client.set_model_version_tag(settings.model_name, version.number, f"promotion.{name}", str(evidence[name]))
    client.set_registered_model_alias(settings.model_name, register.CHAMPION, version.number)
    return register.find(settings, number)
