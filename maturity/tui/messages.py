"""What workers tell the application, and what screens ask of it. Workers touch no widget, screens no worker."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from maturity.model.comparison import Comparison
    from maturity.model.finding import Evidence
    from maturity.model.place import Place
    from maturity.model.rule import Catalog, PrincipleId
    from maturity.scan_process import Scanned
    from maturity.sources.excerpt import Excerpt


class Loaded(Message):
    """The screens are at hand."""


class Progressed(Message):
    """A scan came to its next step."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class ScanDone(Message):
    """A scan is over; the comparison is with what was shown, or with the last assessment of the target."""

    def __init__(self, scanned: "Scanned", comparison: "Comparison | None") -> None:
        super().__init__()
        self.scanned, self.comparison = scanned, comparison


class CatalogRead(Message):
    """The rules are at hand."""

    def __init__(self, catalog: "Catalog") -> None:
        super().__init__()
        self.catalog = catalog


class ExcerptRead(Message):
    """Lines of a file are at hand, or the reason why they are not."""

    def __init__(self, evidence: "Evidence", read: "Excerpt | str") -> None:
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


class Cancel(Message):
    """Somebody wants the scan to end."""


class ExcerptWanted(Message):
    """Somebody looks at a place: the lines around it are wanted."""

    def __init__(self, evidence: "Evidence") -> None:
        super().__init__()
        self.evidence = evidence


class ShowFindings(Message):
    """Somebody wants to see the findings of a principle, or one finding."""

    def __init__(self, *, principle: "PrincipleId | None" = None, rule: str | None = None) -> None:
        super().__init__()
        self.principle, self.rule = principle, rule


class OpenPlace(Message):
    """Somebody wants to open a place in the editor."""

    def __init__(self, place: "Place | Evidence | None") -> None:
        super().__init__()
        self.place = place


class CopyPlace(Message):
    """Somebody wants to have a place in the clipboard."""

    def __init__(self, place: "Place | Evidence | None") -> None:
        super().__init__()
        self.place = place
