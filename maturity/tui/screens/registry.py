"""The screens, in the order of their keys. A new one is a line here and a file beside."""

from maturity.tui.screens.findings import Findings
from maturity.tui.screens.graph import Graph
from maturity.tui.screens.lineage import Lineage
from maturity.tui.screens.overview import Overview
from maturity.tui.screens.page import Page
from maturity.tui.screens.plan import Plan
from maturity.tui.screens.rules import Rules

PAGES: tuple[type[Page], ...] = (Overview, Findings, Graph, Lineage, Plan, Rules)
