"""YAML as data: events with a depth cap, an alias budget and line numbers.

The composing loaders are not used on foreign text: libyaml's composer recurses in C and takes the process down on about
30,000 nested brackets, merge keys double the tree per line, and tags build objects. Events do none of that.
"""

import re
from typing import Any

import yaml

from maturity.documents.tree import Series, Table, Tree
from maturity.errors import Unreadable

MAX_DEPTH = 100
MAX_NODES = 200_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""How JSON escapes a character beyond the first plane: two escapes that YAML does not know."""
_NULLS = ("", "~", "null", "Null", "NULL")
_DIGITS = frozenset("+-.0123456789")
"""What a number begins with."""
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,2})?")


class _Composer:
    """Builds trees out of events, one document after another.

    `typed` reads plain scalars by the YAML 1.2 core schema and refuses a key that stands twice: for files of ours,
    where a number has to be a number. Foreign files keep their text.
    """

    def __init__(self, *, typed: bool = False) -> None:
        self.typed = typed
        self.nodes = 0
        self.anchors: dict[str, tuple[Tree, int]] = {}
        self.names: dict[int, str] = {}
        self.stack: list[tuple[Table | Series, list[Any], int]] = []
        self.documents: list[Tree] = []

    def place(self, value: Tree, line: int, weight: int) -> None:
        """Put a finished node where it belongs."""
        self.nodes += weight
        if self.nodes > MAX_NODES:
            raise Unreadable(f"more than {MAX_NODES} YAML nodes")
        if not self.stack:
            self.documents.append(value)
            return
        container, pending, _ = self.stack[-1]
        if isinstance(container, Series):
            container.append(value)
            container.lines.append(line)
        elif not pending:
            pending.append((value if isinstance(value, str) else "" if value is None else str(value), line))
        else:
            key, at = pending.pop()
            if key == "<<":
                _merge(container, value)
            else:
                if self.typed and key in container:
                    raise Unreadable(f"the key {key!r} stands twice, line {at}")
                container[key] = value
                container.lines[key] = at

    def handle(self, event: Any) -> None:
        """Take one event."""
        line = event.start_mark.line + 1
        if type(event) is yaml.ScalarEvent:  # nearly all are: they go the short way
            value: Any = event.value
            if event.implicit[0]:
                value = None if value in _NULLS else _core(value) if self.typed else value
            if event.anchor:
                self._anchor(event, value)
            self.place(value, line, 1)
            return
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self.stack) >= MAX_DEPTH:
                    raise Unreadable(f"YAML nested deeper than {MAX_DEPTH} levels")
                container = Table(line) if isinstance(event, yaml.MappingStartEvent) else Series(line)
                self._anchor(event, container)
                self.stack.append((container, [], self.nodes))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                container, _, before = self.stack.pop()
                self._weigh(container, self.nodes - before)
                self.place(container, container.line, 1)
            case yaml.AliasEvent():
                target, weight = self.anchors.get(event.anchor or "", (None, 1))
                if any(container is target for container, _, _ in self.stack):
                    raise Unreadable("a YAML alias that contains itself")
                self.place(target, line, weight)

    def _anchor(self, event: Any, value: Tree) -> None:
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
            self.names[id(value)] = event.anchor

    def _weigh(self, container: Table | Series, weight: int) -> None:
        name = self.names.get(id(container))
        if name is not None and self.anchors[name][0] is container:
            self.anchors[name] = (container, weight + 1)


def _merge(target: Table, source: Tree) -> None:
    """Apply a merge key: existing keys win; a list of tables is merged in order."""
    for part in source if isinstance(source, Series) else (source,):
        if isinstance(part, Table):
            for key, value in part.items():
                if key not in target:
                    target[key] = value
                    target.lines[key] = part.line_of(key)


def _core(value: str) -> Any:
    """Read a plain scalar by the YAML 1.2 core schema: `true`, `2` and `0.9`, but not `yes`, dates or `.inf`."""
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value[0] in "tT"
    if value[0] not in _DIGITS:
        return value
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value


def load_all(source: str) -> list[Tree]:
    """Read every document of a YAML text.

    Raises:
        Unreadable: the text is no YAML, nests deeper than `MAX_DEPTH`, or expands to more than `MAX_NODES` nodes.
    """
    return _compose(source, _Composer())


def load_typed(source: str) -> list[Any]:
    """Read every document of a YAML text of ours: plain numbers and flags become values, duplicate keys are refused.

    Raises:
        Unreadable: as `load_all`, or a key stands twice in one mapping.
    """
    return _compose(source, _Composer(typed=True))


def _joined(found: re.Match[str]) -> str:
    high, low = int(found[2], 16), int(found[3], 16)
    return f"{found[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def _compose(source: str, composer: _Composer) -> list[Tree]:
    if source.lstrip()[:1] in ("{", "["):
        source = source.rstrip()  # tabs may end a JSON text, but no YAML
    try:
        for event in yaml.parse(_PAIR.sub(_joined, source), Loader=_LOADER):
            composer.handle(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "no valid YAML"
        raise Unreadable(f"{problem}, line {mark.line + 1}" if mark else str(problem)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no valid YAML ({type(error).__name__})") from None
    return composer.documents


def load(source: str) -> Tree:
    """Read the first document of a YAML text; None when it is empty. Raises as `load_all`."""
    documents = load_all(source)
    return documents[0] if documents else None
