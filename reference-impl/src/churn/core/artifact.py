"""A model as a folder: `model.json` says what it is, `weights.npz` holds its arrays. Nothing in it is executed.

A composite's members are folders of the same kind in `members/`. The JSON carries the digest of the feature
specification, so that a model never meets features it was not trained on, and the digest of the arrays.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from churn.core import calibrate, spec
from churn.core.models.composite import Composite
from churn.core.models.ftt import FtTransformer
from churn.core.models.inputs import Scaling
from churn.core.models.mlp import Mlp
from churn.core.predict import Arrays, Model, NeuralModel, Precision
from churn.core.trees import BadTrees, TreesModel

FORMAT: Final = 1
NETWORKS: Final[Mapping[str, Callable[..., torch.nn.Module]]] = {"mlp": Mlp, "ftt": FtTransformer}
DESCRIPTION: Final = "model.json"
WEIGHTS: Final = "weights.npz"
MEMBERS: Final = "members"
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_MOST_JSON_BYTES: Final = 4 << 20
# Wider or deeper than any network here; keeps a damaged description from asking for all memory.
_LARGEST_SETTING: Final = 4096


class BadArtifact(ValueError):
    """A folder is not a model that can be used here: says which folder, what is wrong, and what to do."""


@dataclass(frozen=True)
class Description:
    """What `model.json` says, apart from what builds the model: when it was made, and how good it was then."""

    kind: str
    created: str | None
    metrics: Mapping[str, Any]


def build(kind: str, settings: Mapping[str, Any], scaling: Scaling | None = None) -> torch.nn.Module:
    """Return an untrained network of a kind; `settings` are the arguments of its class."""
    return NETWORKS[kind](scaling or Scaling.neutral(), **settings)


def save(model: Model, folder: Path, *, metrics: Mapping[str, Any] | None = None, created: str | None = None) -> None:
    """Write a model; the same model gives the same bytes, if `created` (ISO 8601, UTC) is the same or not given.

    `model.json` comes last: a folder without it is not yet a model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DESCRIPTION).unlink(missing_ok=True)
    (folder / WEIGHTS).unlink(missing_ok=True)
    if (folder / MEMBERS).exists():
        shutil.rmtree(folder / MEMBERS)
    for name, member in model.members.items():
        save(member, folder / MEMBERS / name)
    arrays = _arrays(model)
    if arrays:
        np.savez(folder / WEIGHTS, allow_pickle=False, **arrays)
    description = {
        "format": FORMAT,
        "kind": model.kind,
        "spec": spec.digest(),
        "weights": hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest() if arrays else None,
        "settings": dict(model.settings) if isinstance(model, NeuralModel) else {},
        "calibration": model.calibration.to_dict() if isinstance(model, Composite) else None,
        "members": sorted(model.members),
        "created": created,
        "metrics": dict(metrics or {}),
    }
    (folder / DESCRIPTION).write_text(json.dumps(description, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _arrays(model: Model) -> Arrays:
    match model:
        case NeuralModel() | TreesModel():
            return model.arrays()
        case Composite():
            return {}
        case _:
            raise TypeError(f"{type(model).__name__} has no form on disk")


def load(folder: Path, device: str = "cpu", precision: Precision = "fp32") -> Model:
    """Read a model onto a device. Raises BadArtifact for a folder that is not one, or was made for other features."""
    return _load(folder, torch.device(device), precision, inside_composite=False)


def describe(folder: Path) -> Description:
    """Read what a model says about itself, without its weights."""
    content = _read(folder)
    return Description(content["kind"], content.get("created"), content.get("metrics") or {})


def _load(folder: Path, device: torch.device, precision: Precision, *, inside_composite: bool) -> Model:
    content = _read(folder)
    kind = content["kind"]
    try:
        if kind == "composite" and not inside_composite:
            return Composite(
                {name: _member(folder, name, device, precision) for name in content["members"]},
                calibrate.read(content["calibration"]),
            )
        if kind in NETWORKS:
            return _network(kind, content["settings"], _weights(folder, content), device, precision)
        if kind == "trees":
            arrays: dict[str, Any] = _weights(folder, content)
            return TreesModel(baseline=float(arrays.pop("baseline")[0]), device=device, **arrays)
    except BadArtifact:
        raise
    except (BadTrees, KeyError, TypeError, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadArtifact(f"{folder}: weights do not fit the description ({reason}); save the model again") from error
    raise BadArtifact(f"{folder}: unknown kind {kind!r}; load it with the version that saved it")


def _member(folder: Path, name: str, device: torch.device, precision: Precision) -> Model:
    if not _NAME.fullmatch(name):
        raise BadArtifact(f"{folder}: {name!r} is no name of a member; save the model again")
    return _load(folder / MEMBERS / name, device, precision, inside_composite=True)


def _network(
    kind: str, settings: Mapping[str, Any], arrays: Arrays, device: torch.device, precision: Precision
) -> NeuralModel:
    if any(not 0 <= value <= _LARGEST_SETTING for value in settings.values()):
        raise ValueError(f"settings beyond {_LARGEST_SETTING}")
    network = build(kind, settings)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return NeuralModel(kind, network.to(device).eval(), settings, device, precision)


def _read(folder: Path) -> dict[str, Any]:
    path = folder / DESCRIPTION
    try:
        if path.stat().st_size > _MOST_JSON_BYTES:
            raise BadArtifact(f"{path}: larger than {_MOST_JSON_BYTES} bytes; this is no description of a model")
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadArtifact(f"{path}: cannot be read as JSON ({type(error).__name__}); save the model again") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("kind"), str):
        raise BadArtifact(f"{path}: not format {FORMAT} of a model; load it with the version that saved it")
    if content.get("spec") != spec.digest():
        raise BadArtifact(f"{path}: trained for another feature specification; train it again")
    return content


def _weights(folder: Path, content: Mapping[str, Any]) -> Arrays:
    path = folder / WEIGHTS
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != content.get("weights"):
            raise BadArtifact(f"{path}: not the weights that {DESCRIPTION} names; save the model again")
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except OSError as error:
        raise BadArtifact(f"{path}: cannot be read ({type(error).__name__}); save the model again") from error
