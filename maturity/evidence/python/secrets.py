"""Credentials in the bytes of a file: found by form, judged by context, redacted at once."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

import re2

from maturity.evidence.python.module import Secret
from maturity.evidence.python.placeholders import has_checksum, is_login, is_password, is_token, stands_in
from maturity.evidence.python.secret_patterns import DECLARED, PATTERNS, UNQUOTED, Pattern

MAX_SECRETS = 20
MAX_CANDIDATES = 200
SHOWN = 4
MASK = "Z"
"""Stands for each letter of a credential in what is kept: a letter, so that an expression within stays one."""
_LETTER = re.compile(rb"[\w+/=.\-]")
_PROSE = (".md", ".rst", ".txt", ".adoc", ".html", ".ipynb")
KEY_LENGTH = 24
"""Characters from which on what a notebook assigns is a key: nobody makes up as many; made-up passwords are shorter."""
_LOCKED = (
    ".lock",
    ".sum",
    ".svg",
    ".csv",
    ".tsv",
    ".map",
    ".min.js",
    "-lock.json",
    "lock.yaml",
    "lock.yml",
    "lock.hcl",
)
_SETTINGS = (".env", ".ini", ".cfg", ".conf", ".properties", ".toml", ".yaml", ".yml", ".netrc", ".pypirc", ".npmrc")
_TRIAL_FOLDERS = frozenset({"test", "tests", "testing", "docs", "doc", "examples", "example", "fixtures", "testdata"})


class Scanner:
    """Patterns compiled once. One pass asks which of them can match at all; hardly a file needs a second."""

    def __init__(self) -> None:
        self._every = (*PATTERNS, UNQUOTED, DECLARED)
        self._any = re2.Set.SearchSet(_options(captures=False))
        for one in self._every:
            self._any.Add(one.hint)
        self._any.Compile()
        self._compiled: dict[int, Any] = {}

    def scan(self, path: str, data: bytes) -> tuple[Secret, ...]:
        """Return the credentials of a file in the order of their lines."""
        found: dict[tuple[int, str], Secret] = {}
        for secret, _, _ in self._found(path, data):
            if len(found) < MAX_SECRETS:
                found.setdefault((secret.line, secret.secret), secret)
        return tuple(sorted(found.values(), key=lambda one: (one.line, one.secret)))

    def without(self, path: str, data: bytes) -> bytes:
        """Return a file with a mask in place of its credentials, line for line: what is kept of it holds none."""
        hidden = bytearray(data)
        for _, start, end in self._found(path, data):
            hidden[start + SHOWN : end] = _LETTER.sub(MASK.encode(), hidden[start + SHOWN : end])
        return bytes(hidden)

    def _found(self, path: str, data: bytes) -> Iterator[tuple[Secret, int, int]]:
        """Yield each credential once, with where it begins and ends."""
        taken: set[int] = set()
        for number in sorted(self._any.Match(data) or ()):
            one = self._every[number]
            if not _concerns(one, path):
                continue
            for start, end in islice(self._spans(number, data), MAX_CANDIDATES):
                secret = _judged(one, path, data, start, end) if start not in taken else None
                if secret is not None:
                    taken.add(start)
                    yield secret, start, end

    def _spans(self, number: int, data: bytes) -> Any:
        if number not in self._compiled:
            self._compiled[number] = re2.compile(self._every[number].pattern, _options(captures=True))
        return (match.span(1) for match in self._compiled[number].finditer(data))


def _options(*, captures: bool) -> re2.Options:
    chosen = re2.Options()
    chosen.encoding = re2.Options.Encoding.LATIN1
    chosen.never_capture = not captures
    chosen.max_mem = 64 << 20
    return chosen


def _concerns(one: Pattern, path: str) -> bool:
    """Tell whether a kind is looked for in a file of this name."""
    name = path.lower()
    if one is UNQUOTED:
        return name.endswith(_SETTINGS) or PurePosixPath(name).name.startswith(".env")
    if one is DECLARED:
        return "dockerfile" in name
    return one.certain or not is_locked(path)


def _judged(one: Pattern, path: str, data: bytes, start: int, end: int) -> Secret | None:
    """Return a candidate as a secret; None when it is not even worth a note."""
    value = data[start:end].decode("utf-8", "replace")
    line = data.count(b"\n", 0, start) + 1
    match one.kind:
        case "private-key":
            return Secret(line, one.kind, "----", _has_key(value))
        case "password-in-url":
            live = is_login(value)
        case "database-login":
            live = is_password(value)
        case "assigned-secret":
            if not is_token(value):
                return None
            live = True
        case "github-token" | "npm-token" if "_pat_" not in value:
            live = has_checksum(value)
        case "stripe-key":
            live = "_live_" in value and not stands_in(value[8:])
        case _:
            live = not stands_in(value[4:])
    if not one.certain and is_trial(path) and not (path.lower().endswith(".ipynb") and len(value) >= KEY_LENGTH):
        live = False
    return Secret(line, one.kind, value[:SHOWN], live)


def _has_key(body: str) -> bool:
    """Tell whether what follows the heading of a private key is a key and not three dots."""
    text = "".join(body.replace("\\n", "").replace("\\r", "").split())
    return len(text) >= 60 and len(set(text)) > 20  # noqa: PLR2004 - the shortest (Ed25519) has 64 characters


def masked(value: str) -> bool:
    """Tell whether a text stood for a credential before it was masked."""
    return value[SHOWN:].count(MASK) > len(value[SHOWN:]) // 2


def is_trial(path: str) -> bool:
    """Tell whether a file is prose, a test or an example, where made-up credentials are usual."""
    pure = PurePosixPath(path.lower())
    return pure.suffix in _PROSE or bool(_TRIAL_FOLDERS.intersection(pure.parts)) or pure.name.startswith("test_")


def is_locked(path: str) -> bool:
    """Tell whether a file is a lock or a listing, which is full of digests that look like tokens."""
    return path.lower().endswith(_LOCKED)
