"""What the configuration in force means to the rooms that work with it. Pure."""

from collections.abc import Iterable

from maturity.configuration.keys import Goal
from maturity.configuration.layers import InForce
from maturity.errors import UsageError
from maturity.model.policy import Policy
from maturity.model.rule import Rule
from maturity.model.settings import Settings
from maturity.rules.validate import suggest


def settings(configured: InForce) -> Settings:
    """Return how live sources are read."""
    return Settings(
        serving_aliases=configured["settings.serving-aliases"],
        commit_tag=configured["settings.commit-tag"],
        run_window_days=configured["settings.run-window-days"],
        fresh_days=configured["settings.fresh-days"],
        runs_per_experiment=configured["settings.runs-per-experiment"],
        hash_sample=configured["settings.hash-sample"],
        hash_seed=configured["settings.hash-seed"],
    )


def policy(configured: InForce, *, environment: str = "", criticality: str = "") -> Policy:
    """Return what the gate demands; a goal for this environment and criticality comes before the general level.

    Raises:
        UsageError: goals are asked for by an environment or a criticality that none of them names.
    """
    level = configured["gate.level"]
    if environment or criticality:
        level = _goal(configured["gate.goals"], environment, criticality).level
    return Policy(
        level=level,
        principles=configured["gate.principles"],
        score=configured["gate.score"],
        sources=configured["gate.require-sources"],
        frameworks=configured["gate.frameworks"],
        waivers=configured["gate.waivers"],
    )


def profiled(rules: Iterable[Rule], configured: InForce) -> tuple[Rule, ...]:
    """Return the rules as the profile in force has them.

    Raises:
        UsageError: there is no such profile, or it names a rule that does not exist.
    """
    name, profiles = configured["rules.profile"], configured["profiles"]
    known = {rule.id: rule for rule in rules}
    if not name:
        return tuple(known.values())
    if name not in profiles:
        raise UsageError(f"there is no profile {name!r}{suggest(name, profiles) or '; [profiles.NAME] declares one'}")
    for rule, override in profiles[name].items():
        if rule not in known:
            raise UsageError(f"profile {name!r}: there is no rule {rule!r}{suggest(rule, known)}")
        known[rule] = known[rule].model_copy(update=override.model_dump(exclude_none=True))
    return tuple(known.values())


def _goal(goals: tuple[Goal, ...], environment: str, criticality: str) -> Goal:
    """Return the goal that names most of what was asked for."""
    fitting = [
        goal for goal in goals if goal.environment in ("", environment) and goal.criticality in ("", criticality)
    ]
    if not fitting:
        asked = ", ".join(filter(None, (environment, criticality)))
        raise UsageError(f"no goal is declared for {asked}; add one as [[gate.goals]]")
    return max(fitting, key=lambda goal: (bool(goal.environment), bool(goal.criticality)))
