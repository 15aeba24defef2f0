"""Read params.yaml: everything a result depends on besides code and data, typed and checked."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE: Final = Path("params.yaml")
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(gt=0)]


class BadParams(ValueError):
    """params.yaml cannot be used; the message says where and why."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Data(_Section):
    """Where rows come from, and how many."""

    source: Literal["simulate", "import"]
    start: date
    months: Count
    customers: Count
    shards: Count = 1


class Mlp(_Section):
    """The embedding MLP."""

    width: Count
    depth: Count
    embedding: Count
    epochs: Count
    batch: Count
    learning_rate: Annotated[float, Field(gt=0)]


class Ftt(_Section):
    """The FT-Transformer."""

    width: Count
    blocks: Count
    heads: Count
    hidden: Count
    epochs: Count
    batch: Count
    learning_rate: Annotated[float, Field(gt=0)]


class Trees(_Section):
    """The gradient-boosted trees; `threads` 0 takes all cores."""

    iterations: Count
    learning_rate: Annotated[float, Field(gt=0)]
    leaves: Annotated[int, Field(gt=1)]
    threads: Annotated[int, Field(ge=0)] = 1


class Models(_Section):
    """The three members of the composite."""

    mlp: Mlp
    ftt: Ftt
    trees: Trees


class Profile(_Section):
    """A size: of the data and of the models."""

    data: Data
    model: Models


class Simulator(_Section):
    """Knobs of the simulated world."""

    bias: float = 0.0
    dirt: Share = 0.0
    scenario: str = ""


class Features(_Section):
    """Windows of the feature views."""

    history_months: Annotated[int, Field(ge=0)]


class Split(_Section):
    """How rows are divided by time, and until when labels are read."""

    now: date
    since: Annotated[str, Field(pattern=r"^(\d{4}-\d{2})?$")] = ""
    """The first month that is used, as YYYY-MM; all if empty."""
    valid_months: Count
    test_months: Count


class Gates(_Section):
    """What a model has to reach before it may be registered."""

    min_auc: Share
    max_ece: Share
    max_slice_auc_gap: Share
    min_selection_ratio: Share
    max_behaviour_violations: Share


class Params(_Section):
    """All of params.yaml."""

    model_config = ConfigDict(extra="ignore", frozen=True)  # later stages (monitoring, loop) read sections of their own

    profile: Literal["smoke", "full"]
    seed: Annotated[int, Field(ge=0)]
    smoke: Profile
    full: Profile
    simulator: Simulator
    features: Features
    split: Split
    gates: Gates

    @property
    def data(self) -> Data:
        """The data section of the chosen profile."""
        return self.sizes.data

    @property
    def model(self) -> Models:
        """The model section of the chosen profile."""
        return self.sizes.model

    @property
    def sizes(self) -> Profile:
        """The sections of the chosen profile."""
        return self.smoke if self.profile == "smoke" else self.full


def choose(profile: str, file: Path = FILE) -> None:
    """Write another profile to params.yaml, if it is another; all else in the file stays as it is."""
    text = file.read_text(encoding="utf-8")
    chosen = re.sub(r"^profile: .*$", f"profile: {profile}", text, count=1, flags=re.MULTILINE)
    if chosen != text:
        file.write_text(chosen, encoding="utf-8")


def load(file: Path = FILE) -> Params:
    """Read and check params.yaml; raise `BadParams` with one line."""
    try:
        content: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Params.model_validate(content)
    except OSError as error:
        raise BadParams(f"{file}: {error.strerror}; run this in the project's folder") from error
    except yaml.YAMLError as error:
        raise BadParams(f"{file}: is not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadParams(f"{file}: {place}: {first['msg']}") from error
