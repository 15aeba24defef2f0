"""Reproductions as YAML: what a user pastes into an issue, and a test reads again."""

from typing import Any

import yaml

from maturity.model.explanation import Reproduction

_DIGITS = frozenset("+-.0123456789")
"""What a number may begin with, in whatever version of YAML."""

_BREAKS = frozenset("\x85\u2028\u2029")
"""What ends a line in one version of YAML and not in another; only double quotes write it as an escape."""


class _Dumper(yaml.SafeDumper):
    """Quotes every text that a reader may take for a number."""


def _text(dumper: yaml.SafeDumper, text: str) -> Any:
    """Represent a text; of a lone surrogate, which no YAML can carry, a sign remains."""
    carried = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    style = '"' if _BREAKS & set(text) else "'" if text[:1] in _DIGITS else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", carried, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(tuple, yaml.SafeDumper.represent_list)


def written(reproduction: Reproduction) -> str:
    """Return a reproduction as YAML; what has its default is left out."""
    document = reproduction.model_dump(exclude_defaults=True)
    facts = zip(reproduction.facts, document["facts"], strict=True)
    document["facts"] = [{"kind": fact.kind, **fields} for fact, fields in facts]
    return str(yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))
