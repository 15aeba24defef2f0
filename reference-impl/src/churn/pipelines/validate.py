"""Stage `validate`: hold every clean month, and its labels, against the contracts; stop the pipeline if one fails."""

from pathlib import Path
from typing import Any

from churn import boundary
from churn.pipelines import contracts, documents
from churn.pipelines.acquire import RAW
from churn.pipelines.clean import CLEAN, QUARANTINE
from churn.pipelines.months import MonthFolder, origin

REPORT = Path("reports/validation.json")


def validate(root: Path = Path()) -> dict[str, list[str]]:
    """Return the faults of each month; months that passed before, under the same contract, are not read again."""
    report = root / REPORT
    before: dict[str, Any] = documents.read_json(report)["passed"] if report.is_file() else {}
    passed: dict[str, str] = {}
    faults: dict[str, list[str]] = {}
    for name, path in (("snapshots", CLEAN), ("labels", RAW / "labels")):
        contract, folder = contracts.load(name, root / contracts.FOLDER), MonthFolder(root / path)
        for month, digest in folder.digests().items():
            place, made_from = f"{name} {month}", origin(digest, contract.model_dump())
            lines = _month(folder, month, contract, known=before.get(place) == made_from)
            if name == "snapshots":
                lines += _quarantined(root, month, contract)
            if lines:
                faults[place] = lines
            else:
                passed[place] = made_from
    documents.write_json({"passed": passed, "faults": faults}, report)
    return faults


def _month(folder: MonthFolder, month: str, contract: contracts.Contract, *, known: bool) -> list[str]:
    return [] if known else contracts.violations(folder.read(month), contract)


def _quarantined(root: Path, month: str, contract: contracts.Contract) -> list[str]:
    good, bad = MonthFolder(root / CLEAN).rows()[month], MonthFolder(root / QUARANTINE).rows()[month]
    share, most = bad / max(good + bad, 1), contract.table.max_quarantined
    return [f"{share:.1%} of the rows are in quarantine; at most {most:.0%} are allowed"] if share > most else []


def main() -> None:
    """Run the stage; exit 1 if a contract is broken."""
    faults = validate()
    if faults:
        documents.stop(*(f"{place}: {line}" for place, lines in faults.items() for line in lines))
    documents.say("validate: all months hold to their contracts")


if __name__ == "__main__":
    boundary.run(main)
