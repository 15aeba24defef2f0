"""Releases and rollbacks: what serves, what served, and the way back."""

import json
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from churn.ops.release import (
    Deployment,
    ReleaseConflict,
    ReleaseError,
    ReleaseLog,
    Route,
    advance,
    condemned,
    deployment,
    release,
)
from churn.ops.rollback import roll_back


def model(version: str, route: Route = "canary", weight: float = 0.0) -> Deployment:
    digest = f"{int(version):064x}"
    return Deployment(
        route=route, name="mlp", version=version, folder=f"models/{version}", digest=digest, run_id=None, weight=weight
    )


def served(log: ReleaseLog) -> dict[str, tuple[str, float]]:
    return {one.route: (one.version, round(one.weight, 6)) for one in log.current().deployments}


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    log = ReleaseLog(tmp_path / "releases")
    release(log, model("1"), actor="ada", reason="first")
    return log


def go_on(log: ReleaseLog) -> None:
    log.append("advance", advance(log.current()), actor="ada", reason="guards are quiet")


def test_a_canary_takes_its_steps_and_becomes_the_champion(log: ReleaseLog) -> None:
    assert served(log) == {"champion": ("1", 1.0)}
    release(log, model("2"), actor="ada", reason="retrained")
    assert served(log) == {"champion": ("1", 0.95), "canary": ("2", 0.05)}
    go_on(log)
    assert served(log) == {"champion": ("1", 0.75), "canary": ("2", 0.25)}
    go_on(log)
    assert served(log) == {"champion": ("2", 1.0)}
    with pytest.raises(ReleaseError, match="release 4: has no canary"):
        advance(log.current())
    assert [one.action for one in log.history()] == ["first", "canary", "advance", "advance"]


def test_roles_share_the_customers(log: ReleaseLog) -> None:
    release(log, model("2", "shadow"), actor="ada", reason="look")
    release(log, model("3", "challenger", 0.3), actor="ada", reason="experiment")
    release(log, model("4"), actor="ada", reason="retrained")
    assert served(log) == {
        "champion": ("1", 0.65), "shadow": ("2", 0.0), "challenger": ("3", 0.3), "canary": ("4", 0.05)
    }  # fmt: skip
    with pytest.raises(ReleaseError, match="weights would pass 1"):
        release(log, model("5", "challenger", 0.96), actor="ada", reason="too much")


@pytest.mark.parametrize(
    ("fault", "deployments"),
    [
        ("one champion", [model("1", "canary", 1)]),
        ("no role twice", [model("1", "champion", 0.5), model("2", "champion", 0.5)]),
        ("add up to 1", [model("1", "champion", 0.5)]),
        ("a shadow answers nobody", [model("1", "champion", 0.5), model("2", "shadow", 0.5)]),
    ],
)
def test_an_impossible_release_is_refused(log: ReleaseLog, fault: str, deployments: list[Deployment]) -> None:
    with pytest.raises(ReleaseError, match=fault):
        log.append("canary", deployments, actor="ada", reason="wrong")
    assert log.number() == 1


def test_rollback_restores_and_condemns(log: ReleaseLog) -> None:
    release(log, model("2"), actor="ada", reason="retrained")
    go_on(log)
    back = roll_back(log, actor="guard", reason="errors: 9 of 9", at_fault=3)
    assert back is not None
    assert (back.number, back.restores, back.condemned) == (4, 1, (model("2").digest,))
    assert served(log) == {"champion": ("1", 1.0)}
    assert log.events()[-1].items() >= {"event": "rollback", "release": 4, "actor": "guard"}.items()
    with pytest.raises(ReleaseError, match="models/2: was rolled back"):
        release(log, model("2"), actor="ada", reason="once more")
    release(log, model("2"), actor="ada", reason="it was the network", again=True)
    assert condemned(log.history()) == frozenset()


def test_rollback_of_a_champion_passes_over_what_was_condemned(log: ReleaseLog) -> None:
    for version in ("2", "3"):
        release(log, model(version), actor="ada", reason="retrained")
        go_on(log)
        go_on(log)
    roll_back(log, actor="ada", reason="complaints")
    assert served(log) == {"champion": ("2", 1.0)}
    roll_back(log, actor="ada", reason="more complaints")
    assert served(log) == {"champion": ("1", 1.0)}
    with pytest.raises(ReleaseError, match="no earlier release served without mlp 1"):
        roll_back(log, actor="ada", reason="all is bad")


def test_two_servers_roll_back_once(log: ReleaseLog) -> None:
    release(log, model("2"), actor="ada", reason="retrained")
    assert roll_back(log, actor="guard", reason="slow", at_fault=2) is not None
    assert roll_back(log, actor="guard", reason="slow", at_fault=2) is None
    assert log.number() == 3


def test_a_guard_that_loses_the_race_does_nothing(log: ReleaseLog, monkeypatch: pytest.MonkeyPatch) -> None:
    release(log, model("2"), actor="ada", reason="retrained")

    def taken(*_: object, **__: object) -> None:
        raise ReleaseConflict("0003.json: taken")

    monkeypatch.setattr(log, "append", taken)
    assert roll_back(log, actor="guard", reason="slow", at_fault=2) is None
    with pytest.raises(ReleaseConflict):
        roll_back(log, actor="ada", reason="slow")


def test_a_shadow_that_cannot_serve_is_the_offender(log: ReleaseLog) -> None:
    release(log, model("2"), actor="ada", reason="retrained")
    release(log, model("3", "shadow"), actor="ada", reason="look")
    roll_back(log, actor="server", reason="gone", at_fault=3, offender=model("3", "shadow"))
    assert served(log) == {"champion": ("1", 0.95), "canary": ("2", 0.05)}


def test_a_number_is_taken_once(log: ReleaseLog, monkeypatch: pytest.MonkeyPatch) -> None:
    last = log.current()
    monkeypatch.setattr(log, "number", lambda: 1)
    log.append("shadow", last.deployments, actor="ada", reason="mine")
    with pytest.raises(ReleaseConflict, match=r"0002\.json: another release was made meanwhile"):
        log.append("shadow", last.deployments, actor="bob", reason="mine")
    assert ReleaseLog(log.folder).current().actor == "ada"
    assert [path.name for path in sorted(log.folder.iterdir())] == ["0001.json", "0002.json", "events.jsonl"]


def test_a_changed_history_is_found(log: ReleaseLog) -> None:
    release(log, model("2"), actor="ada", reason="retrained")
    path = log.folder / "0001.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"actor": "eve"}))
    with pytest.raises(ReleaseError, match=r"0001\.json: was changed later"):
        log.history()


@pytest.mark.parametrize("content", ["", "{}", '{"number": 1, "pickle": "x"}'])
def test_a_broken_file_is_told_by_its_place(log: ReleaseLog, content: str) -> None:
    (log.folder / "0001.json").write_text(content)
    with pytest.raises(ReleaseError, match=r"0001\.json: .*; restore the file"):
        log.current()


def test_a_folder_without_a_model_is_no_deployment(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"no model\.json there"):
        deployment("canary", tmp_path, version="1")


class Releases(RuleBasedStateMachine):
    """Whatever people and guards do, somebody answers every customer, and history only grows."""

    def __init__(self) -> None:
        super().__init__()
        self.log = ReleaseLog(Path(mkdtemp()))
        self.versions = 1
        self.files: dict[str, bytes] = {}
        release(self.log, model("1"), actor="ada", reason="first")

    @rule(route=st.sampled_from(["canary", "shadow", "challenger"]), weight=st.sampled_from([0.1, 0.3]))
    def propose(self, route: Route, weight: float) -> None:
        self.versions += 1
        with suppress(ReleaseError):  # the weights would pass 1
            release(self.log, model(str(self.versions), route, weight), actor="ada", reason="next")

    @precondition(lambda self: self.log.current().get("canary"))
    @rule()
    def go_on(self) -> None:
        with suppress(ReleaseError):  # the weights would pass 1
            go_on(self.log)

    @rule()
    def back(self) -> None:
        before = self.log.current()
        try:
            after = roll_back(self.log, actor="guard", reason="worse")
        except ReleaseError:
            return
        assert after is not None
        gone = set(after.condemned)
        assert gone & {one.digest for one in before.deployments}
        assert not gone & {one.digest for one in after.deployments}

    @invariant()
    def history_only_grows(self) -> None:
        history = self.log.history()
        assert not condemned(history) & {one.digest for one in history[-1].deployments}
        now = {path.name: path.read_bytes() for path in self.log.folder.glob("*.json")}
        assert self.files.items() <= now.items()
        self.files = now


Releases.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestReleases = Releases.TestCase
