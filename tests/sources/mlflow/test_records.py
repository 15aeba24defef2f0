"""The door for records: whatever JSON holds, it becomes a value of ours or nothing, and survives its own JSON."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Unreadable
from maturity.model.tracking import RawModel, RawRun, RawVersion
from maturity.sources.mlflow import foreign, mlmodel, records
from tests.sources.mlflow.fault_server import RUN, a_run, a_version

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=20)
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


def spoiled(good: Any) -> st.SearchStrategy[Any]:
    """Return a good record of which any part is something else."""
    if isinstance(good, dict):
        return st.fixed_dictionaries({key: JSON | spoiled(value) for key, value in good.items()})
    if isinstance(good, list):
        return st.lists(st.one_of([spoiled(one) for one in good] or [JSON]), max_size=3)
    return st.just(good) | JSON


@given(JSON | spoiled(a_run()))
def test_any_run(value: Any) -> None:
    run = records.run(value, {"1": "churn"})
    assert run is None or RawRun.model_validate_json(run.model_dump_json()) == run


@given(JSON | spoiled(a_version()))
def test_any_version(value: Any) -> None:
    found = records.version(value)
    assert found is None or RawVersion.model_validate_json(found[1].model_dump_json()) == found[1]


@given(JSON | spoiled({"name": "churn", "aliases": [{"alias": "live", "version": "1"}], "tags": [{"key": "a"}]}))
def test_any_model(value: Any) -> None:
    model = records.model(value)
    assert model is None or RawModel.model_validate_json(model.model_dump_json()) == model


MLMODELS = spoiled({"signature": {"inputs": "[1]"}, "flavors": {}}).map(
    lambda held: repr(held).encode(errors="replace")
)


@given(st.binary(max_size=300) | MLMODELS)
def test_any_mlmodel(content: bytes) -> None:
    try:
        said = mlmodel.said(content)
    except Unreadable:
        return
    assert isinstance(said.signature.inputs, bool)
    mlmodel.requirements(content)


def test_a_run_in_words_of_ours() -> None:
    run = records.run(json.loads(json.dumps(a_run())), {"1": "churn"})
    assert run is not None
    assert (run.id, run.experiment, run.started, run.metrics) == (RUN, "churn", 1_799_913_600.0, {"auc": 0.91})


def test_credentials_in_sources_are_not_kept() -> None:
    held = {"dataset": {"name": "train", "digest": "8f", "source": '{"uri": "postgresql://ada:geheim@db/x"}'}}
    assert records.dataset(held).source == '{"uri": "postgresql://***@db/x"}'
    lines = b"--extra-index-url https://ada:geheim@pypi.corp/simple\n# note\n\nnumpy==2.4.6\n"
    assert mlmodel.requirements(lines) == ("--extra-index-url https://***@pypi.corp/simple", "numpy==2.4.6")


def test_ids_are_safe_in_paths() -> None:
    assert foreign.identifier("m-474eb0c7") == "m-474eb0c7"
    for wild in ("", "..", "a/b", "../x", "a\nb", ".hidden", "x" * 200, None, ["a"], True, "a..b"):
        assert foreign.identifier(wild) is None
