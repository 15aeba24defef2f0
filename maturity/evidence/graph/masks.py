"""Foreign expressions inside shell text, hidden from the shell grammar and put back into the words."""

import re

TEMPLATES = re.compile(r"\$?\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\}")
"""`${{ expression }}` of GitHub and Azure, `{{ name }}` of templates and task files."""
MACROS = re.compile(TEMPLATES.pattern + r"|\$\([A-Za-z_][\w.\-]*\)|\$\[[^\n]{0,400}?\]")
"""The same, and `$(name)` of Azure and make, which the shell would take for a command substitution."""
_MARK = re.compile(r"__masked_(\d+)__")


class Mask:
    """The expressions taken out of one text."""

    def __init__(self, pattern: re.Pattern[str] = TEMPLATES) -> None:
        self._pattern = pattern
        self._hidden: list[str] = []

    def hide(self, text: str) -> str:
        """Return the text with a plain word in place of each expression."""
        return self._pattern.sub(self._take, text)

    def show(self, text: str) -> str:
        """Return the text with the expressions back in place."""
        return _MARK.sub(self._give, text) if self._hidden else text

    def _take(self, found: re.Match[str]) -> str:
        self._hidden.append(found.group())
        return f"__masked_{len(self._hidden) - 1}__"

    def _give(self, found: re.Match[str]) -> str:
        number = int(found.group(1)[:6])
        return self._hidden[number] if number < len(self._hidden) else found.group()
