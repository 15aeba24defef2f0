"""The measured half of the data card: numbers of the last run. docs/data_card.md says where data comes from."""

from pathlib import Path
from typing import Any

from churn.pipelines import documents


class NothingMeasured(LookupError):
    """The pipeline did not run yet."""


def text(root: Path = Path()) -> str:
    """Return the card as Markdown."""
    reports = root / "reports"
    try:
        profile, cleaned, parts = (
            documents.read_json(reports / f"{name}.json") for name in ("profile", "clean", "split")
        )
    except FileNotFoundError as error:
        raise NothingMeasured(f"{error.filename}: is not there; run `churn task run analyse` first") from error
    return "\n".join([*_table(profile, cleaned, parts), "", *_features(profile)])


def _table(profile: dict[str, Any], cleaned: dict[str, Any], parts: dict[str, list[str]]) -> list[str]:
    delays = [month["label_delay_days"] for month in profile["months"]]
    reasons = ", ".join(f"{reason}: {count}" for reason, count in cleaned["reasons"].items())
    return [
        "| what | measured |",
        "| --- | --- |",
        *(f"| {part} | {_span(months)} |" for part, months in parts.items()),
        f"| rows for training | {profile['rows']:,} |",
        f"| churn rate | {profile['churn_rate']:.1%} |",
        f"| days until a label is known | {min(delays):.1f} to {max(delays):.1f} on average per month |",
        f"| rows after cleaning | {cleaned['rows']:,} |",
        f"| rows in quarantine | {cleaned['quarantined']:,} ({reasons or 'none'}) |",
    ]


def _features(profile: dict[str, Any]) -> list[str]:
    rows = ["| feature | mean | 5 % | 95 % | missing |", "| --- | --- | --- | --- | --- |"]
    for name, number in profile["numeric"].items():
        low, high = number["quantiles"]["0.05"], number["quantiles"]["0.95"]
        rows.append(f"| {name} | {number['mean']:g} | {low:g} | {high:g} | {number['missing']:.1%} |")
    return rows


def _span(months: list[str]) -> str:
    return f"{len(months)} months, {months[0]} to {months[-1]}" if months else "none"
