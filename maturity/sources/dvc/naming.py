"""How DVC names contents, and where a remote keeps the objects of those names."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from maturity.model.storage import HashName

LISTING = ".dir"
_KEY = re.compile(r"(files/md5/)?([0-9a-f]{2})/([0-9a-f]{30}(?:\.dir)?)")
BLOCK = 1 << 20
_TEXT_PROBE = 512
_TEXT = bytes(range(32, 127)) + b"\n\r\t\f\b"
_BINARY_SHARE = 0.3

Id = tuple[HashName, str]
"""What tells one object from another: how it is named, and its name."""


def key_of(name: Id) -> str:
    """Return where below the root of a remote an object lies."""
    way, digest = name
    return f"{'files/md5/' if way == 'md5' else ''}{digest[:2]}/{digest[2:]}"


def id_of(key: str) -> Id | None:
    """Return which object lies at a key; None when none can."""
    found = _KEY.fullmatch(key)
    return (("md5" if found[1] else "md5-dos2unix"), found[2] + found[3]) if found else None


class Hasher:
    """Hashes a content part by part, as an object of its kind is hashed."""

    def __init__(self, way: HashName) -> None:
        self._hash: Any = hashlib.md5(usedforsecurity=False)
        self._by_block = way == "md5-dos2unix"
        self._held = b""
        self._text: bool | None = None

    def update(self, part: bytes | memoryview) -> None:
        """Take the next part."""
        if not self._by_block:
            self._hash.update(part)
            return
        self._held += part
        while len(self._held) >= BLOCK:
            self._convert(BLOCK)

    def digest(self) -> str:
        """Return the digest of all parts."""
        self._convert(len(self._held))
        return str(self._hash.hexdigest())

    def _convert(self, size: int) -> None:
        """Hash a block as DVC 2 did: of a text with the line ends of Unix, save where a block ends inside of one."""
        block, self._held = self._held[:size], self._held[size:]
        if self._text is None:
            self._text = is_text(block[:_TEXT_PROBE])
        self._hash.update(block.replace(b"\r\n", b"\n") if self._text else block)


def is_text(beginning: bytes) -> bool:
    """Tell by its first 512 bytes whether DVC 2 takes a content for text."""
    if b"\0" in beginning:
        return False
    return len(beginning.translate(None, _TEXT)) <= _BINARY_SHARE * len(beginning)


def digest_of(content: bytes, way: HashName) -> str:
    """Return the digest of a content."""
    hasher = Hasher(way)
    hasher.update(content)
    return hasher.digest()


def folder_digest(files: Mapping[str, Sequence[str]], form: int) -> str:
    """Return the digest of a folder, of which the digests of each file are given by its path, one by form."""
    entries = [{"md5": digests[form], "relpath": path} for path, digests in sorted(files.items())]
    content = json.dumps(entries).encode()
    return hashlib.md5(content, usedforsecurity=False).hexdigest() + LISTING
