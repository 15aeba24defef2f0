"""What workers tell the application; they touch no widget."""

from textual.message import Message

from maturity.model.assessment import Assessment
from maturity.model.finding import Evidence
from maturity.model.rule import Catalog
from maturity.scan_process import Scanned
from maturity.sources.excerpt import Excerpt


class Progressed(Message):
    """A scan came to its next step."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class ScanDone(Message):
    """A scan is over."""

    def __init__(self, scanned: Scanned, earlier: Assessment | None) -> None:
        super().__init__()
        self.scanned, self.earlier = scanned, earlier


class CatalogRead(Message):
    """The rules are at hand."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self.catalog = catalog


class ExcerptRead(Message):
    """Lines of a file are at hand, or the reason why they are not."""

    def __init__(self, evidence: Evidence, read: Excerpt | str) -> None:
        super().__init__()
        self.evidence, self.read = evidence, read


class Exported(Message):
    """A report is written, or the reason why it is not."""

    def __init__(self, words: str, *, failed: bool) -> None:
        super().__init__()
        self.words, self.failed = words, failed


class Failed(Message):
    """A worker met an error that ends the application; the command line has words for it."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
