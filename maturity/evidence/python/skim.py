"""The byte pre-filter: what one pass over the bytes of a file tells before anything is parsed."""

import re

import re2

from maturity.evidence.python import imports, secrets
from maturity.evidence.python.module import Skim

MAX_MEMORY = 64 << 20
_HEAD = 8000
_WORD = re.compile(r"\w", re.ASCII)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PYTHON = (".py", ".pyi", ".pyw")
_TEMPLATES = (".jinja", ".jinja2", ".j2", ".tmpl", ".template")
_STATEMENTS = rb"(?m)^[ \t]*(?:" + imports.LINE + rb"|(?:async[ \t]+)?def[ \t]+test_|if[ \t(]*__name__[ \t]*==)"

_DYNAMIC = re.compile(rb"import_module\(\s*['\"]([A-Za-z_][\w.]{0,200})['\"]")


def options() -> re2.Options:
    """Return settings for patterns over bytes that only ask whether and where."""
    chosen = re2.Options()
    chosen.encoding = re2.Options.Encoding.LATIN1
    chosen.never_capture = True
    chosen.max_mem = MAX_MEMORY
    return chosen


def is_python(path: str) -> bool:
    """Tell whether a path names Python source, or a template of it."""
    for suffix in _TEMPLATES:
        path = path.removesuffix(suffix)
    return path.endswith(_PYTHON)


class Skimmer:
    """Looks for a fixed set of words; compiled once, used for every file.

    Those that are `attributes` count only behind a dot: `x.backward` is a use, `def backward` and a text are none.
    Names that are imported stand among the imports.
    """

    def __init__(self, tokens: frozenset[str], attributes: frozenset[str] = frozenset()) -> None:
        self.tokens = tuple(sorted(token for token in tokens | attributes if token))
        self._words = re2.Set.SearchSet(options())
        for token in self.tokens:
            self._words.Add(_whole(token) if token in tokens else rb"\." + _whole(token))
        if self.tokens:
            self._words.Compile()
        self._statements = re2.compile(_STATEMENTS, options())
        self._secrets = secrets.Scanner()

    def skim(self, path: str, data: bytes) -> Skim:
        """Return what the bytes of a file show."""
        if data[:2] in _UTF16:
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        if b"\0" in data[:_HEAD]:
            return Skim(binary=True)
        found = self._words.Match(data) if self.tokens else ()
        words = frozenset(self.tokens[number] for number in found or ())
        hidden = self._secrets.scan(path, data)
        if not is_python(path):
            return Skim(words, secrets=hidden)
        modules: dict[str, None] = {}
        tests, guard = 0, False
        for line in map(bytes.lstrip, self._statements.findall(data)):
            if line.startswith((b"import", b"from")):
                modules.update(dict.fromkeys(imports.modules(line)))
            elif line.startswith(b"if"):
                guard = True
            else:
                tests += 1
        if b"import_module" in data:
            modules.update(dict.fromkeys(name.decode() for name in _DYNAMIC.findall(data)))
        return Skim(words, tuple(modules), tests, guard, hidden)


def _whole(token: str) -> bytes:
    """Return the pattern of a token as a whole word; a boundary stands only beside an ASCII letter, digit or `_`."""
    start, end = (rb"\b" if _WORD.match(side) else b"" for side in (token[0], token[-1]))
    return start + bytes(re2.escape(token.encode("utf-8"))) + end
