"""The loop: look at what was scored, decide about retraining, train, compare, release. One `tick` is one such round.

Time is an argument: a simulated year takes a minute, and no label is read before it was known.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from churn.core import artifact, evaluate
from churn.core.encode import encode
from churn.core.predict import Model
from churn.core.spec import AVAILABLE, MONTH, TARGET
from churn.monitoring import drift, performance, quality
from churn.ops import promote, release, retrain, rollback
from churn.ops.policy import Policy
from churn.ops.release import Deployment, Expected, ReleaseLog
from churn.ops.retrain import Decision, Signal, Window
from churn.ops.state import LoopState

ACTOR: Final = "loop"
ON_TRIAL: Final = "a canary is on trial: wait for it, or roll it back"
LABELLED_MONTHS: Final = 6
"""New labels are counted in the newest months; older ones are all known."""


@dataclass(frozen=True)
class Candidate:
    """A trained model: its folder, version and run, and labelled rows that it was not trained on."""

    folder: Path
    version: str
    run_id: str | None
    holdout: pa.Table


class Project(Protocol):
    """Where the loop gets its data from, and who trains."""

    def months(self, at: date) -> list[str]:
        """Return the months, as YYYY-MM, whose features were complete at a date."""
        ...

    def scored(self, month: str, by: Deployment, model: Model) -> pa.Table:
        """Return keys, features and `score` of a month, as this deployment answered or would have."""
        ...

    def labels(self, month: str) -> pa.Table:
        """Return a month's labels with the day on which each was known; empty if there are none yet."""
        ...

    def holdout(self) -> pa.Table:
        """Return labelled rows that the first champion was not trained on."""
        ...

    def train(self, at: datetime, reason: str, since: str | None) -> Candidate:
        """Train on what was known at a time; on no month before `since`, YYYY-MM, if one is given."""
        ...

    def promoted(self, deployment: Deployment, evidence: dict[str, Any]) -> None:
        """Tell the registry that this model serves everybody now."""
        ...


@dataclass(frozen=True)
class Ticked:
    """What a round did."""

    decision: Decision
    verdict: promote.Verdict | None = None
    release: int | None = None
    """The number of the release that it made."""


class Loop:
    """Rounds over one project."""

    def __init__(
        self,
        project: Project,
        state: LoopState,
        log: ReleaseLog,
        policy: Policy,
        load: Callable[[Path], Model] = artifact.load,
    ) -> None:
        self.project, self.state, self.log, self.policy, self._load = project, state, log, policy, load

    def tick(self, at: datetime, signals: Sequence[Signal] = ()) -> Ticked:
        """Do one round: a canary goes a step further; otherwise look, decide, and retrain if it is time."""
        if self.log.current().get("canary"):
            manual = next((signal for signal in signals if signal.trigger == "manual"), None)
            number = None if manual else self._advance(at)
            return Ticked(Decision(retrain=False, signal=manual, refused=ON_TRIAL), release=number)
        found = [*signals, *self.look(at)]
        decision = self.state.claim(found, self.new_labels(at) if found else 0, self.policy.loop, at)
        if decision.retrain and decision.signal is not None:
            candidate = self._train(at, decision.signal)
            reason = f"trained after {decision.signal.trigger}: {decision.signal.reason}"
            verdict, made = self.challenge(candidate, reason=reason, actor=decision.signal.actor or ACTOR, at=at)
            return Ticked(decision, verdict, made)
        return Ticked(decision)

    def challenge(
        self, candidate: Candidate, *, reason: str, actor: str, at: datetime, approved_by: str = ""
    ) -> tuple[promote.Verdict, int | None]:
        """Compare a candidate with the champion; if it wins, start a canary. Return the verdict and the release."""
        verdict = self.compare(candidate)
        made = self._release(candidate, reason=reason, actor=actor, at=at) if verdict.promoted else None
        who = {"actor": actor, "reason": reason, "approved_by": approved_by}
        content = {"version": candidate.version, "promoted": verdict.promoted, **who, **asdict(verdict)}
        self.state.record("promotion", at, content)
        return verdict, made

    def look(self, at: datetime) -> list[Signal]:
        """Look at the months that were not looked at yet, and return the signals that they give together."""
        champion = self.log.current().champion
        baseline = self.baseline(champion, at)
        months = self.project.months(at.date())
        self._windows(champion, baseline, months, at)
        self._performance(champion, baseline, months, at)
        policy, unusual = self.policy.loop, self._unusual()
        found = [retrain.drift_signal(self.state.windows(), policy), self._lost(champion, unusual)]
        if not months or months[-1] not in unusual:
            days = policy.cooldown_days if self._young(months) else policy.schedule_days
            found.append(retrain.schedule_signal(self.state.history(), days, at, self._since(champion)))
        return [signal for signal in found if signal]

    def baseline(self, champion: Deployment, at: datetime) -> dict[str, Any]:
        """Return what a champion is held against: AUC on the holdout, the holdout's last month, reference months."""
        events = [event.content for event in self.state.events("baseline")]
        if known := [one for one in events if one["digest"] == champion.digest]:
            return known[-1]
        return self._remember(
            champion.digest, self._load(Path(champion.folder)), self.project.holdout(), at, first=True
        )

    def turned(self) -> str | None:
        """Return the month from which on customers leave for other reasons, as far as labels have shown it.

        It is the first of the newest months in a row whose order the model lost; what was true before it is true no
        more, and is not trained on again. A lost calibration alone is mended with all rows.
        """
        first: str | None = None
        events = [event.content for event in self.state.events("performance")]
        for month, breaches in sorted((one["month"], one["breaches"]) for one in events):
            lost = any(breach.startswith("auc") for breach in breaches)
            first = (first or month) if lost else None
        before = [event.content["since"] for event in self.state.events("trained")]
        return first or (before[-1] if before else None)

    def _young(self, months: Sequence[str]) -> bool:
        """Tell whether the world has turned not long ago: each month adds much to the few that a model has learnt."""
        since = self.turned()
        return since is not None and sum(month >= since for month in months) <= self.policy.monitoring.reference_months

    def compare(self, candidate: Candidate) -> promote.Verdict:
        """Hold a candidate against the champion, on rows that neither was trained on."""
        old, new = self._load(Path(self.log.current().champion.folder)), self._load(candidate.folder)
        batch = encode(candidate.holdout)
        limits = self.policy.promotion
        verdict = promote.judge(
            candidate.holdout[TARGET].to_numpy(),
            old.predict(batch),
            new.predict(batch),
            promote.protected(candidate.holdout),
            latency_ms=promote.latency(new, batch),
            limits=limits,
        )
        return verdict if not verdict.promoted else promote.gated(verdict, limits)

    def new_labels(self, at: datetime) -> int:
        """Return how many labels became known since the last training, or since the champion's release."""
        since = max(self.state.history().retrainings, default=self._since(self.log.current().champion)).date()
        count = 0
        for month in self.project.months(at.date())[-LABELLED_MONTHS:]:
            known = self.project.labels(month)[AVAILABLE]
            fresh = pc.and_(pc.greater(known, pa.scalar(since)), pc.less_equal(known, pa.scalar(at.date())))
            count += pc.sum(fresh).as_py() or 0
        return count

    def _since(self, champion: Deployment) -> datetime:
        return next(one.at for one in self.log.history() if any(d.digest == champion.digest for d in one.deployments))

    def _windows(self, champion: Deployment, baseline: dict[str, Any], months: list[str], at: datetime) -> None:
        seen = {event.content["month"] for event in self.state.events("window")}
        trainings = [event.content["reference"] for event in self.state.events("trained")]
        known = trainings[-1] if trainings else baseline["reference"]  # what a training has answered is no news
        wanted = [month for month in months if month > known[-1] and month not in seen]
        if not wanted:
            return
        model, limits = self._load(Path(champion.folder)), self.policy.monitoring
        reference = pa.concat_tables([self.project.scored(one, champion, model) for one in known])
        for month in wanted:
            current = self.project.scored(month, champion, model)
            try:
                found = drift.compare(reference, current, limits.drift)
            except evaluate.NotMeasurable:
                continue
            faults = tuple(str(fault) for fault in quality.faults(reference, current, limits.quality))
            self.state.record("window", at, asdict(Window(month, found.alarms, found.incident, faults)))

    def _performance(self, champion: Deployment, baseline: dict[str, Any], months: list[str], at: datetime) -> None:
        events = [event.content for event in self.state.events("performance")]
        seen = {one["month"] for one in events if one["digest"] == champion.digest}
        wanted = [month for month in months if month > baseline["holdout_until"] and month not in seen]
        for month in wanted:
            labelled = self.project.labels(month)
            if not labelled.num_rows or pc.min(labelled[AVAILABLE]).as_py() > at.date():
                continue
            scored = self.project.scored(month, champion, self._load(Path(champion.folder)))
            try:
                measured = performance.measure(
                    scored, labelled, at.date(),
                    reference_auc=baseline["auc"], limits=self.policy.monitoring.performance,
                )  # fmt: skip
            except evaluate.NotMeasurable:
                continue
            content = {"month": month, "digest": champion.digest, **asdict(measured.metrics)}
            breaches = [str(breach) for breach in measured.breaches]
            self.state.record("performance", at, {**content, "breaches": breaches})

    def _lost(self, champion: Deployment, unusual: frozenset[str]) -> Signal | None:
        """Return a signal if the newest measured month of this champion is bad, and was a month like others."""
        events = [event.content for event in self.state.events("performance")]
        own = [one for one in events if one["digest"] == champion.digest]
        if not own or not own[-1]["breaches"] or own[-1]["month"] in unusual:
            return None
        return Signal("performance", f"{own[-1]['month']}: {'; '.join(own[-1]['breaches'])}")

    def _unusual(self) -> frozenset[str]:
        return retrain.unusual([Window(**event.content) for event in self.state.events("window")], self.policy.loop)

    def _reference(self, months: Sequence[str]) -> list[str]:
        unusual = self._unusual()
        usual = [month for month in months if month not in unusual]
        return usual[-self.policy.monitoring.reference_months :]

    def _train(self, at: datetime, signal: Signal) -> Candidate:
        since = self.turned()
        try:
            candidate = self.project.train(at, f"{signal.trigger}: {signal.reason}", since)
        except Exception as error:
            self.state.record("failed", at, {"error": str(error) or type(error).__name__})
            raise
        content = {"version": candidate.version, "run_id": candidate.run_id, "since": since}
        self.state.record("trained", at, {**content, "reference": self._reference(self.project.months(at.date()))})
        return candidate

    def _release(self, candidate: Candidate, *, reason: str, actor: str, at: datetime) -> int:
        """Start a canary, and note what it will be held against as champion."""
        model, holdout = self._load(candidate.folder), candidate.holdout
        deployment = release.deployment(
            "canary",
            candidate.folder,
            version=candidate.version,
            run_id=candidate.run_id,
            expected=Expected.of(model.predict(encode(holdout)), holdout[TARGET].to_numpy()),
        )
        deployments = release.start(self.log.history(), deployment)
        self._remember(deployment.digest, model, holdout, at, first=False)
        return self.log.append("canary", deployments, actor=actor, reason=reason[:1000], at=at).number

    def _advance(self, at: datetime) -> int | None:
        """Let the canary serve more if it did long enough: had a guard broken, it would be rolled back by now.

        A person may have released it uncompared: before it is the champion, it is compared again.
        """
        current = self.log.current()
        if at - current.at < timedelta(hours=self.policy.promotion.step_hours):
            return None
        canary, reason, steps = current.get("canary"), "no guard broke", release.advance(current)
        if canary is None or any(one.route == "canary" for one in steps):
            return self.log.append("advance", steps, actor=ACTOR, reason=reason, at=at).number
        found = self.compare(Candidate(Path(canary.folder), canary.version, canary.run_id, self.project.holdout()))
        if not found.promoted:
            back = rollback.roll_back(self.log, actor=ACTOR, reason="; ".join(found.against)[:1000], at=at)
            return back.number if back else None
        made = self.log.append("advance", steps, actor=ACTOR, reason=reason, at=at)
        told = [one.content for one in self.state.events("promotion") if one.content["version"] == canary.version]
        by = {"actor": ACTOR, "reason": reason} | asdict(found)
        self.project.promoted(made.champion, told[-1] if told else by)
        return made.number

    def _remember(self, digest: str, model: Model, holdout: pa.Table, at: datetime, *, first: bool) -> dict[str, Any]:
        """Note a model's AUC, and the months it is held against: those up to its holdout, or to its release."""
        until = pc.max(holdout[MONTH]).as_py().strftime("%Y-%m")
        months = [month for month in self.project.months(at.date()) if not first or month <= until]
        content = {
            "digest": digest,
            "auc": evaluate.auc(holdout[TARGET].to_numpy(), model.predict(encode(holdout))),
            "holdout_until": until,
            "reference": self._reference(months),
        }
        self.state.record("baseline", at, content)
        return content
