"""Cards of versions that are written down here: what a registry would have said, without one."""

from maturity.cards.build import build
from maturity.model.card import Answer, Card
from maturity.model.history import History
from maturity.model.tracking import RawRun, RawVersion
from maturity.model.version import RawVersionDetail

__all__ = ["answered", "detail", "made"]


def detail(
    model: str = "churn",
    *,
    metrics: dict[str, float] | None = None,
    histories: tuple[History, ...] = (),
    tags: dict[str, str] | None = None,
    baseline: dict[str, float] | None = None,
) -> RawVersionDetail:
    return RawVersionDetail(
        uri="https://mlflow.example.org",
        read_at=1_800_000_000.0,
        model=model,
        version=RawVersion(version="2", run="r2", tags=tags or {}),
        run=RawRun(id="r2", experiment="churn", metrics=metrics or {}),
        baseline=RawRun(id="r1", experiment="churn", metrics=baseline) if baseline else None,
        histories=histories,
    )


def made(told: RawVersionDetail) -> Card:
    return build(told, None, {})


def answered(card: Card, **answers: str) -> Card:
    """Return a card with answers of people."""
    told = {field: Answer(text=text, locator="model-card.yaml:1") for field, text in answers.items()}
    entries = tuple(
        one.model_copy(update={"answer": told[one.field], "missing": None}) if one.field in told else one
        for one in card.entries
    )
    return card.model_copy(update={"entries": entries})
