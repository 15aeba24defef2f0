"""Whether to retrain now: pure functions of what was seen and done so far. No clock, no file, no model here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Trigger = Literal["manual", "performance", "drift", "schedule"]
ORDER: Final[tuple[Trigger, ...]] = ("manual", "performance", "drift", "schedule")
"""Of several signals the first of these is answered: people, then labels, then inputs, then the calendar."""


class RetrainPolicy(BaseModel):
    """When retraining is worth its cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cooldown_days: int = Field(21, ge=0, description="between two retrainings; people may pass over it")
    monthly_budget: int = Field(2, ge=1, description="retrainings in a calendar month, those by hand among them")
    min_new_labels: int = Field(1000, ge=0, description="labels since the last training; fewer teach nothing new")
    schedule_days: int = Field(92, ge=1, description="without another reason, retrain after so many days")
    drift_windows: int = Field(2, ge=1, description="windows in a row that a drift has to last")
    receding: float = Field(0.9, gt=0, le=1, description="a drift below this share of its peak goes away by itself")
    recovery_windows: int = Field(3, ge=0, description="windows after an incident whose drift is its consequence")


@dataclass(frozen=True)
class Signal:
    """A reason to retrain; a manual one names its actor."""

    trigger: Trigger
    reason: str
    actor: str | None = None


@dataclass(frozen=True)
class Window:
    """One month of inputs: alarms with their stability index, whether an incident was going on, faults of feeds."""

    month: str
    alarms: Mapping[str, float] = field(default_factory=dict)
    incident: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """What was done: when retrainings began, labels that became known since the last, and a pause, if there is one."""

    retrainings: tuple[datetime, ...] = ()
    new_labels: int = 0
    paused_until: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """What to do, why, and who wants it; `refused` says what stands against a signal."""

    retrain: bool
    signal: Signal | None = None
    refused: str = ""


def decide(signals: Sequence[Signal], history: History, policy: RetrainPolicy, now: datetime) -> Decision:
    """Answer the most important signal. Raises ValueError for a manual one without actor or reason."""
    if not signals:
        return Decision(retrain=False, refused="no signal")
    signal = min(signals, key=lambda one: ORDER.index(one.trigger))
    if signal.trigger == "manual" and not (signal.actor and signal.reason.strip()):
        raise ValueError("a retraining by hand is recorded with --actor and --reason; give both")
    against = _against(signal, history, policy, now)
    return Decision(retrain=not against, signal=signal, refused=against)


def drift_signal(windows: Sequence[Window], policy: RetrainPolicy) -> Signal | None:
    """Return a signal if a drift lasts: in the newest windows in a row, oldest first, and not going away by itself.

    Unusual windows do not count: what they show is to be mended or will pass, and who learns it is wrong twice.
    """
    recent = windows[-policy.drift_windows :]
    odd = unusual(windows, policy)
    if len(recent) < policy.drift_windows or any(window.month in odd for window in recent):
        return None
    lasting = set.intersection(*(set(window.alarms) for window in recent))
    newest = recent[-1].alarms
    grown = sorted(name for name in lasting if newest[name] >= policy.receding * _peak(name, windows))
    if not grown:
        return None
    return Signal("drift", f"{', '.join(grown)} drifted in {len(recent)} windows in a row")


def unusual(windows: Sequence[Window], policy: RetrainPolicy) -> frozenset[str]:
    """Return the months with a faulty feed, with an incident, or so soon after one that they show its consequences."""
    found = {window.month for window in windows if window.faults}
    for place, window in enumerate(windows):
        if window.incident:
            found |= {one.month for one in windows[place : place + 1 + policy.recovery_windows]}
    return frozenset(found)


def schedule_signal(history: History, days: int, now: datetime, first: datetime) -> Signal | None:
    """Return a signal if the last retraining, or else `first`, the champion's release, is so many days ago."""
    passed = (now - max(history.retrainings, default=first)).days
    return Signal("schedule", f"{passed} days since the last training") if passed >= days else None


def _peak(name: str, windows: Sequence[Window]) -> float:
    """Return the largest index of a feature since its alarm began."""
    peak = 0.0
    for window in reversed(windows):
        if name not in window.alarms:
            break
        peak = max(peak, window.alarms[name])
    return peak


def _against(signal: Signal, history: History, policy: RetrainPolicy, now: datetime) -> str:
    month = sum((one.year, one.month) == (now.year, now.month) for one in history.retrainings)
    if month >= policy.monthly_budget:
        return f"budget: {month} retrainings this month, {policy.monthly_budget} are allowed"
    if signal.trigger == "manual":
        return ""
    if history.paused_until and now < history.paused_until:
        return f"paused until {history.paused_until:%Y-%m-%d}"
    last = max(history.retrainings, default=None)
    if last and now - last < timedelta(days=policy.cooldown_days):
        return f"cooldown: {(now - last).days} of {policy.cooldown_days} days since the last retraining"
    if history.new_labels < policy.min_new_labels:
        return f"labels: {history.new_labels} new ones, {policy.min_new_labels} are needed"
    return ""
