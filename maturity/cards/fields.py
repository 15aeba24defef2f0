"""The catalog of fields of a card."""

from functools import cache

from pydantic import TypeAdapter

from maturity.model.card import CardCatalog
from maturity.resources import folder
from maturity.rules.validate import read_model

FILE = "card.yaml"


@cache
def catalog() -> CardCatalog:
    """Return every field, in the order in which a card shows them."""
    return read_model(folder("checks") / FILE, TypeAdapter(CardCatalog))


def human_fields() -> tuple[str, ...]:
    """Return the fields that a person can answer."""
    return tuple(field.id for field in catalog().fields if field.ask)
