"""The catalogs of fields: of a model's card, and of a card of data."""

from functools import cache

from pydantic import TypeAdapter

from maturity.model.card import CardCatalog, Subject
from maturity.resources import folder
from maturity.rules.validate import read_model

FILES: dict[Subject, str] = {"model": "card.yaml", "data": "data-card.yaml"}


@cache
def catalog(subject: Subject = "model") -> CardCatalog:
    """Return every field of a kind of card, in the order in which it shows them."""
    return read_model(folder("checks") / FILES[subject], TypeAdapter(CardCatalog))


def human_fields(subject: Subject = "model") -> tuple[str, ...]:
    """Return the fields that a person can answer."""
    return tuple(field.id for field in catalog(subject).fields if field.ask)
