"""What configuration means to the gate, the sources and the rules."""

import pytest

from maturity.configuration.effects import policy, profiled, settings
from maturity.configuration.layers import read, resolve
from maturity.errors import UsageError
from maturity.model.settings import Settings
from maturity.resources import folder
from maturity.rules.load import load_catalog

GOALS = """
[gate]
level = 1
principles = {monitorability = 2}
[[gate.goals]]
environment = "production"
level = 2
[[gate.goals]]
environment = "production"
criticality = "high"
level = 3
[[gate.goals]]
criticality = "low"
level = 0
"""


def test_the_goal_that_names_most_decides() -> None:
    configured = resolve(read(GOALS, "maturity.toml", "repository"))
    assert policy(configured).level == 1
    assert policy(configured).principles == {"monitorability": 2}
    assert policy(configured, environment="production").level == 2
    assert policy(configured, environment="production", criticality="high").level == 3
    assert policy(configured, environment="staging", criticality="low").level == 0
    with pytest.raises(UsageError, match="no goal is declared for staging"):
        policy(configured, environment="staging")


def test_settings_are_the_defaults_until_somebody_sets_them() -> None:
    assert settings(resolve()) == Settings()
    changed = resolve(read('[settings]\nserving-aliases = ["blue"]\nhash-sample = 0\n', "x.toml", "repository"))
    assert settings(changed) == Settings(serving_aliases=("blue",), hash_sample=0)


def test_a_profile_changes_level_and_need_of_rules() -> None:
    rules = load_catalog(folder("checks")).rules
    text = '[rules]\nprofile = "strict"\n[profiles.strict]\npre-commit = {level = 2, required = true}\n'
    changed = {rule.id: rule for rule in profiled(rules, resolve(read(text, "x.toml", "file")))}
    assert (changed["pre-commit"].level, changed["pre-commit"].required) == (2, True)
    assert changed["license"] == {rule.id: rule for rule in rules}["license"]
    with pytest.raises(UsageError, match="no profile 'strikt'; did you mean 'strict'"):
        profiled(rules, resolve(read(text.replace('= "strict"', '= "strikt"'), "x.toml", "file")))
    with pytest.raises(UsageError, match="no rule 'pre-comit'; did you mean 'pre-commit'"):
        profiled(rules, resolve(read(text.replace("pre-commit =", "pre-comit ="), "x.toml", "file")))
