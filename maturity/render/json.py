"""An assessment as JSON, exactly as the model has it; always valid UTF-8 and free of NaN."""

import json
import math
import re
from typing import Any

from maturity.model.assessment import Assessment
from maturity.model.value import Value
from maturity.render.style import Style

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Controls, and characters that are invisible or turn the direction of what follows."""
_ORDER = re.compile(r"##((?:vso|teamcity)\[)")


def render(assessment: Assessment, _style: Style) -> str:
    """Return the assessment as a JSON document, for every style the same."""
    return document(assessment)


def document(value: Value) -> str:
    """Return any value of the model as a JSON document."""
    return encoded(value.model_dump())


def encoded(data: Any) -> str:
    """Return plain data as a JSON document."""
    text = json.dumps(cleaned(data), ensure_ascii=False, allow_nan=False, indent=2)
    # The document may be printed: to a terminal that controls would steer, or to the log of a CI system that takes some
    # text for commands wherever it stands. Both are written as escapes, which a reader of JSON gets back as they were.
    return _ORDER.sub(r"\\u0023#\1", _UNSEEN.sub(_escape, text)) + "\n"


def _escape(unseen: re.Match[str]) -> str:
    return json.dumps(unseen.group())[1:-1]


def cleaned(value: Any) -> Any:
    """Replace what JSON cannot carry: a lone surrogate by a sign of its own, a number that is none by null."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {cleaned(key): cleaned(item) for key, item in value.items()}
        case list() | tuple():
            return [cleaned(item) for item in value]
        case _:
            return value
