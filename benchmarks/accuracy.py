"""How often verdicts agree with a person's: `benchmarks/accuracy.py CHECKOUTS [NAME ...]` holds scans against labels/.

CHECKOUTS holds work trees named OWNER__NAME at the commits that the label files name; what is missing is left out, and
what is not named when names are given. A label that is `unsure` does not count; `not-applicable` is right where a label
says that the thing does not hold.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import yaml

from maturity.assess import assess
from maturity.model.assessment import Assessment
from maturity.request import Request

LABELS = Path(__file__).parent / "labels"

SERVES = "serving-endpoint"
"""The question that an inventory answers instead of a rule."""


class Answer(NamedTuple):
    """What was said of one question, beside what is true."""

    question: str
    said: bool
    true: bool
    required: bool
    placed: bool
    """Whether a place that the label names is among the evidence."""
    note: str
    """What the label gives as its reason."""

    @property
    def kind(self) -> str:
        """One of the four cells."""
        return ("true" if self.said == self.true else "false") + (" positive" if self.said else " negative")


def main(checkouts: Path, names: list[str]) -> int:
    """Print the wrong answers of each repository, then the figures over all of them."""
    answers: list[Answer] = []
    for file in sorted(LABELS.glob("*.yaml")):
        target = checkouts / file.stem
        if target.is_dir() and (not names or file.stem in names):
            labels = yaml.safe_load(file.read_text(encoding="utf-8"))["labels"]
            told = list(_compare(labels, assess(Request(target=str(target), cache=False), now=datetime.now(UTC))))
            answers += told
            for answer in told:
                if answer.said != answer.true:
                    print(f"  {answer.question}: {answer.kind}, the label says {answer.note}")
            print(f"{file.stem}: {dict(Counter(answer.kind for answer in told))}")
    if not answers:
        print(f"no labelled repository in {checkouts}", file=sys.stderr)
        return 2
    _figures(answers)
    return 0


def _compare(labels: dict[str, dict[str, object]], assessment: Assessment) -> Iterable[Answer]:
    findings = {finding.rule: finding for finding in assessment.findings}
    services = assessment.evidence.repo.services if assessment.evidence.repo else ()
    for question, label in labels.items():
        finding, holds, at = findings.get(question), label["holds"], label.get("at")
        if holds == "unsure":
            continue
        said = bool(services) if question == SERVES else finding is not None and finding.status == "pass"
        proofs = {evidence.path for evidence in finding.evidence} if finding else set()
        named = {str(place).rpartition(":")[0] for place in at} if isinstance(at, list) else set()
        required = finding is not None and finding.required
        yield Answer(question, said, bool(holds), required, bool(proofs & named), str(at or label.get("why")))


def _figures(answers: list[Answer]) -> None:
    by_question = defaultdict(list)
    for answer in answers:
        by_question[answer.question].append(answer)
    scores = [_scores(told)[2] for told in by_question.values() if any(a.said or a.true for a in told)]
    precision, recall, f1 = _scores(answers)
    right = [a for a in answers if a.said and a.true and a.question != SERVES]
    print(f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(f"mean F1 of the questions {sum(scores) / len(scores):.3f}")
    print(f"precision of required rules {_scores([a for a in answers if a.required])[0]:.3f}")
    print(f"evidence at a labelled place {sum(a.placed for a in right) / max(1, len(right)):.3f}")
    print(f"accuracy {sum(a.said == a.true for a in answers) / len(answers):.3f} of {len(answers)} answers")


def _scores(answers: list[Answer]) -> tuple[float, float, float]:
    cells = Counter(answer.kind for answer in answers)
    hits = cells["true positive"]
    precision, recall = hits / max(1, hits + cells["false positive"]), hits / max(1, hits + cells["false negative"])
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these repositories, as OWNER__NAME")
    options = parser.parse_args()
    sys.exit(main(options.checkouts, options.names))
