"""`churn loop`: decide about retraining, and do it."""

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from churn.ops.retrain import Signal

if TYPE_CHECKING:
    from churn.ops.loop import Loop, Ticked

app = typer.Typer(no_args_is_help=True)
Day = Annotated[
    datetime | None, typer.Option("--at", formats=["%Y-%m-%d"], help="The day of the round; today if left out.")
]
Reason = Annotated[str, typer.Option(help="Why; recorded.")]
Actor = Annotated[str, typer.Option(help="Who; recorded.")]


@app.command()
def tick(
    at: Day = None,
    signal: Annotated[
        Literal["schedule", "drift", "performance", "new-data"] | None, typer.Option(help="What started this round.")
    ] = None,
    reason: Annotated[str, typer.Option(help="What the signal is about.")] = "",
) -> None:
    """Do one round: look at new months and labels, decide, and train, compare and release if it is time."""
    given = []
    if signal in {"drift", "performance"}:
        given.append(Signal("drift" if signal == "drift" else "performance", reason or "reported by monitoring"))
    elif signal == "new-data":
        given.append(Signal("schedule", reason or "new data"))
    _tell(_loop().tick(_moment(at), given))


@app.command()
def retrain(reason: Reason, actor: Actor, at: Day = None) -> None:
    """Retrain by hand: passes over the cooldown, not over the budget and not over a gate."""
    _tell(_loop().tick(_moment(at), [Signal("manual", reason, actor)]))


@app.command()
def pause(
    until: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day on which the loop may train again.")
    ],
    reason: Reason,
    actor: Actor,
    at: Day = None,
) -> None:
    """Let the loop train nothing by itself until a day."""
    content = {"until": _moment(until).isoformat(), "reason": reason, "actor": actor}
    _loop().state.record("pause", _moment(at), content)
    typer.echo(f"paused until {until:%Y-%m-%d}")


@app.command()
def status(count: Annotated[int, typer.Option(min=1, help="How many events.")] = 20) -> None:
    """Show what serves, and what the loop did last."""
    loop = _loop()
    current = loop.log.current()
    for deployment in current.deployments:
        typer.echo(f"release {current.number}: {deployment.route} {deployment.version}, {deployment.weight:.0%}")
    for event in loop.state.events()[-count:]:
        typer.echo(f"{event.at:%Y-%m-%d %H:%M} {event.kind}: {json.dumps(event.content)[:200]}")


@app.command()
def drill() -> None:
    """Break things on purpose: a drift, models that raise, are slow or badly calibrated; exit 1 if one stays unseen."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from churn import drill as exercises

    logging.getLogger("churn").setLevel(logging.CRITICAL + 1)  # what breaks is meant to
    missed = 0
    with TemporaryDirectory() as folder:
        for outcome in exercises.run(Path(folder), datetime.now(UTC)):
            state = "found" if outcome.passed else "MISSED"
            typer.echo(f"{state} in {outcome.seconds:5.1f} s: {outcome.name}: {outcome.record}")
            missed += not outcome.passed
    if missed:
        raise typer.Exit(1)


def _loop() -> "Loop":
    from churn.integrations import continuous, settings
    from churn.ops import policy
    from churn.ops.loop import Loop
    from churn.ops.release import ReleaseLog
    from churn.ops.state import LoopState

    chosen = settings.load()
    log = ReleaseLog(chosen.releases)
    return Loop(continuous.Production(chosen), LoopState(chosen.loop), log, policy.load())


def _moment(at: datetime | None) -> datetime:
    return at.replace(tzinfo=UTC) if at else datetime.now(UTC)


def _tell(done: "Ticked") -> None:
    decision = done.decision
    if decision.signal:
        verb = "retrained" if decision.retrain else f"not retrained ({decision.refused})"
        typer.echo(f"{decision.signal.trigger}: {decision.signal.reason}: {verb}")
    else:
        typer.echo(decision.refused)
    if done.verdict:
        typer.echo("; ".join(done.verdict.against) or f"challenger wins: AUC {done.verdict.challenger_auc:.4f}")
    if done.release:
        typer.echo(f"release {done.release}")
