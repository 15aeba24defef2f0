"""How often the verdicts agree with a person's: `python benchmarks/accuracy.py CHECKOUTS` holds scans against labels/.

CHECKOUTS holds work trees named OWNER__NAME at the commits that the label files name; what is missing is left out. A
label that is `unsure` does not count; `not-applicable` is right where the label says that the thing does not hold.
"""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import yaml

from maturity.assess import assess
from maturity.model.assessment import Assessment
from maturity.request import Request

LABELS = Path(__file__).parent / "labels"


def main(checkouts: Path) -> int:
    """Print the wrong answers of each repository, then precision, recall and F1 over all of them."""
    total: Counter[str] = Counter()
    for file in sorted(LABELS.glob("*.yaml")):
        target = checkouts / file.stem
        if target.is_dir():
            labels = yaml.safe_load(file.read_text(encoding="utf-8"))["labels"]
            counts = _compare(file.stem, labels, assess(Request(target=str(target)), now=datetime.now(UTC)))
            total.update(counts)
            print(f"{file.stem}: {dict(counts)}")
    if not total:
        print(f"no labelled repository in {checkouts}", file=sys.stderr)
        return 2
    precision = total["true positive"] / max(1, total["true positive"] + total["false positive"])
    recall = total["true positive"] / max(1, total["true positive"] + total["false negative"])
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    return 0


def _compare(name: str, labels: dict[str, dict[str, object]], assessment: Assessment) -> Counter[str]:
    said = {finding.rule: finding.status == "pass" for finding in assessment.findings}
    said["serving-endpoint"] = bool(assessment.evidence.repo and assessment.evidence.repo.services)
    counts: Counter[str] = Counter()
    for question, label in labels.items():
        holds = label["holds"]
        if holds == "unsure":
            continue
        kind = ("true" if said[question] == holds else "false") + (" positive" if said[question] else " negative")
        counts[kind] += 1
        if kind.startswith("false"):
            print(f"  {name} {question}: {kind}, the label says {label.get('at') or label.get('why')}")
    return counts


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
