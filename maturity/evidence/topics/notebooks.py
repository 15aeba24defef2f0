"""Notebooks, and whether they ran top to bottom."""

from collections.abc import Iterator

from maturity.evidence.graph.reach import Reach
from maturity.evidence.layout import vendored
from maturity.evidence.project import Project
from maturity.model.facts.code import NotebookFact


def collect(project: Project, reach: Reach) -> Iterator[NotebookFact]:
    """Yield one fact for each notebook that could be read."""
    for path, module in project.modules.items():
        if path.endswith(".ipynb") and not module.problem and not vendored(path):
            yield NotebookFact(
                at=project.place(path, None), in_order=module.in_order, activities=reach.of(f"py:{path}")
            )
