"""What the small files beside a logged model say: MLmodel and requirements.txt. Nothing is loaded."""

from collections.abc import Iterator
from typing import NamedTuple

from maturity.documents import json, yaml
from maturity.documents.tree import Table, table, text
from maturity.errors import Unreadable
from maturity.model.tracking import RawSignature
from maturity.model.version import RawColumn, RawMlmodel
from maturity.sources.mlflow import foreign

MODEL, REQUIREMENTS = "MLmodel", "requirements.txt"
_EMPTY = ("", "[]", "{}", "null")
_LINES = 2_000
_COLUMNS = 500


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


def whole(content: bytes) -> RawMlmodel:
    """Read all of an MLmodel file that a card shows. Raises as `said`."""
    tree = yaml.load(content.decode("utf-8", "replace"))
    if not isinstance(tree, Table):
        raise Unreadable("it is no mapping")
    signature, example = table(tree.get("signature")), table(tree.get("saved_input_example_info"))
    flavors = {foreign.text(name, 200): table(settings) for name, settings in table(tree.get("flavors")).items()}
    return RawMlmodel(
        inputs=tuple(_columns(text(signature.get("inputs")))),
        outputs=tuple(_columns(text(signature.get("outputs")))),
        flavors={name: dict(_settings(settings)) for name, settings in flavors.items()},
        example=foreign.text(text(example.get("artifact_path")), 500),
        mlflow=foreign.text(text(tree.get("mlflow_version")), 100),
        uuid=foreign.text(text(tree.get("model_uuid")), 100),
    )


def _columns(half: str) -> Iterator[RawColumn]:
    """Yield the columns of one half of a signature: JSON in a text, of columns or of tensors."""
    try:
        held = json.load(half) if half else []
    except Unreadable:
        return
    for position, one in enumerate(foreign.records(held)):
        if position >= _COLUMNS:
            return
        tensor = foreign.record(one.get("tensor-spec"))
        shape = tensor.get("shape") if isinstance(tensor.get("shape"), list) else []
        kind = f"{foreign.text(tensor.get('dtype'), 50)}{shape}" if tensor else foreign.text(one.get("type"), 50)
        yield RawColumn(name=foreign.text(one.get("name"), 200), type=kind, required=one.get("required") is not False)


def _settings(settings: Table) -> Iterator[tuple[str, str]]:
    for name, value in settings.items():
        if isinstance(value, str) and value.strip():
            yield foreign.text(name, 200), foreign.text(value, 500)


def requirements(content: bytes) -> tuple[str, ...]:
    """Return the requirements of a file, without comments and blanks, credentials of indexes removed."""
    lines = (line.strip() for line in content.decode("utf-8", "replace").splitlines())
    kept = [foreign.text(foreign.without_login(line), 500) for line in lines if line and not line.startswith("#")]
    return tuple(kept[:_LINES])


def _describes(half: object) -> bool:
    """Tell whether one half of a signature describes something: it is JSON in a text."""
    return text(half).strip() not in _EMPTY
