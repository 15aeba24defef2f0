"""How people mark versions in a registry: the tags and words that say who, when, why and whether.

MLflow itself knows a description, `mlflow.note.content` and free tags; for the rest these names are in use. A tag is
compared in lower case, with `-`, `.` and blanks as `_`, so `Promoted-By` is `promoted_by`.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from maturity.model.tracking import RawVersion

OWNER = frozenset(("owner", "owners", "owned_by", "model_owner", "team", "maintainer", "responsible", "contact"))
"""Who answers for a model, on the version or on the model."""
DESCRIPTION = frozenset(("mlflow_note_content", "description", "summary"))
CARD = frozenset(("model_card", "modelcard", "model_card_path", "model_card_url", "model_card_uri", "card"))
"""Names a model card; its value says where that is."""
WHO = frozenset(("promoted_by", "deployed_by", "released_by", "transitioned_by", "approved_by"))
WHEN = frozenset(("promoted_at", "promoted_on", "promotion_date", "promotion_time", "deployed_at", "approved_at"))
WHY = frozenset(
    ("promotion_reason", "promoted_because", "promotion_notes", "reason", "change_ticket", "change_request", "ticket")
)
APPROVAL = frozenset(("approved_by", "approver", "approval", "approval_url", "approved_at"))
STATUS = frozenset(("approval_status", "validation_status", "approved", "review_status"))
"""Says whether; only a value of `GRANTED` counts."""
GRANTED = frozenset(("approved", "passed", "granted", "accepted", "true", "yes"))
PIPELINE_RUN = frozenset(
    (
        *("ci_run", "ci_run_url", "ci_pipeline", "ci_pipeline_url", "ci_job_url", "pipeline_run", "pipeline_url"),
        *("github_run_id", "github_run_url", "promoted_by_pipeline", "build_url", "deployment_job_run"),
    )
)
"""The run of a pipeline that promoted it."""
EVALUATED = frozenset(
    ("evaluated_at", "re_evaluated_at", "reevaluated_at", "last_evaluated", "last_evaluated_at", "validated_at")
)

_PIPELINE = re.compile(
    r"(?i)\[bot\]|\.gserviceaccount\.com$|(?:^|[^a-z])(?:bot|ci|cd|pipeline|github[-_ ]actions?|gitlab|jenkins|airflow"
    r"|argo\w*|service[-_]?account|svc)(?:[^a-z]|$)"
)
_CARD_NAME = re.compile(r"(?i)(?:^|/)model[-_ ]?card[^/]{0,60}$")
_CARD_WORDS = re.compile(r"(?i)\bmodel[-_ ]?cards?\b|模型卡")
_TOLD = (
    re.compile(r"(?i)\b(?:promoted|deployed|released|approved) by\b|由\s?\S+\s?(?:发布|上线|晋级|批准)"),
    re.compile(r"\b20\d\d-[01]?\d-[0-3]?\d\b|20\d\d\s?年"),
    re.compile(r"(?i)\b(?:because|reason|since it|in order to|beats|replaces|ticket)\b|因为|原因|由于"),
)
"""What a description has to say to serve as an audit trail: who, when and why."""


class Marks:
    """The tags of something, under their plain names; a blank one says nothing."""

    def __init__(self, *tags: Mapping[str, str]) -> None:
        self._tags = {
            re.sub(r"[-.\s]", "_", key.strip().lower()): value.strip()
            for some in reversed(tags)
            for key, value in some.items()
            if value.strip()
        }

    def any(self, names: Collection[str]) -> bool:
        """Tell whether one of these tags is there."""
        return any(name in self._tags for name in names)

    def values(self, names: Collection[str]) -> list[str]:
        """Return the values of these tags."""
        return [self._tags[name] for name in sorted(names) if name in self._tags]


def audited(marks: Marks, description: str) -> bool:
    """Tell whether it is recorded who promoted a version, when and why: by tags, or all three in its description."""
    return all(map(marks.any, (WHO, WHEN, WHY))) or all(told.search(description) for told in _TOLD)


def approved(marks: Marks) -> bool:
    """Tell whether an approval is recorded, or a pipeline promoted a version."""
    granted = any(value.lower() in GRANTED for value in marks.values(STATUS))
    by_pipeline = any(_PIPELINE.search(value) for value in marks.values(WHO))
    return granted or by_pipeline or marks.any(APPROVAL) or marks.any(PIPELINE_RUN)


def has_card(version: RawVersion) -> bool:
    """Tell whether a tag or the description names a model card, or a file of the version or of its run is one."""
    files = (*(version.artifacts or ()), *(version.run_artifacts or ()))
    return names_card(Marks(version.tags), version.description) or any(map(is_card, files))


def names_card(marks: Marks, description: str) -> bool:
    """Tell whether a tag or the description names a model card."""
    return marks.any(CARD) or bool(_CARD_WORDS.search(description))


def is_card(path: str) -> bool:
    """Tell whether a file is a model card by its name; a `README.md` is not: it would have to be opened."""
    return bool(_CARD_NAME.search(path))


def evaluated(marks: Marks) -> float | None:
    """Return when a version was evaluated again, the latest time that a tag gives, in UNIX seconds."""
    return max((found for value in marks.values(EVALUATED) if (found := _time(value)) is not None), default=None)


def _time(value: str) -> float | None:
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
