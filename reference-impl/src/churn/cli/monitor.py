"""`churn monitor`: look at a month of what was scored; each command writes the month's report and says it in a line."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from churn.monitoring.report import Report

if TYPE_CHECKING:
    from churn.integrations.continuous import Production

app = typer.Typer(no_args_is_help=True)
REPORTS: Final = Path("reports/monitoring")
What = Literal["drift", "quality", "performance"]
Window = Annotated[str, typer.Option(help="The month, as YYYY-MM; without it the newest that tells something.")]
Now = Annotated[
    datetime | None, typer.Option("--at", formats=["%Y-%m-%d"], help="The day; labels known later are not read.")
]
Output = Annotated[
    Path | None, typer.Option(help="Append alarm=true|false and reason=... to this file, for a workflow.")
]


class NothingToMonitor(LookupError):
    """There is no month to look at; the message says what to do."""


@app.command()
def drift(window: Window = "", at: Now = None, github_output: Output = None) -> None:
    """Hold features and scores of a month against the months that the champion knows."""
    _say(_survey(window, at, "drift"), "drift", github_output)


@app.command()
def quality(window: Window = "", at: Now = None, github_output: Output = None) -> None:
    """Look for missing values, ranges, unknown words and broken scales."""
    _say(_survey(window, at, "quality"), "quality", github_output)


@app.command()
def performance(window: Window = "", at: Now = None, github_output: Output = None) -> None:
    """Measure AUC, log loss and calibration on the labels that have arrived."""
    _say(_survey(window, at, "performance"), "performance", github_output)


@app.command()
def report(window: Window = "", at: Now = None) -> None:
    """Write the whole report of a month, and say where."""
    found = _survey(window, at, "drift")
    typer.echo(found.line())
    typer.echo(str(REPORTS / f"{found.month}.html"))


def _survey(window: str, at: datetime | None, what: What) -> Report:
    """Look at a month and write its report; of performance, the newest month whose labels are known."""
    from churn.core import artifact
    from churn.integrations import continuous, settings
    from churn.monitoring import report as reports
    from churn.ops import policy
    from churn.ops.survey import survey

    chosen = settings.load()
    project, deployment = continuous.Production(chosen), continuous.champion(chosen)
    day = at.date() if at else _today(project)
    months = [window] if window else list(reversed(project.months(day)))
    if not months or (window and window not in project.months(day)):
        raise NothingToMonitor(
            f"no complete month {window} of features at {day}; `churn task run featurise` makes them"
        )
    model = artifact.load(Path(deployment.folder))
    found = survey(project, deployment, model, months[0], day, policy.load().monitoring)
    for month in months[1:4] if what == "performance" else ():
        if found.performance:
            break
        found = survey(project, deployment, model, month, day, policy.load().monitoring)
    reports.write(found, REPORTS)
    return found


def _today(project: "Production") -> date:
    """Return today, or the day after the newest month if that is later: simulated months may lie in the future."""
    newest = max(project.all_months(), default="")
    known = (date.fromisoformat(f"{newest}-01") + timedelta(days=62)) if newest else date.min
    return max(datetime.now(UTC).date(), known)


def _say(found: Report, what: What, output: Path | None) -> None:
    reasons = {
        "drift": [] if found.drift is None else [f"{name} (PSI {psi:.2f})" for name, psi in found.drift.alarms.items()],
        "quality": [str(fault) for fault in found.faults],
        "performance": [] if found.performance is None else [str(breach) for breach in found.performance.breaches],
    }[what]
    typer.echo("\n".join([found.line(), *found.notes]))
    if output:
        with output.open("a", encoding="utf-8") as file:
            file.write(f"alarm={str(bool(reasons)).lower()}\nreason={found.month}: {'; '.join(reasons)}\n")
