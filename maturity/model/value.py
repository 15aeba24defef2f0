"""The base of every value: frozen, strict, closed."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen pydantic value that refuses unknown fields and silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
