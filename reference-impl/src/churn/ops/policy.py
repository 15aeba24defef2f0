"""The sections of params.yaml that the running system reads: `monitoring`, `promotion`, `labelling` and `loop`."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from churn.monitoring.drift import DriftLimits
from churn.monitoring.performance import PerformanceLimits
from churn.monitoring.quality import QualityLimits
from churn.ops.promote import PromotionLimits
from churn.ops.retrain import RetrainPolicy


class BadPolicy(ValueError):
    """A section cannot be used; the message says where and why."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Monitoring(_Section):
    """What is watched, and when it is bad."""

    reference_months: int = Field(
        6, ge=1, description="months before a champion's release that windows are held against"
    )
    drift: DriftLimits = DriftLimits()
    quality: QualityLimits = QualityLimits()
    performance: PerformanceLimits = PerformanceLimits()


class Labelling(_Section):
    """What people are asked to look at."""

    size: int = Field(100, ge=1, description="tasks drawn at a time")
    threshold: float = Field(0.2, gt=0, lt=1, description="score from which on a customer gets an offer")


class Policy(BaseModel):
    """These sections; others of the file belong to the pipeline."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    monitoring: Monitoring = Monitoring()
    promotion: PromotionLimits = PromotionLimits()
    labelling: Labelling = Labelling()
    loop: RetrainPolicy = RetrainPolicy()


def load(file: Path = Path("params.yaml")) -> Policy:
    """Read and check the sections; raise `BadPolicy` with one line."""
    try:
        content: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Policy.model_validate(content)
    except OSError as error:
        raise BadPolicy(f"{file}: {error.strerror}; run this in the project's folder") from error
    except yaml.YAMLError as error:
        raise BadPolicy(f"{file}: is not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadPolicy(f"{file}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
