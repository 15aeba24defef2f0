"""`maturity new DIR`: start a project from the reference project, which reaches level 3."""

import argparse
import keyword
import re
import warnings
from pathlib import Path

from maturity import resources
from maturity.commands import Outcome, Terminal
from maturity.errors import UsageError
from maturity.render.display import displayable

NEXT = """made {place} from the reference project
next: cd {place}
      git init && git add . && git commit -m "Start from the reference project"
      make setup && make smoke
later: copier update --trust    # brings what the reference project has learned; your changes stay
"""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Copy the template into a folder that is new or empty, and rename its package."""
    place: Path = arguments.folder
    shown = displayable(str(place))
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise UsageError(f"{shown}: is there already and is no folder; name a new one")
    if place.is_dir() and any(place.iterdir()):
        raise UsageError(
            f"{shown}: is not empty; name a new folder, or run `copier update --trust` in a project of before"
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", arguments.package) or keyword.iskeyword(arguments.package):
        name = displayable(arguments.package)
        raise UsageError(f"--package: {name!r} is no name of a package; use small letters, digits and _")
    source, revision = arguments.template, arguments.revision
    if source is None:
        source, revision = str(resources.template()), revision or "HEAD"  # of a checkout what it holds, tagged or not
    terminal.progress(f"copying the reference project into {shown}")
    copy_template(source, place, arguments.package, revision)
    return Outcome(NEXT.format(place=shown))


def copy_template(source: str, place: Path, package: str, revision: str | None) -> None:
    """Make a project of a template. Raises UsageError without copier, or where it fails."""
    try:
        import copier
        from copier.errors import CopierError
    except ModuleNotFoundError:
        raise UsageError("starting a project needs copier: pip install 'maturity[new]'") from None
    try:
        warnings.filterwarnings("ignore", message="Dirty template", category=UserWarning)
        # The template renames its package in a task. The operator named the template, or it is ours.
        copier.run_copy(
            source, place, data={"package": package}, vcs_ref=revision, defaults=True, quiet=True, unsafe=True
        )
    except (CopierError, OSError, ValueError) as error:
        raise UsageError(f"{displayable(source)}: no project could be made of it: {displayable(str(error))}") from None
