"""The true probability that a customer leaves: what models have to find, and can never reach in full."""

from typing import Final

import numpy as np

from churn.core.population import Floats, Population

INTERCEPT: Final = -2.93
CONTRACT: Final = np.array([0.75, -0.25, -0.75])
PRICE_BY_PLAN: Final = np.array([5.0, 4.0, 2.5, 1.5])
LATE_BY_PAYMENT: Final = np.array([0.22, 0.18, 0.42, 0.25])


def log_odds(
    people: Population, days_since_login: Floats, calendar_month: int, campaign: Floats, *, concept: float
) -> Floats:
    """Return the log-odds of leaving within 30 days, one per customer.

    `campaign` is the competitors' pressure in the customer's region. `concept` in [0, 1] shrinks the effects of
    engagement and contract, and beyond one half turns that of contracts round: the same customer now leaves for other
    reasons.
    """
    weaker, turned = 1 - 0.8 * concept, 1 - 2 * concept
    charge, before = people.charges[0], people.charges[3]
    price_change = charge / before - 1
    trend = people.usage[0] - people.usage[1:].mean(axis=0)
    late = people.late.sum(axis=0)
    young_and_free = (people.age < 30) & (people.contract == 0)
    ends = (people.contract > 0) & (people.contract_left <= 1)
    angle = 2 * np.pi * calendar_month / 12
    season = 0.22 * np.sin(angle) + 0.12 * np.cos(2 * angle)
    engagement = (
        -0.7 * people.satisfaction
        + 0.5 * (np.log1p(days_since_login) - 1.6)
        - 0.35 * np.clip(trend, -3, 3)
        + 0.22 * (people.tickets.sum(axis=0) - 0.9)
    )
    odds: Floats = (
        INTERCEPT
        + season
        + campaign
        + weaker * engagement
        + turned * (CONTRACT[people.contract] + 0.4 * young_and_free)
        + 1.7 * ends
        + 0.9 * np.exp(-people.tenure / 4.0)
        - 0.12 * np.log1p(people.tenure)
        + PRICE_BY_PLAN[people.plan] * np.clip(price_change, -0.5, 0.6)
        + LATE_BY_PAYMENT[people.payment] * late
        - 0.5 * (people.promo_left > 1)
        + 0.7 * (people.promo_left == 1)
        + 0.35 * (people.household == 1) * (people.plan == 3)
    )
    return odds
