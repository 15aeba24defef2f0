"""The modules named by the import lines of Python source, found in its bytes without parsing it."""

import re

LINE = (
    rb"import[ \t](?:[^\n;\\]|\\\r?\n)*"
    rb"|from[ \t]+\.*[ \t]*[\w.]*[ \t]+import[ \t]*(?:\([^)]*\)|(?:[^\n;(\\]|\\\r?\n)*)"
)
"""RE2 pattern of an import statement at the beginning of a line."""
MAX_NAMES = 200
_FROM = re.compile(r"from\s+([.\s]*[\w.]*)\s+import\s*\(?(.*)", re.DOTALL)
_COMMENT = re.compile(r"#[^\n]*")
_DOTTED = re.compile(r"\.*[A-Za-z_][\w.]*")


def modules(line: bytes) -> list[str]:
    """Return the modules of one import statement: `from a.b import c` names `a.b` and may name `a.b.c`."""
    text = _COMMENT.sub("", line.decode("utf-8", "replace")).replace("\\", " ").strip()
    if text.startswith("import"):
        return [name for name in map(_first, text[6:].split(",")[:MAX_NAMES]) if name]
    found = _FROM.match(text)
    if found is None:
        return []
    origin = "".join(found[1].split())
    glue = "" if origin.endswith(".") else "."
    names = map(_first, found[2].rstrip(") \t\r\n").split(",")[:MAX_NAMES])
    return [origin, *(origin + glue + name for name in names if name)]


def _first(part: str) -> str:
    found = _DOTTED.match(part.strip())
    return found[0] if found else ""
