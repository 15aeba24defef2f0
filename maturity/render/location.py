"""Where a finding is, as machine formats want it: a URI relative to the repository, an identity that survives."""

import hashlib
from urllib.parse import quote

from maturity.model.finding import Evidence, Finding
from maturity.model.place import Place

WHOLE = "whole-repository"
"""Stands for the repository where a format insists on a file and there is none."""


def relative_uri(path: str) -> str:
    """Return a path as a relative URI that names no scheme or host and only leads down."""
    parts = (part for part in path.split("/") if part not in ("", ".", ".."))
    return quote("/".join(parts).encode("utf-8", "replace"), safe="/")


def line_of(place: Place | Evidence) -> int:
    """Return the line of a place, the first where it has none that counts."""
    return place.line if place.line and place.line > 0 else 1


def first_place(finding: Finding) -> Evidence | None:
    """Return the first evidence that lies in a file."""
    return next((evidence for evidence in finding.evidence if evidence.path), None)


def fingerprint(finding: Finding) -> str:
    """Return what a finding is known by from scan to scan: its rule, whatever moves in the project."""
    return hashlib.sha256(f"maturity\0{finding.rule}".encode("utf-8", "replace")).hexdigest()
