"""Registry aliases after a promotion: @champion follows what serves, with the evidence as tags of the version."""

from collections.abc import Mapping
from datetime import UTC, datetime
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
WHO_AND_WHY: Final = {"actor": "promoted_by", "reason": "promotion_reason", "approved_by": "approved_by"}
"""Tags of the version by what the evidence calls it."""


def promote(settings: Settings, number: str, evidence: Mapping[str, Any]) -> register.Version:
    """Point @champion to a version and note who, when and why.

    Raises NotRegistered if the registry has no such version.
    """
    from mlflow import MlflowClient

    version = register.find(settings, number)
    client = MlflowClient()
    for name in EVIDENCE:
        if name in evidence:
            client.set_model_version_tag(settings.model_name, version.number, f"promotion.{name}", str(evidence[name]))
    for name, tag in WHO_AND_WHY.items():
        if evidence.get(name):
            client.set_model_version_tag(settings.model_name, version.number, tag, str(evidence[name]))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    client.set_model_version_tag(settings.model_name, version.number, "promoted_at", now)
    client.set_registered_model_alias(settings.model_name, register.CHAMPION, version.number)
    return register.find(settings, number)
