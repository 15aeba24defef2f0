"""`make drill`: what is broken on purpose is found, answered and recorded; and the drill itself can fail."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from churn import drill
from churn.ops.release import ReleaseLog

AT = datetime(2025, 3, 1, tzinfo=UTC)


def test_every_fault_is_found_and_rolled_back(tmp_path: Path) -> None:
    outcomes = list(drill.run(tmp_path, AT))
    assert [outcome for outcome in outcomes if not outcome.passed] == []
    assert {outcome.name for outcome in outcomes} == {"a drift of customers and prices", *drill.FAULTS}
    log = ReleaseLog(tmp_path / "releases")
    assert [one.action for one in log.history()] == ["first", *(["canary", "rollback"] * 3)]
    assert log.current().champion.version == "1"
    assert sum(event["event"] == "guard-breach" for event in log.events()) == 3


def test_a_drill_in_which_nothing_breaks_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "FAULTS", {"a model that raises": drill.Faulty})
    monkeypatch.setattr(drill, "MOST_SECONDS", 3.0)
    logging.getLogger("churn").setLevel(logging.CRITICAL)
    good = list(drill.run(tmp_path, AT))[-1]
    assert not good.passed
    assert ReleaseLog(tmp_path / "releases").current().get("canary"), "a good canary stays"
