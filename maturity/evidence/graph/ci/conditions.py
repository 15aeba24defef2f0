"""Conditions of CI jobs, evaluated with three values: true, false, and unknown, which may be either."""

import re
from collections.abc import Mapping

Value = str | bool | None
"""None is unknown. A text that ends with OPEN is known only up to there."""
OPEN = "\0"
MAX_TEXT = 2_000
MAX_DEPTH = 40
_TOKEN = re.compile(r"'((?:[^']|'')*)'|\"([^\"]*)\"|(==|!=|&&|\|\||=~|!~|[!(),])|([\w.\-*\[\]$]+)|(\S)")


_FAILED = re.compile(r"\bfailure\(\)|\bfailed\(|\.result\s*==\s*['\"](?:failure|Failed)['\"]", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\balways\(|\bsuccess\(|\bsucceeded|!\s*failure\(|\bnot\(\s*failed\(|==\s*'success'", re.IGNORECASE
)


def only_after_failure(text: str) -> bool:
    """Tell whether a condition asks for the failure of what ran before."""
    plain = text[:MAX_TEXT]
    return _FAILED.search(plain) is not None and _OTHERWISE.search(plain) is None


def holds(text: str, known: Mapping[str, Value]) -> bool | None:
    """Tell whether a condition holds; None when that is not known here."""
    plain = re.sub(r"\$\{\{|\}\}", " ", text)
    if len(plain) > MAX_TEXT:
        return None
    parser = _Parser([found.groups() for found in _TOKEN.finditer(plain)], known)
    value = _truth(parser.either(0))
    return value if parser.whole() else None


def _truth(value: Value) -> bool | None:
    return value if value is None or isinstance(value, bool) else bool(value)


class _Parser:
    """Recursive descent over a bounded text."""

    def __init__(self, tokens: list[tuple[str | None, ...]], known: Mapping[str, Value]) -> None:
        self.tokens = tokens
        self.known = known
        self.position = 0
        self.broken = False

    def whole(self) -> bool:
        """Tell whether everything was understood."""
        return not self.broken and self.position == len(self.tokens)

    def either(self, depth: int) -> Value:
        """Evaluate `a || b`."""
        value = self._both(depth)
        while self._take("||"):
            right = self._both(depth)
            left_truth, right_truth = _truth(value), _truth(right)
            value = True if True in (left_truth, right_truth) else None if None in (left_truth, right_truth) else False
        return value

    def _both(self, depth: int) -> Value:
        value = self._compared(depth)
        while self._take("&&"):
            right = self._compared(depth)
            left_truth, right_truth = _truth(value), _truth(right)
            value = False if False in (left_truth, right_truth) else None if None in (left_truth, right_truth) else True
        return value

    def _compared(self, depth: int) -> Value:
        left = self._single(depth)
        for operator in ("==", "!="):
            if self._take(operator):
                same = _same(left, self._single(depth))
                return same if same is None or operator == "==" else not same
        return left

    def _single(self, depth: int) -> Value:
        if depth > MAX_DEPTH or self.position >= len(self.tokens):
            self.broken = True
            return None
        if self._take("!"):
            inner = _truth(self._single(depth + 1))
            return None if inner is None else not inner
        if self._take("("):
            value = self.either(depth + 1)
            self.broken = self.broken or not self._take(")")
            return value
        single, double, _, name, _ = self.tokens[self.position]
        self.position += 1
        if single is not None or double is not None:
            return (single if single is not None else double or "").replace("''", "'")
        if name is None:
            self.broken = True
            return None
        return self._call(name, depth) if self._take("(") else self._named(name)

    def _named(self, name: str) -> Value:
        if name.lower() in ("true", "false"):
            return name.lower() == "true"
        return self.known.get(name)

    def _call(self, name: str, depth: int) -> Value:
        arguments: list[Value] = []
        while not self._take(")") and not self.broken:
            arguments.append(self.either(depth + 1))
            self._take(",")
        return _called(name.lower(), arguments)

    def _take(self, operator: str) -> bool:
        if self.position < len(self.tokens) and self.tokens[self.position][2] == operator:
            self.position += 1
            return True
        return False


def _called(name: str, arguments: list[Value]) -> Value:
    if name in ("always", "success", "succeeded", "succeededorfailed"):
        return True
    match arguments:
        case [whole, part]:
            pass
        case _:
            return None
    if not isinstance(whole, str) or not isinstance(part, str):
        return None
    plain, opened = whole.removesuffix(OPEN).lower(), whole.endswith(OPEN)
    match name:
        case "startswith":
            return _starts(plain, part.lower(), opened=opened)
        case "contains" if not opened:
            return part.lower() in plain
        case "endswith" if not opened:
            return plain.endswith(part.lower())
    return None


def _starts(plain: str, part: str, *, opened: bool) -> bool | None:
    if plain.startswith(part):
        return True
    return None if opened and part.startswith(plain) else False


def _same(left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str) and one.endswith(OPEN):
            return None if isinstance(other, str) and other.lower().startswith(one[:-1].lower()) else False
    return str(left).lower() == str(right).lower()
