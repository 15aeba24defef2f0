"""What a colour means. Screens ask for a meaning; the theme has the colours."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maturity.model.activity import Activity
    from maturity.model.comparison import Change
    from maturity.model.facts.lineage import LinkState
    from maturity.model.finding import Status

TONES = ("plain", "strong", "quiet", "good", "bad", "doubt", "accent", "data", "model", "delivery")

STATUS_TONES: "dict[Status, str]" = {
    "pass": "good",
    "fail": "bad",
    "unknown": "doubt",
    "not-assessed": "quiet",
    "not-applicable": "quiet",
    "manual": "doubt",
}

LEVEL_TONES = ("bad", "doubt", "accent", "good")

LINK_TONES: "dict[LinkState, str]" = {"proved": "good", "broken": "bad", "unknown": "doubt", "absent": "quiet"}
LINK_SYMBOLS: "dict[LinkState, str]" = {"proved": "✓", "broken": "✗", "unknown": "?", "absent": "–"}

STYLES = {
    "plain": "",
    "strong": "bold",
    "quiet": "$quiet",
    "good": "$text-success",
    "bad": "$text-error",
    "doubt": "$text-warning",
    "accent": "$text-accent",
    "data": "$text-secondary",
    "model": "$text-accent",
    "delivery": "$text-primary",
}
"""The style of each tone, for text that knows the theme."""

_DATA = frozenset({"prepare-data", "validate-data", "version-data", "use-features", "log-dataset"})
_MODEL = frozenset(
    {"train", "evaluate", "gate", "compare-champion", "register", "promote", "log-model", "sign-model", "track"}
)
_CHECKS = frozenset({"test", "lint", "format", "type-check", "audit-dependencies", "explain", "evaluate-fairness"})
_DELIVERY = frozenset(
    {"build-image", "push-image", "deploy", "roll-back", "split-traffic", "serve", "score", "store-predictions"}
)
_WATCHING = frozenset(
    {"export-metrics", "detect-drift", "alert", "retrain-on-drift", "monitor-performance", "collect-feedback"}
)


def activity_tone(activity: "Activity") -> str:
    """Return the tone of an activity: data, model, checks, delivery, watching, and the rest."""
    groups = {"data": _DATA, "model": _MODEL, "good": _CHECKS, "delivery": _DELIVERY, "doubt": _WATCHING}
    return next((tone for tone, group in groups.items() if activity in group), "quiet")


def change_mark(change: "Change | None") -> tuple[str, str]:
    """Return the sign of a change and its tone."""
    if change is None:
        return "", "plain"
    return {"better": ("▲", "good"), "worse": ("▼", "bad"), "same": ("•", "doubt")}[change.direction]
