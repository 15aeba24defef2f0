"""What the small files beside a logged model say: MLmodel and requirements.txt. Nothing is loaded."""

from typing import NamedTuple

from maturity.documents import yaml
from maturity.documents.tree import Table, table, text
from maturity.errors import Unreadable
from maturity.model.tracking import RawSignature
from maturity.sources.mlflow import foreign

MODEL, REQUIREMENTS = "MLmodel", "requirements.txt"
_EMPTY = ("", "[]", "{}", "null")
_LINES = 2_000


class Said(NamedTuple):
    """What an MLmodel file says."""

    signature: RawSignature
    flavors: tuple[str, ...]


NOTHING = Said(RawSignature(), ())
"""What a version without such a file says."""


def said(content: bytes) -> Said:
    """Read an MLmodel file as data.

    Raises:
        Unreadable: it is no YAML, or no mapping.
    """
    tree = yaml.load(content.decode("utf-8", "replace"))
    if not isinstance(tree, Table):
        raise Unreadable("its MLmodel file is no mapping")
    signature = table(tree.get("signature"))
    return Said(
        RawSignature(inputs=_describes(signature.get("inputs")), outputs=_describes(signature.get("outputs"))),
        tuple(foreign.text(name, 200) for name in table(tree.get("flavors"))),
    )


def requirements(content: bytes) -> tuple[str, ...]:
    """Return the requirements of a file, without comments and blanks, credentials of indexes removed."""
    lines = (line.strip() for line in content.decode("utf-8", "replace").splitlines())
    kept = [foreign.text(foreign.without_login(line), 500) for line in lines if line and not line.startswith("#")]
    return tuple(kept[:_LINES])


def _describes(half: object) -> bool:
    """Tell whether one half of a signature describes something: it is JSON in a text."""
    return text(half).strip() not in _EMPTY
