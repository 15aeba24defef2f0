"""The order in which rules are shown and judged, the same everywhere."""

from typing import get_args

from maturity.model.rule import PrincipleId, Rule

PRINCIPLES: tuple[PrincipleId, ...] = get_args(PrincipleId)
"""The nine principles, in the order of the documents they come from."""


def catalog_order(rule: Rule) -> tuple[int, int, bool, str]:
    """Sort by level, principle, required before recommended, id."""
    return rule.level, PRINCIPLES.index(rule.principle), not rule.required, rule.id
