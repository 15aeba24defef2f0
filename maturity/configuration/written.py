"""Configuration as text: what is in force, and the commented file that `maturity init` writes. Pure."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from maturity.configuration.keys import KEYS
from maturity.configuration.layers import InForce, spelled
from maturity.render.columns import pad, width
from maturity.render.display import displayable

_HEAD = """\
# What `maturity` looks at in this project, and what its gate demands. Every key is optional.
# Keys marked with * name an address or a folder: they hold in a file that is given with `--config`, or in your own
# configuration, and never because they stand in a repository.
"""


def table(configured: InForce) -> str:
    """Return every key with its value and who set it."""
    rows = []
    for key in KEYS:
        setting = configured.settings.get(key)
        origin = f"{setting.origin} {setting.place}".strip() if setting else "default"
        rows.append((key, displayable(spelled(configured[key])), displayable(origin)))
    widths = [max(width(row[column]) for row in rows) for column in range(2)]
    lines = ["  ".join((*map(pad, row[:2], widths), row[2])) for row in rows]
    ignored = [
        f"{one.key}: {displayable(one.place)} does not hold; only the operator sets it" for one in configured.refused
    ]
    return "\n".join((*lines, *ignored)) + "\n"


def commented(chosen: Mapping[str, Any]) -> str:
    """Return a file with every key: those that were chosen are set, the others stand there as comments."""
    parts = [_HEAD]
    plain = [key for key in KEYS if "." in key]
    for section, keys in groupby(plain, key=lambda key: key.partition(".")[0]):
        lines = [f"[{section}]"]
        for key in keys:
            lines += [f"# {KEYS[key].about}{' *' if KEYS[key].operator else ''}", _line(key, chosen)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _line(key: str, chosen: Mapping[str, Any]) -> str:
    name = key.partition(".")[2]
    if key in chosen:
        return f"{name} = {toml(chosen[key])}"
    default = KEYS[key].default
    return f"# {name} = {toml(_SHOWN.get(key, default))}"


_SHOWN: dict[str, Any] = {
    "sources.mlflow": "https://mlflow.example.org",
    "sources.dvc-remote": "storage",
    "rules.folder": "our-rules",
    "rules.profile": "strict",
    "technologies.folder": "our-technologies",
    "plugins.packages": ("acme-maturity",),
    "project.leave-out": ("examples/", "third_party/"),
    "gate.level": 2,
    "gate.score": 0.8,
    "gate.principles": {"monitorability": 2},
    "gate.require-sources": ("mlflow", "dvc"),
    "gate.frameworks": ("ml-test-score", "eu-ai-act:AIA-12.1"),
    "gate.goals": ({"environment": "production", "criticality": "high", "level": 3},),
}
"""An example for keys whose default says nothing."""


def toml(value: Any) -> str:
    """Spell a value as TOML: text, numbers, flags, lists and tables in one line."""
    match value:
        case str():
            return spelled(value)
        case Mapping():
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(toml, value)) + "]"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
