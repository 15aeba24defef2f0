"""A record counts for the version that serves now, from the same run and commit, and while it is fresh."""

from datetime import UTC, datetime, timedelta

from maturity.evidence.live.reproductions import collect
from maturity.model.assessment import ServingVersion
from maturity.model.raw import Gap
from maturity.model.reproduction import Record, Seal, digest
from tests.model.test_reproduction import RECORD, SEALED

PATH = ".maturity/reproductions/churn.json"
NOW = datetime(2026, 1, 12, 3, 5, 5, tzinfo=UTC)
SERVING = ServingVersion(model="churn", version="2", aliases=("champion",), run="r1", commit="c" * 40)


def anybody(_: Record) -> bool:
    return True


def nobody(_: Record) -> bool:
    return False


def sealed(record: Record) -> Record:
    return record.model_copy(update={"seal": Seal(sha256=digest(record))})


def test_a_record_of_what_serves() -> None:
    (fact,), gaps = collect([(PATH, sealed(RECORD).model_dump_json())], [SERVING], NOW, anybody)
    assert gaps == ()
    assert str(fact.at) == PATH
    assert (fact.model, fact.version, fact.age_days) == ("churn", "2", 10.0)
    assert (fact.serving, fact.genuine, fact.within_tolerance) == (True, True, True)


def test_another_version_run_or_commit_is_not_what_serves() -> None:
    text = sealed(RECORD).model_dump_json()
    for change in ({"version": "3"}, {"run": "r2"}, {"commit": "d" * 40}, {"commit": None}):
        (fact,), _ = collect([(PATH, text)], [SERVING.model_copy(update=change)], NOW, anybody)
        assert not fact.serving


def test_what_says_so_itself_has_to_add_up() -> None:
    metrics = (RECORD.metrics[0].model_copy(update={"within": False}),)
    claimed = sealed(RECORD.model_copy(update={"metrics": metrics}))
    (fact,), _ = collect([(PATH, claimed.model_dump_json())], [SERVING], NOW, anybody)
    assert not fact.within_tolerance


def test_a_record_is_genuine_while_its_digest_and_the_wanted_signature_hold() -> None:
    edited = SEALED.model_copy(update={"tolerance": 0.5})
    for record, signed, genuine in (
        (SEALED, anybody, True),
        (SEALED, nobody, False),
        (edited, anybody, False),
        (RECORD, anybody, False),
    ):
        (fact,), _ = collect([(PATH, record.model_dump_json())], [SERVING], NOW, signed)
        assert fact.genuine is genuine


def test_what_is_no_record_is_a_gap() -> None:
    later = sealed(RECORD.model_copy(update={"ended": (NOW + timedelta(days=2)).isoformat()}))
    zoneless = sealed(RECORD.model_copy(update={"ended": "2026-01-02T03:05:05"}))
    texts: list[tuple[str, str | Gap]] = [
        ("a.json", "{}"),
        ("b.json", "[" * 10_000),
        ("c.json", Gap(path="c.json", reason="is larger than 1 MiB")),
        ("d.json", later.model_dump_json()),
        ("e.json", zoneless.model_dump_json()),
    ]
    facts, gaps = collect(texts, [SERVING], NOW, anybody)
    assert facts == ()
    assert [(gap.path, gap.reason, gap.hides) for gap in gaps] == [
        ("a.json", "is no record of a re-run", ("reproduction",)),
        ("b.json", "is no record of a re-run", ("reproduction",)),
        ("c.json", "is larger than 1 MiB", ("reproduction",)),
        ("d.json", "its time has no zone, or is yet to come", ("reproduction",)),
        ("e.json", "its time has no zone, or is yet to come", ("reproduction",)),
    ]
