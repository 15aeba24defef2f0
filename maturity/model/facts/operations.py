"""Facts about running systems declared in the repository."""

from typing import Literal

from maturity.model.facts.located import Located


class AlertRuleFact(Located):
    """A threshold on a monitored value that notifies somebody."""

    kind: Literal["alert-rule"] = "alert-rule"
    technology: str
    name: str


class DashboardFact(Located):
    """A dashboard declared as code."""

    kind: Literal["dashboard"] = "dashboard"
    technology: str
