"""The level as the JSON that a shields.io endpoint answers: `schemaVersion`, `label`, `message`, `color`."""

import json

from maturity.model.assessment import Assessment
from maturity.render.badge import COLOURS, LABEL, message
from maturity.render.style import Style


def render(assessment: Assessment, style: Style) -> str:
    """Return the answer of the endpoint."""
    answer = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": message(assessment, style),
        "color": COLOURS[assessment.level],
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"
