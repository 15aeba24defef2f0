"""One fixed text of the UI in each language; lighter than one of the model, for which the first screen would wait."""

from typing import NamedTuple

from maturity.render.style import Language


class Said(NamedTuple):
    """What is said, in each language."""

    en: str
    zh: str

    def of(self, language: Language) -> str:
        """Return it in a language."""
        return self.zh if language == "zh" else self.en
