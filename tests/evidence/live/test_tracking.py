"""Facts of a tracking store: what was seen is said, and what nobody could see is neither yes nor no."""

from typing import Any

import pytest

from maturity.evidence.live.tracking import collect
from maturity.model.facts.tracking import ExperimentFact, ModelFact, ModelVersionFact, RunFact, RunSecretFact
from maturity.model.raw import Gap
from maturity.model.settings import Settings
from maturity.model.tracking import RawDataset, RawModel, RawRun, RawSample, RawSignature, RawTracking, RawVersion

NOW = 1_800_000_000.0
DAY = 86_400.0
SECRET = "r4tKq29vLm"


def raw(*, versions: tuple[RawVersion, ...] = (), runs: tuple[RawRun, ...] = (), **more: Any) -> RawTracking:
    models = (RawModel(name="churn", aliases={"Champion": "3"}, versions=versions),) if versions else ()
    return RawTracking(uri="https://mlflow.example.org", read_at=NOW, models=models, runs=runs, **more)


def facts(kind: type[Any], given: RawTracking, settings: Settings | None = None) -> list[Any]:
    return [fact for fact in collect(given, settings or Settings()).facts if isinstance(fact, kind)]


def version(given: RawTracking, settings: Settings | None = None) -> ModelVersionFact:
    (found,) = (fact for fact in facts(ModelVersionFact, given, settings) if fact.version == "3")
    assert isinstance(found, ModelVersionFact)
    return found


def test_what_nobody_looked_at_is_not_told() -> None:
    found = version(raw(versions=(RawVersion(version="3", run="a"),)))
    assert found.serving is True
    untold = (found.run_exists, found.artifacts, found.signature, found.environment, found.card, found.fresh)
    assert set(untold) == {None}


def test_a_version_that_is_all_it_should_be() -> None:
    run = RawRun(id="a", started=NOW - 10 * DAY, ended=NOW - 9 * DAY, tags={"mlflow.source.git.commit": "c0ffee"})
    seen = RawVersion(
        version="3",
        run="a",
        description="Churn",
        artifacts=("MLmodel", "model_card.md"),
        signature=RawSignature(inputs=True, outputs=True),
        requirements=("numpy==2.4.6",),
        tags={"owner": "ada"},
    )
    found = version(raw(versions=(seen,), runs=(run,)))
    assert (found.run_exists, found.artifacts, found.signature, found.environment, found.card) == (True,) * 5
    assert (found.described, found.owned, found.audited, found.approved) == (True, True, False, False)
    assert (found.age_days, found.fresh, found.commit) == (9.0, True, "c0ffee")
    assert str(found.at) == "churn/3"


@pytest.mark.parametrize(
    ("run", "beside", "card"),
    [
        ("a", ("model_card.md",), True),
        ("a", ("MODEL_CARD.md", "plots"), True),
        ("a", ("README.md", "plots"), False),
        ("a", (), False),
        ("a", None, None),
        (None, None, False),
    ],
)
def test_a_card_may_lie_in_the_run(run: str | None, beside: tuple[str, ...] | None, *, card: bool | None) -> None:
    seen = RawVersion(version="3", run=run, artifacts=("MLmodel",), run_artifacts=beside)
    assert version(raw(versions=(seen,))).card is card


def test_a_run_that_was_deleted_or_is_unknown_does_not_exist() -> None:
    seen = (RawVersion(version="3", run="a"),)
    assert version(raw(versions=seen, runs=(RawRun(id="a", deleted=True),))).run_exists is False
    assert version(raw(versions=seen, missing_runs=("a",))).run_exists is False
    assert version(raw(versions=(RawVersion(version="3"),))).run_exists is False


def test_files_that_were_read_are_there_though_nobody_listed_them() -> None:
    seen = RawVersion(version="3", signature=RawSignature(), flavors=("sklearn",))
    found = version(raw(versions=(seen,)))
    assert (found.artifacts, found.signature, found.card) == (True, False, None)


@pytest.mark.parametrize(
    ("evaluated", "days", "fresh"),
    [(None, 200.0, False), ("2027-01-10", 5.3, True), ("2099-01-01", 200.0, False), ("soon", 200.0, False)],
)
def test_age_counts_from_training_or_the_last_evaluation(evaluated: str | None, days: float, *, fresh: bool) -> None:
    tags = {"evaluated_at": evaluated} if evaluated else {}
    run = RawRun(id="a", started=NOW - 200 * DAY)
    found = version(raw(versions=(RawVersion(version="3", run="a", tags=tags),), runs=(run,)))
    assert (found.age_days, found.fresh) == (days, fresh)


def test_settings_say_what_serves_how_old_is_fresh_and_where_the_commit_stands() -> None:
    run = RawRun(id="a", started=NOW - 20 * DAY, tags={"git_sha": " beef "})
    given = raw(versions=(RawVersion(version="3", run="a"),), runs=(run,))
    settings = Settings(serving_aliases=("blue",), fresh_days=7, commit_tag="git_sha")
    found = version(given, settings)
    assert (found.serving, found.fresh, found.commit) == (False, False, "beef")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"1": ("MLmodel",), "2": ()}, True),
        ({"1": (), "2": ()}, False),
        ({"1": None, "2": ()}, None),
        ({}, False),
    ],
)
def test_going_back_needs_an_earlier_version_with_files(
    files: dict[str, tuple[str, ...] | None],
    expected: bool | None,
) -> None:
    earlier = tuple(RawVersion(version=number, artifacts=seen) for number, seen in files.items())
    (model,) = facts(ModelFact, raw(versions=(*earlier, RawVersion(version="3"))))
    assert (model.newest, model.serving, model.can_roll_back) == (3, True, expected)


def test_runs_and_experiments() -> None:
    whole = RawRun(
        id="a",
        experiment="churn",
        started=NOW - DAY,
        parameters={"depth": "6"},
        metrics={"auc": 0.9},
        datasets=(RawDataset(name="train", digest="8f"), RawDataset(name="test")),
    )
    old = RawRun(id="b", experiment="churn", started=NOW - 100 * DAY, status="FAILED")
    gone = RawRun(id="c", experiment="fraud", deleted=True)
    sample = RawSample(days=90, per_experiment=2, runs=2, experiments=2, capped=("churn",))
    given = raw(versions=(RawVersion(version="3", run="a"),), runs=(whole, old, gone), sample=sample)
    first, second = facts(RunFact, given)
    assert (first.finished, first.recent, first.complete, first.datasets, first.registered) == (
        True,
        True,
        True,
        1,
        True,
    )
    assert (second.finished, second.recent, second.complete, second.registered) == (False, False, False, False)
    assert [(one.name, one.runs, one.capped) for one in facts(ExperimentFact, given)] == [
        ("churn", 2, True),
        ("fraud", 1, False),
    ]


@pytest.mark.parametrize(
    ("run", "field", "kind"),
    [
        (RawRun(id="a", parameters={"db_password": SECRET}), "parameter", "assigned-secret"),
        (RawRun(id="a", parameters={"db": f"postgresql://ada:{SECRET}@db.corp.net/x"}), "parameter", "password-in-url"),
        (RawRun(id="a", tags={"config": f'{{"api_key": "{SECRET}"}}'}), "tag", "assigned-secret"),
        (RawRun(id="a", tags={"note": "x\n" * 3, "key": "AKIA" + "IOSFODNN7QRSTUVW"}), "tag", "aws-access-key"),
        (RawRun(id="a", name=f"run with password='{SECRET}'"), "name", "assigned-secret"),
    ],
)
def test_credentials_of_runs_are_found_and_redacted(run: RawRun, field: str, kind: str) -> None:
    observed = collect(raw(runs=(run,)), Settings())
    (found,) = (fact for fact in observed.facts if isinstance(fact, RunSecretFact))
    assert (found.field, found.secret, found.at.uri) == (field, kind, "a")
    assert SECRET not in found.model_dump_json()


def test_ordinary_runs_hold_no_credentials() -> None:
    run = RawRun(
        id="a",
        name="nightly",
        parameters={
            "tokenizer": "bert-base-uncased",
            "max_tokens": "512",
            "password": "from-vault",
            "key": "customer_id",
        },
        tags={"mlflow.source.git.commit": "3f1c2a9be07d4c55a1f0e6d2b7c8901234567890", "uri": "s3://bucket/a"},
    )
    assert facts(RunSecretFact, raw(runs=(run,))) == []


def test_the_inventory_says_what_was_sampled() -> None:
    sample = RawSample(days=90, per_experiment=100, runs=150, experiments=2, capped=("churn",), left_out=3)
    gap = Gap(path=None, reason="churn/3: gone", hides=("run",))
    given = raw(versions=(RawVersion(version="3", run="a"),), sample=sample, requests=12, workspace="blue", gaps=(gap,))
    observed = collect(given, Settings())
    assert observed.gaps == (gap,)
    found = observed.evidence
    assert (found.models, found.versions, found.requests) == (1, 1, 12)
    assert [(one.model, one.version, one.aliases) for one in found.serving] == [("churn", "3", ("Champion",))]
    assert found.sample.en == (
        "150 runs: of 2 experiments at most 100 each from the last 90 days, and those behind serving versions; "
        "more runs in 1 of them; experiments left out: 3; workspace blue"
    )
    assert "工作区 blue" in found.sample.zh
