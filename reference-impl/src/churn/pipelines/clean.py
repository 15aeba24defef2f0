"""Stage `clean`: trim words, set types, and move single bad rows to data/quarantine with the reason, month by month."""

from collections import Counter
from pathlib import Path

from churn import boundary
from churn.pipelines import contracts, documents
from churn.pipelines.acquire import RAW
from churn.pipelines.months import MonthFolder, origin

CLEAN = Path("data/clean")
QUARANTINE = Path("data/quarantine")
REPORT = Path("reports/clean.json")


def clean(contract: contracts.Contract, root: Path = Path()) -> list[str]:
    """Clean the months that are new or changed; return them."""
    raw, good, bad = MonthFolder(root / RAW / "months"), MonthFolder(root / CLEAN), MonthFolder(root / QUARANTINE)
    rules = contract.model_dump()
    origins = {month: origin(digest, rules) for month, digest in raw.digests().items()}
    new = sorted({*good.keep(origins), *bad.keep(origins)})
    for month in new:
        try:
            parts = contracts.split(contracts.conform(raw.read(month), contract), contract)
        except contracts.BadContract as error:
            documents.stop(f"{raw.file(month)}: {error}")
        good.put(month, parts.good, origins[month])
        bad.put(month, parts.bad, origins[month])
    return new


def report(root: Path = Path()) -> dict[str, object]:
    """Count kept and quarantined rows, by month and by reason."""
    good, bad = MonthFolder(root / CLEAN).rows(), MonthFolder(root / QUARANTINE)
    reasons: Counter[str] = Counter()
    for month, rows in bad.rows().items():
        if rows:
            reasons.update(bad.read(month, ["reason"])["reason"].to_pylist())
    months = {month: {"rows": rows, "quarantined": bad.rows()[month]} for month, rows in good.items()}
    return {
        "rows": sum(good.values()),
        "quarantined": sum(bad.rows().values()),
        "reasons": dict(sorted(reasons.items())),
        "months": months,
    }


def main() -> None:
    """Run the stage."""
    new = clean(contracts.load("snapshots"))
    counts = report()
    documents.write_json(counts, REPORT)
    documents.say(f"clean: {len(new)} months cleaned, {counts['quarantined']} of all rows in quarantine")


if __name__ == "__main__":
    boundary.run(main)
