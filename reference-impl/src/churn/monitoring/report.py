"""One month in a report: a line for logs, JSON for programs, and a page without scripts or links for people."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

from churn.monitoring.drift import Drift
from churn.monitoring.performance import Performance
from churn.monitoring.quality import Fault

_STYLE = "body{font:15px sans-serif;max-width:60rem;margin:2rem auto}td,th{padding:2px 12px}.alarm{color:#b00020}"


@dataclass(frozen=True)
class Report:
    """What is known of a month; what could not be measured yet is None, and `notes` say why."""

    month: str
    model: str
    rows: int
    drift: Drift | None
    faults: tuple[Fault, ...]
    expected_auc: float
    performance: Performance | None
    notes: tuple[str, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """What is wrong, in words; empty if nothing is."""
        found = [f"{name} drifted (PSI {psi:.2f})" for name, psi in (self.drift.alarms if self.drift else {}).items()]
        found += [str(fault) for fault in self.faults]
        return found + [str(breach) for breach in (self.performance.breaches if self.performance else ())]

    def line(self) -> str:
        """Return the report in one line."""
        state = "; ".join(self.reasons) or "nothing to report"
        incident = " [incident]" if self.drift and self.drift.incident else ""
        return f"{self.month} {self.model}, {self.rows} rows{incident}: {state}"

    def content(self) -> dict[str, Any]:
        """Return what the JSON file holds."""
        return {**asdict(self), "alarm": bool(self.reasons), "reasons": self.reasons}


def write(report: Report, folder: Path) -> Path:
    """Write <month>.json and <month>.html; return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.content(), indent=1, default=str)
    (folder / f"{report.month}.json").write_text(text + "\n", encoding="utf-8")
    page = folder / f"{report.month}.html"
    page.write_text(html(report), encoding="utf-8")
    return page


def html(report: Report) -> str:
    """Return the report as a page that needs nothing from elsewhere."""
    parts = [f"<h1>{escape(report.month)}</h1><p>{escape(report.line())}</p>"]
    parts += [f"<p>{escape(note)}</p>" for note in report.notes]
    if report.drift:
        rows = [
            (one.name, one.test, f"{one.statistic:.3f}", f"{one.corrected:.2g}", f"{one.psi:.3f}", one.alarm)
            for one in sorted(report.drift.features, key=lambda one: -one.psi)
        ]
        parts.append(_table("Drift", ("feature", "test", "statistic", "corrected p", "PSI"), rows))
    if report.faults:
        faults = [(one.feature, one.kind, f"{one.value:.3g}", f"{one.limit:.3g}", True) for one in report.faults]
        parts.append(_table("Quality", ("feature", "fault", "value", "limit"), faults))
    if report.performance:
        parts.append(_table("Performance", ("measure", "value"), _measures(report.performance)))
    parts.append(
        f"<p>AUC to expect from the scores alone: {report.expected_auc:.3f}. It cannot see that customers leave for "
        "other reasons than before: only labels can.</p>"
    )
    head = f"<meta charset=utf-8><title>{escape(report.month)}</title><style>{_STYLE}</style>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{''.join(parts)}</body></html>\n"


def _measures(found: Performance) -> list[tuple[object, ...]]:
    broken = {breach.measure for breach in found.breaches}
    metrics = found.metrics
    return [
        ("labels known", f"{found.known:.1%} of {metrics.n}", False),
        ("AUC", f"{metrics.auc:.4f}", "auc" in broken),
        ("mean score, observed rate", f"{found.mean_score:.4f}, {found.observed_rate:.4f}", "calibration" in broken),
        ("log loss, promised", f"{metrics.log_loss:.4f}, {found.promised_log_loss:.4f}", "log_loss" in broken),
        ("calibration error", f"{metrics.ece:.4f}", False),
    ]


def _table(title: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> str:
    """Return a table; the last entry of each row says whether it is an alarm."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        f"<tr{' class=alarm' if row[-1] else ''}>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row[:-1])}</tr>"
        for row in rows
    )
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>"
