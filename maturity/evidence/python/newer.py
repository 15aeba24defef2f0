"""Syntax of Python 3.12 and later, rewritten line for line so that the parser of an older interpreter reads it.

Type parameters (PEP 695) are blanked, and f-strings that hold their own quotes or backslashes (PEP 701) get other
quotes. It is only asked for what the running interpreter could not parse.
"""

import re

MAX_TEXT = 1 << 20
_DEEP = 3
"""f-strings within f-strings: there are no more kinds of quotes than this."""
_PREFIX = re.compile(r"(?i)(?<![\w])(?P<letters>[rbuft]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_ALIAS = re.compile(r"^(?P<lead>[ \t]*)type +(?=\w+ *=)", re.MULTILINE)
_GENERIC = re.compile(r"^[ \t]*(?:(?:async +)?def|class|type) +\w+ *(?=\[)", re.MULTILINE)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_OPENING, _CLOSING = "([{", ")]}"
_STARTS = "'\"rRbBuUfFtT"
_PLAIN = str.maketrans({"t": "f", "T": "f"})
"""Templates of Python 3.14 are written as f-strings are."""


def as_older(text: str) -> str:
    """Return source with the newer syntax in a form that older parsers take; what cannot be told stays as it is."""
    if len(text) > MAX_TEXT:
        return text
    return _ALIAS.sub(lambda found: found["lead"], _without_parameters(_strings(text, 0)))


def _without_parameters(text: str) -> str:
    """Blank the type parameters of functions, classes and aliases: `def first[T: (int, str)](rows: list[T])`."""
    parts, position = [], 0
    for found in _GENERIC.finditer(text):
        if found.end() < position:
            continue
        end = _closed(text, found.end())
        if end:
            lines = "\n" * text.count("\n", found.end(), end)
            called = text.startswith("(", end)
            parts += [text[position : found.end()], "(" + lines + ("" if called else ")") if lines else ""]
            position = end + (called and bool(lines))
    return "".join([*parts, text[position:]])


def _closed(text: str, start: int) -> int:
    """Return where the bracket that opens at `start` has closed; 0 when it does not."""
    depth = 0
    for position in range(start, min(len(text), start + 2_000)):
        depth += (text[position] in _OPENING) - (text[position] in _CLOSING)
        if depth == 0:
            return position + 1
    return 0


def _strings(text: str, depth: int) -> str:
    """Rewrite the f-strings of source; comments and other strings stay."""
    parts, position = [], 0
    while position < len(text):
        if text[position] == "#":
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            parts.append(text[position:end])
            position = end
        elif text[position] in _STARTS and (found := _PREFIX.match(text, position)):
            end, written = _string(text, found, depth)
            parts.append(written)
            position = end
        else:
            parts.append(text[position])
            position += 1
    return "".join(parts)


def _string(text: str, found: re.Match[str], depth: int) -> tuple[int, str]:
    """Return where a string ends, and how to write it."""
    quote, letters, start = found["quote"], found["letters"], found.end()
    formatted = not set("fFtT").isdisjoint(letters) and depth <= _DEEP
    fields, position = [], start
    while position < len(text) and not text.startswith(quote, position):
        if text[position] == "\n" and len(quote) == 1:
            break
        if text[position] == "\\" or (formatted and text.startswith(("{{", "}}"), position)):
            position += 2
        elif formatted and text[position] == "{":
            end = _field(text, position, depth)
            fields.append((position, end))
            position = end
        else:
            position += 1
    body, end = text[start:position], min(position + len(quote), len(text))
    if not fields:
        return end, text[found.start() : end]
    for first, last in reversed(fields):
        body = body[: first - start] + _older_field(text[first:last], depth) + body[last - start :]
    return end, _quoted(letters.translate(_PLAIN), body, quote)


def _field(text: str, start: int, depth: int) -> int:
    """Return where a replacement field ends that opens at `start`; strings in it may hold any brackets."""
    opened, position = 0, start
    while position < len(text):
        if text[position] in _STARTS and (found := _PREFIX.match(text, position)):
            position = _string(text, found, depth + 1)[0]
            continue
        opened += (text[position] in _OPENING) - (text[position] in _CLOSING)
        position += 1
        if opened == 0:
            break
    return position


def _older_field(field: str, depth: int) -> str:
    """Write a replacement field without backslashes: what an escape stands for matters to nobody here."""
    return _ESCAPE.sub(lambda found: "\n_" if found[0][1] == "\n" else "__", _strings(field, depth + 1))


def _quoted(letters: str, body: str, quote: str) -> str:
    """Put quotes around an f-string that its own fields do not hold; all lines of its text stay."""
    for other in (quote, '"""', "'''"):
        if other not in body and not body.endswith(other[0]) and (len(other) > 1 or "\n" not in body):
            return f"{letters}{other}{body}{other}"
    return f"{letters}{quote}{body}{quote}"
