"""Where the catalog (`checks`) and the templates (`reports`) are."""

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent


def template() -> Path:
    """Return the template of new projects: the wheel's copy of the reference project, or the checkout."""
    packaged = PACKAGE / "_data" / "template"
    return packaged if packaged.is_dir() else PACKAGE.parent


def folder(name: Literal["checks", "reports"]) -> Path:
    """Return a data folder: the wheel's copy, or the checkout's own when the package is not from a wheel."""
    packaged = PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name
