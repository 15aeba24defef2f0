"""What runs in threads beside the screens. Each posts a message when it is done and touches no widget."""

from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from maturity.earlier import exchange
from maturity.errors import MaturityError, Unreadable
from maturity.model.assessment import Assessment
from maturity.model.finding import Evidence
from maturity.output import save
from maturity.render import render
from maturity.render.style import Style
from maturity.resources import folder
from maturity.rules.load import load_catalog
from maturity.scan_process import ScanProcess
from maturity.sources.excerpt import excerpt
from maturity.tui.messages import CatalogRead, ExcerptRead, Exported, Failed, Progressed, ScanDone
from maturity.tui.screens.export import Wanted

Post = Callable[[Message], object]


def scan(process: ScanProcess, post: Post, *, keeps: bool) -> None:
    """Tell what a scan is at, and what came of it."""
    for words in process.progress():
        post(Progressed(words))
    scanned = process.result()
    earlier = exchange(scanned.assessment) if keeps and scanned.assessment else None
    post(ScanDone(scanned, earlier))


def read_catalog(rules: Path | None, post: Post) -> None:
    """Read the rules."""
    try:
        post(CatalogRead(load_catalog(folder("checks"), rules)))
    except MaturityError as error:
        post(Failed(error))


def read_excerpt(root: Path, evidence: Evidence, post: Post) -> None:
    """Read the lines around a place."""
    try:
        post(ExcerptRead(evidence, excerpt(root, evidence.path or "", evidence.line or 1)))
    except Unreadable as error:
        post(ExcerptRead(evidence, str(error)))


def export(assessment: Assessment, wanted: Wanted, style: Style, post: Post) -> None:
    """Write the assessment in a format."""
    try:
        save(render(wanted.form, assessment, style), wanted.file)
    except MaturityError as error:
        post(Exported(str(error), failed=True))
    else:
        post(Exported(str(wanted.file), failed=False))
