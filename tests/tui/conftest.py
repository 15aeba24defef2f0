"""A real assessment of the real sample, made once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from maturity.assess import assess
from maturity.model.assessment import Assessment
from maturity.request import Request
from maturity.tui.opening import Opening
from tests.sample.repository import build

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


class Sample(NamedTuple):
    """The sample repository and what is said of it."""

    folder: Path
    assessment: Assessment

    def opening(self, **more: Any) -> Opening:
        """Return how the UI is opened on it, its files at hand."""
        return replace(Opening(stored=self.assessment, root=self.folder), **more)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = build(tmp_path_factory.mktemp("sample") / "demo")
    return Sample(folder, assess(Request(target=str(folder)), now=NOW))


Alter = Callable[..., Assessment]


@pytest.fixture
def altered(sample: Sample) -> Alter:
    """Change the outcome of some rules of the sample: `altered(**{"ci-trains": "fail"})`."""

    def alter(**statuses: str) -> Assessment:
        findings = tuple(
            finding.model_copy(update={"status": statuses.get(finding.rule, finding.status)})
            for finding in sample.assessment.findings
        )
        return sample.assessment.model_copy(update={"findings": findings})

    return alter
