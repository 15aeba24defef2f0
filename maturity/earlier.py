"""The last assessment of each target, kept in the user's cache folder so that the next one can say what changed."""

from pydantic import ValidationError

from maturity.cache import Cache
from maturity.model.assessment import SCHEMA_VERSION, Assessment
from maturity.render.json import document

KIND = "assessment"


def exchange(assessment: Assessment) -> Assessment | None:
    """Keep an assessment and return the one that was kept of the same target before; None when there is none."""
    target = f"{assessment.target.path}\n{assessment.target.name}"  # a folder may hold several projects
    with Cache.open() as kept:
        payload = kept.get(KIND, SCHEMA_VERSION, (target,)).get(target)
        kept.put(KIND, SCHEMA_VERSION, {target: document(assessment).encode()})
    try:
        return Assessment.model_validate_json(payload) if payload else None
    except ValidationError:
        return None
