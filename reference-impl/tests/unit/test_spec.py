import pyarrow as pa
import pytest

from churn.core import spec


def test_the_counts_that_models_are_built_for() -> None:
    assert (len(spec.NUMERIC), len(spec.CATEGORICAL), len(set(spec.FEATURES))) == (18, 9, 27)


@pytest.mark.parametrize(
    ("age", "band"), [(18, "<30"), (29, "<30"), (30, "30-44"), (45, "45-64"), (65, "65+"), (99, "65+")]
)
def test_age_bands(age: float, band: str) -> None:
    assert spec.age_band(age) == band


def test_schema() -> None:
    schema = spec.feature_schema(labelled=True)
    assert [field.name for field in schema if field.nullable and pa.types.is_float32(field.type)] == ["nps"]
    assert schema.names == [*spec.feature_schema(labelled=False).names, "churned", "available_at"]


def test_the_digest_follows_the_specification(monkeypatch: pytest.MonkeyPatch) -> None:
    before = spec.digest()
    monkeypatch.setattr(spec, "CATEGORICAL", {**spec.CATEGORICAL, "gender": ("female", "male")})
    assert spec.digest() != before
