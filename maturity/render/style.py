"""What the reader of a report asked for: language, detail, colour, edition."""

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from maturity.model.comparison import Comparison
    from maturity.model.framework import FrameworkResult

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

Edition = Literal["management", "audit"]
EDITIONS: tuple[Edition, ...] = ("management", "audit")
"""Four pages for those who decide, or everything for those who check."""

Variant = Literal["a-3a", "ua-1"]
VARIANTS: tuple[Variant, ...] = ("a-3a", "ua-1")
"""PDF for the archive with the assessment attached, or PDF for assistive technology."""

Tone = Literal["good", "bad", "doubt", "quiet", "strong", "level-0", "level-1", "level-2", "level-3"]
"""What a colour means; formats ask for a meaning and never for a colour."""

_PALETTE: dict[Tone, str] = {
    "good": "32",
    "bad": "31",
    "doubt": "33",
    "quiet": "2",
    "strong": "1",
    "level-0": "1;31",
    "level-1": "1;33",
    "level-2": "1;36",
    "level-3": "1;32",
}


class Style(NamedTuple):
    """What the reader asked for."""

    language: Language = "en"
    verbose: bool = False
    colour: bool = False
    edition: Edition = "audit"
    variant: Variant = "a-3a"
    changes: "Comparison | None" = None
    """What changed since an earlier assessment."""
    chapters: "tuple[FrameworkResult, ...]" = ()
    """Frameworks that the assessment was held against; each becomes a chapter."""

    def paint(self, tone: Tone, text: str) -> str:
        """Return the text in a tone, where colour is wanted."""
        return f"\x1b[{_PALETTE[tone]}m{text}\x1b[0m" if self.colour and text else text
