"""Stage `card`: the model card, written from what the other stages measured."""

from pathlib import Path
from typing import Any, Final

from churn import boundary
from churn.core import spec
from churn.pipelines import documents, params

REPORTS: Final = Path("reports")
CARD: Final = REPORTS / "model_card.md"
TITLE: Final = "churn within 30 days"
USE: Final = "It orders customers for retention offers that people make; it is not meant to refuse anything to anybody."
LIMITS: Final = (
    "- Trained on simulated customers (docs/data_card.md), unless `data.source` says otherwise.",
    "- Labels are known a month and more after a score: that customers leave for other reasons shows late.",
    "- Groups with fewer than 50 leavers have no AUC of their own.",
)


def text(reports: dict[str, Any], chosen: params.Params) -> str:
    """Return the card as Markdown; `reports` are metrics, slices, behaviour, split, profile, by name."""
    metrics, parts, gates = reports["metrics"], reports["split"], chosen.gates
    made = f"profile `{chosen.profile}`, seed {chosen.seed}, features `{spec.digest()[:12]}`"
    rows, left = f"{metrics['n']:,} rows", f"{metrics['positives']:,} left"
    trained = f"Trained on {_span(parts['train'])} ({reports['profile']['rows']:,} rows)"
    lines = [f"# Model card: {TITLE}", ""]
    lines += [f"A calibrated mean of {', '.join(sorted(metrics['members']))}; {made}. {USE}", ""]
    lines += [f"{trained}, calibrated on {_span(parts['valid'])}, measured on {_span(parts['test'])} ({rows}, {left})."]
    lines += ["", *_quality(metrics, gates), "", *_groups(reports["slices"], gates)]
    lines += ["", *_behaviour(reports["behaviour"], gates), "", "## Limits", "", *LIMITS, ""]
    return "\n".join(lines)


def _quality(metrics: dict[str, Any], gates: params.Gates) -> list[str]:
    rows = [
        "## Quality",
        "",
        "| model | AUC | average precision | log loss | calibration error |",
        "| - | - | - | - | - |",
    ]
    for name, one in (("composite", metrics), *sorted(metrics["members"].items())):
        values = [one[key] for key in ("auc", "average_precision", "log_loss", "ece")]
        rows.append(f"| {name} | " + " | ".join(f"{value:.4f}" for value in values) + " |")
    low, high = metrics["auc_low"], metrics["auc_high"]
    gate = f"gates: at least {gates.min_auc}, calibration error at most {gates.max_ece}"
    rows += ["", f"AUC between {low:.4f} and {high:.4f} (95 %); {gate}."]
    if "oracle_auc" in metrics:
        share = metrics["share_of_oracle"]
        rows.append(f"The true probabilities reach {metrics['oracle_auc']:.4f}: the model has {share:.1%} of it.")
    return rows


def _groups(groups: dict[str, Any], gates: params.Gates) -> list[str]:
    rows = ["## Groups", "", "| group | rows | AUC | score | rate | selected |", "| - | - | - | - | - | - |"]
    for name, report in groups.items():
        for one in report["groups"]:
            area = "-" if one["auc"] is None else f"{one['auc']:.3f}"
            rates = " | ".join(f"{one[key]:.1%}" for key in ("mean_score", "observed_rate", "selection_rate"))
            rows.append(f"| {name} {one['name']} | {one['n']:,} | {area} | {rates} |")
    most, least = gates.max_slice_auc_gap, gates.min_selection_ratio
    gate = f"AUC apart by at most {most}, selection rates in a ratio of at least {least}, beyond chance"
    rows += ["", f"Gates on {' and '.join(spec.PROTECTED)}: {gate}."]
    return rows


def _behaviour(report: dict[str, Any], gates: params.Gates) -> list[str]:
    rows = ["## Behaviour", ""]
    for name, one in report["directions"].items():
        rows.append(f"- More `{name}` lowers the score of {one['rate']:.2%} of {one['pairs']} rows "
                    f"(at most {gates.max_behaviour_violations:.0%}).")  # fmt: skip
    largest = max(report["invariance"].values())
    rows.append(f"- Ids, row order and batch size change a score by {largest:.1e} at most.")
    return rows


def _span(months: list[str]) -> str:
    return f"{months[0]} to {months[-1]}"


def main() -> None:
    """Run the stage."""
    names = ("metrics", "slices", "behaviour", "split", "profile")
    reports = {name: documents.read_json(REPORTS / f"{name}.json") for name in names}
    CARD.write_text(text(reports, params.load()), encoding="utf-8")
    documents.say(f"card: {CARD}")


if __name__ == "__main__":
    boundary.run(main)
