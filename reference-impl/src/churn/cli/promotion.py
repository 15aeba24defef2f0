"""`churn model promote` and `rollback`: a person compares and releases, or takes a model out of service."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

Reason = Annotated[str, typer.Option(help="Why; recorded.")]
Actor = Annotated[str, typer.Option(help="Who; recorded.")]
Approver = Annotated[str, typer.Option(help="Who agreed (governance/roles.yaml says who may); recorded.")]


class NotPromoted(Exception):
    """The comparison speaks against the challenger; the message says what."""


def promote(reason: Reason, actor: Actor, approved_by: Approver = "") -> None:
    """Compare the pipeline's model with the champion, and start a canary if it wins; exit 1 if it does not.

    The very first model has passed the gates of the pipeline and nobody to be compared with: it becomes the champion.
    """
    from churn.integrations import continuous, settings, training
    from churn.ops import policy, release
    from churn.ops.loop import Candidate, Loop
    from churn.ops.state import LoopState

    chosen = settings.load()
    known = training.last(chosen)
    if not known or not known.version:
        raise training.NotRecorded("no version is registered from here; `churn model register` makes one")
    project, log = continuous.Production(chosen), release.ReleaseLog(chosen.releases)
    if not log.number():
        first = release.deployment("canary", continuous.keep(chosen), version=known.version, run_id=known.run_id)
        made = release.release(log, first, actor=actor, reason=reason)
        project.promoted(made.champion, {"actor": actor, "reason": reason, "approved_by": approved_by})
        typer.echo(f"release {made.number}: version {known.version} is the first champion")
        return
    loop = Loop(project, LoopState(chosen.loop), log, policy.load())
    candidate = Candidate(continuous.keep(chosen), known.version, known.run_id, project.holdout())
    verdict, number = loop.challenge(
        candidate, reason=reason, actor=actor, at=datetime.now(UTC), approved_by=approved_by
    )
    typer.echo(json.dumps(asdict(verdict), indent=1))
    if number is None:
        raise NotPromoted(f"version {known.version}: {'; '.join(verdict.against)}")
    typer.echo(f"release {number}: version {known.version} serves as canary")


def rollback(reason: Reason, actor: Actor) -> None:
    """Take the newest model out of service; the release before it serves again within seconds."""
    from churn.integrations import aliases, settings
    from churn.integrations.register import NotRegistered
    from churn.ops.release import ReleaseLog
    from churn.ops.rollback import roll_back

    chosen = settings.load()
    made = roll_back(ReleaseLog(chosen.releases), actor=actor, reason=reason)
    assert made is not None, "only a watched release can be taken back by another"
    try:
        aliases.promote(chosen, made.champion.version, {"actor": actor, "reason": reason})
    except NotRegistered as unknown:
        typer.echo(f"@champion stays where it is: {unknown}")
    typer.echo(f"release {made.number} restores {made.restores}: {made.champion.name} {made.champion.version}")
