"""Python source bytes as text: the four encodings that real files use, and bounds."""

import re

from maturity.errors import Unreadable

MAX_SOURCE = 1 << 20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COOKIE = re.compile(rb"^[ \t\f]*#.{0,200}?coding[:=][ \t]*([-\w.]{1,40})")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-8-unix": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "latin-1": "latin-1",
    "latin1": "latin-1",
    "iso-8859-1": "latin-1",
    "iso-latin-1": "latin-1",
}


def decode(data: bytes, limit: int = MAX_SOURCE) -> str:
    """Return the text of a source file; its coding line is honoured only for encodings that cannot run code or expand.

    Raises:
        Unreadable: the file is too large, or in another encoding, or not in the encoding it declares.
    """
    if len(data) > limit:
        raise Unreadable(f"larger than {limit} bytes")
    if data[:2] in _UTF16:
        encoding = "utf-16"
    elif data[:3] == b"\xef\xbb\xbf":
        data, encoding = data[3:], "utf-8"
    else:
        encoding = _declared(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(f"not valid {encoding}") from None


def _declared(data: bytes) -> str:
    """Return the encoding that one of the first two lines declares (PEP 263)."""
    for line in data[:1000].split(b"\n", 2)[:2]:
        if found := _COOKIE.match(line):
            name = found[1].decode("ascii", "replace").lower().replace("_", "-")
            if name not in _ENCODINGS:
                raise Unreadable(f"declares the encoding {name[:40]}")
            return _ENCODINGS[name]
    return "utf-8"
