"""The fixed words of whole reports (HTML, PDF), in each language."""

from maturity.render.report_words.en import ENGLISH
from maturity.render.report_words.words import ReportWords
from maturity.render.report_words.zh import CHINESE
from maturity.render.style import Language

__all__ = ["ReportWords", "report_words"]

_WORDS: dict[Language, ReportWords] = {"en": ENGLISH, "zh": CHINESE}


def report_words(language: Language) -> ReportWords:
    """Return the words of a language."""
    return _WORDS[language]
