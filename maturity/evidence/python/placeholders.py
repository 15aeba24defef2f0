"""Telling a credential from what stands in for one: examples, variables, defaults of a development machine."""

import math
import re
import zlib
from collections import Counter
from itertools import pairwise

_WORDS = re.compile(
    r"example|changeme|change[-_]me|change[-_]this|placeholder|your[-_]?|xxxx|dummy|sample|fake|mock|todo|redacted|insert"
    r"|replace|default|abcdef|123456|012345|qwerty|foobar|fixme|hidden|secret|password|passwd|token|test|\.\.\.|\*\*\*|notreal"
    r"|not[-_]a|none$|null$|undefined|env\b|environ|getenv|lorem|demo"
)
_MADE_UP = re.compile(
    r"(?:minio|minio[-_]?admin|minio[-_]?user|admin|administrator|root|user|guest|postgres|mysql|mongo|redis|rabbitmq|airflow|mlflow|grafana)"
    r"[-_@]?123(?:4|45)?!?\Z"
)
"""The name of a login or of a server with the digits that come to mind: what a server of one's own machine is given."""
_FORM = re.compile(
    r"[<>{}\[\]]|\$[\w(]|%[\w(]|^\W+$|^[a-z]+(?:[-_. ][a-z]+)*$|^[A-Z]+(?:_[A-Z]+)*$|^\w+\(|^/|^\.|^https?:|^@"
)
_FILLED = re.compile(r"[<>{}\[\]]|\$[\w(]|%[\w(]|^\W+$|^\w+\(")
"""What is filled in when it runs, or hidden."""
_LOCAL = re.compile(
    r"^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal|[\w\-]+(?::|$)|[\w\-.]*\.(?:local|test|example|invalid)\b)"
)
_PURPOSE = re.compile(r"demo|test|sample")
"""What a server is for is in its name, too: a password drawn at random opens a cluster for a test as any other."""
_PORT = re.compile(r"\d{1,5},")
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KNOWN = "CDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq"
"""Part of the key that the storage emulator of Azure publishes."""
MIN_ENTROPY = 3.3
MIN_PASSWORD_ENTROPY = 2.7


def stands_in(value: str) -> bool:
    """Tell whether a text of a credential's form is plainly none: an example, a variable, a run of one character."""
    lowered = value.lower()
    plain = _WORDS.search(lowered) is not None or _MADE_UP.match(lowered) is not None
    return plain or len(set(value)) < 5 or _KNOWN in value  # noqa: PLR2004


def is_token(value: str) -> bool:
    """Tell whether an assigned text is random enough to be a credential."""
    if stands_in(value) or _FORM.search(value):
        return False
    digits = sum(character.isdigit() for character in value)
    letters = sum(character.isalpha() for character in value)
    mixed = digits >= 2 and letters >= 2  # noqa: PLR2004 - a word with a version number is no secret
    enough = MIN_ENTROPY if len(value) >= 16 else MIN_PASSWORD_ENTROPY  # noqa: PLR2004
    return (mixed or (digits == 1 and _scrambled(value))) and entropy(value) >= enough


def _scrambled(value: str) -> bool:
    """Tell whether a text changes case as letters drawn at random do: often, and with capitals side by side.

    Of 40 texts of 32 letters and digits drawn at random one has a single digit. Camel case has few capitals together.
    """
    changes = sum(one.isupper() != other.isupper() for one, other in pairwise(value))
    capitals = sum(one.isupper() and other.isupper() for one, other in pairwise(value))
    return len(value) >= 24 and changes >= 0.4 * len(value) and capitals >= 3  # noqa: PLR2004


def is_login(value: str) -> bool:
    """Tell whether `password@host` of a URL is one that works elsewhere than on the developer's machine."""
    password, _, host = value.rpartition("@")
    if _PORT.match(password):
        return False  # `host:123,user:password@other`: several hosts, the first one with its port
    if _FORM.search(password) or _LOCAL.match(host) or len(password) < 4:  # noqa: PLR2004
        return False
    named = _PURPOSE.sub("", host.lower()) if is_token(password) else host.lower()
    return not stands_in(password) and not _WORDS.search(named)


def is_password(value: str) -> bool:
    """Tell whether what is given as the password of a rented database may be one: people choose words, too."""
    return not stands_in(value) and _FILLED.search(value) is None


def has_checksum(token: str) -> bool:
    """Tell whether the last six characters of a GitHub or npm token are the checksum of the others."""
    body = token.partition("_")[2]
    rest, digits = zlib.crc32(body[:-6].encode()), ""
    while rest:
        rest, digit = divmod(rest, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0") == body[-6:]


def entropy(value: str) -> float:
    """Return the bits per character of a text."""
    counts = Counter(value)
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts.values())
