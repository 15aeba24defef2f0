"""What runs in threads beside the screens: each posts a message when it is done.

What they need is loaded there, too: the first screen is painted before the rooms of the assessment are at hand.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from maturity.errors import MaturityError, Unreadable
from maturity.tui.messages import CatalogRead, ExcerptRead, Exported, Failed, Loaded, Progressed, ScanDone

if TYPE_CHECKING:
    from maturity.model.assessment import Assessment
    from maturity.model.finding import Evidence
    from maturity.render.style import Style
    from maturity.scan_process import ScanProcess
    from maturity.tui.screens.export import Wanted

Post = Callable[[Message], object]


def load(rules: Callable[[], Path | None], post: Post) -> None:
    """Load the screens, then read the rules."""
    import maturity.tui.screens.registry  # noqa: F401 - what matters is that it is loaded

    post(Loaded())
    from maturity.resources import folder
    from maturity.rules.load import load_catalog

    try:
        post(CatalogRead(load_catalog(folder("checks"), rules())))
    except MaturityError as error:
        post(Failed(error))


def scan(process: "ScanProcess", shown: "Assessment | None", post: Post, *, keeps: bool) -> None:
    """Tell what a scan is at, what came of it, and what changed since the last one."""
    for words in process.progress():
        post(Progressed(words))
    scanned, comparison = process.result(), None
    if scanned.assessment is not None:
        from maturity.earlier import exchange
        from maturity.rules.compare import compare

        earlier = exchange(scanned.assessment) if keeps else None
        before = shown or earlier
        comparison = compare(before, scanned.assessment) if before else None
    post(ScanDone(scanned, comparison))


def read_excerpt(root: Path, evidence: "Evidence", post: Post) -> None:
    """Read the lines around a place."""
    from maturity.sources.excerpt import excerpt

    try:
        post(ExcerptRead(evidence, excerpt(root, evidence.path or "", evidence.line or 1)))
    except Unreadable as error:
        post(ExcerptRead(evidence, str(error)))


def export(assessment: "Assessment", wanted: "Wanted", style: "Style", post: Post) -> None:
    """Write the assessment in a format."""
    from maturity.output import save
    from maturity.render import render

    try:
        save(render(wanted.form, assessment, style), wanted.file)
    except MaturityError as error:
        post(Exported(str(error), failed=True))
    else:
        post(Exported(str(wanted.file), failed=False))
