"""The digest of a record tells whether it was changed."""

from maturity.model.reproduction import ComparedMetric, InputDigests, Record, Seal, digest

RECORD = Record(
    tool="0.1.0",
    model="churn",
    version="2",
    run="r1",
    commit="c" * 40,
    command="dvc repro --force",
    inputs=InputDigests(lock="a", data="b", environment="c"),
    python="3.12.4",
    started="2026-01-02T03:04:05+00:00",
    ended="2026-01-02T03:05:05+00:00",
    tolerance=0.001,
    metrics=(ComparedMetric(name="accuracy", recorded=0.9, rerun=0.9, within=True),),
    reproduced=True,
)


SEALED = RECORD.model_copy(update={"seal": Seal(sha256=digest(RECORD))})


def test_a_digest_is_of_everything_but_the_seal() -> None:
    assert digest(RECORD) == "6986bda479a0f1bc7ddc37b4171eaf3f0bdac7a168a86d4301e58c1cd074902f"
    assert digest(Record.model_validate_json(SEALED.model_dump_json())) == digest(RECORD)
    assert digest(RECORD.model_copy(update={"version": "3"})) != digest(RECORD)
