"""The one door for foreign text: what others wrote is made harmless here before anybody sees it."""

import html
import re

LIMIT = 200
"""Characters of foreign text that are shown."""

ELLIPSIS = "…"

_SPACES = "\u00a0\u3000"
"""Blanks that are not printable by Python's measure, but harmless: no-break and ideographic."""

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Fillers and variation selectors: printable by name, yet nothing is seen of them."""

_ORDER = re.compile(r"^\s*(?::(?=:)|#(?=#))|##(?:vs|teamcit)[oy](?=\[)")
"""What a CI system takes for a command: `::` and `##` where a line begins, two forms anywhere in it."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$])")
_LINE_START = re.compile(r"^(\s*)([-=])|^(\s*\d+)([.)])(?=\s|$)", re.MULTILINE)
"""What begins a list, or underlines a heading. A backslash hides a sign; before a digit it would be shown itself."""


def displayable(text: str, limit: int = LIMIT) -> str:
    """Return one line in which control, bidirectional and invisible characters are shown as escapes.

    What a CI system would take for a command has its last sign escaped as well: the line may be one of a log.
    """
    shown = text[: limit + 1]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(map(_visible, shown))
    if "::" in shown or "##" in shown:
        shown = _ORDER.sub(lambda order: f"{order[0][:-1]}\\x{ord(order[0][-1]):02x}", shown)
    return shown if len(shown) <= limit else shown[: limit - 1] + ELLIPSIS


def markdown_text(text: str) -> str:
    """Return text that Markdown and HTML show as it is: no markup, no link, no mention."""
    shown = html.escape(displayable(text, 2 * LIMIT), quote=False)
    shown = _LINE_START.sub(r"\1\3\\\2\4", _MARKDOWN.sub(r"\\\1", shown))
    return shown.replace("@", "@<!-- -->").replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")


def markdown_prose(text: str) -> str:
    """Return a text of the catalog: what stands in back-quotes stays code, the rest is shown as it is."""
    parts = displayable(text, 2 * LIMIT).split("`")
    if len(parts) % 2 == 0:
        return markdown_text(text)
    return "".join(markdown_code(part) if n % 2 else markdown_text(part) for n, part in enumerate(parts))


def markdown_code(text: str) -> str:
    """Return text as a code span that is safe in a table too; forges make no mention or reference of it."""
    shown = displayable(text).replace("|", "\\|") or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _visible(char: str) -> str:
    """Return a character, or its escape when it would not be seen or would steer the terminal."""
    if (char.isprintable() or char in _SPACES) and not _INVISIBLE.match(char):
        return char
    return char.encode("unicode_escape").decode("ascii")
