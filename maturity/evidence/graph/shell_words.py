"""Words of a shell syntax tree: quotes removed, known variables put in, everything else kept as written."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_NESTING = 20
MAX_WORD = 4_096
MAX_VALUE = 1_000
_DEFAULT = re.compile(r"\$\{(\w+)(?::?[-=](.*))?\}", re.DOTALL)
_NAMED = re.compile(r"\$\{?(\w+)")
_ESCAPED = re.compile(r"\\(\n|.)", re.DOTALL)


def expand(node: "Node", variables: Mapping[str, str]) -> list[str]:
    """Return the words that one argument becomes: an unquoted variable may hold several, or none."""
    inner = node.named_children[0] if node.type == "command_name" and node.named_children else node
    value = _value(inner, variables, 0)[:MAX_WORD]
    if inner.type in ("simple_expansion", "expansion"):
        return value.split()
    return [value]


def assigned(node: "Node", variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the assignments directly in a node."""
    parts = [node] if node.type == "variable_assignment" else node.named_children
    for part in parts:
        if part.type == "variable_assignment":
            name, value = part.child_by_field_name("name"), part.child_by_field_name("value")
            if name is not None and value is not None and not _dynamic(value):
                yield _raw(name), _value(value, variables, 0)[:MAX_WORD]


def computed(node: "Node") -> Iterator[tuple[str, str]]:
    """Yield the names of assignments directly in a node whose value a program prints, with that program as written."""
    for part in [node] if node.type == "variable_assignment" else node.named_children:
        name = part.child_by_field_name("name") if part.type == "variable_assignment" else None
        value = part.child_by_field_name("value") if name is not None else None
        if name is not None and value is not None and inner_programs(value):
            yield _raw(name), _raw(value)[:MAX_VALUE]


def told(node: "Node", made: Mapping[str, str]) -> list[str]:
    """Return a test as written, and after it what the variables in it are made of, which a name may not say."""
    text = _raw(node)[:MAX_VALUE]
    return [text, *(f"{name}={made[name]}" for name in dict.fromkeys(_NAMED.findall(text)) if name in made)]


def inner_programs(node: "Node") -> list["Node"]:
    """Return the command and process substitutions inside a node, outermost ones only, in order."""
    found: list[Node] = []
    todo = [node]
    while todo:
        one = todo.pop()
        if one.type in ("command_substitution", "process_substitution"):
            found.append(one)
        else:
            todo.extend(reversed(one.named_children))
    return found


def _dynamic(node: "Node") -> bool:
    return bool(inner_programs(node)) or node.type == "array"


def _raw(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _value(node: "Node", variables: Mapping[str, str], depth: int) -> str:
    if depth > MAX_NESTING:
        return _raw(node)
    match node.type:
        case "raw_string" | "ansi_c_string":
            return _raw(node).removeprefix("$")[1:-1]
        case "string":
            return _unescape(_between(node, variables, depth)[1:-1])
        case "concatenation":
            return "".join(_value(child, variables, depth + 1) for child in node.named_children)
        case "simple_expansion":
            return variables.get(_raw(node)[1:], _raw(node))[:MAX_VALUE]
        case "expansion":
            return _expansion(_raw(node), variables)
        case "word" | "command_name":
            return _unescape(_raw(node))
    return _raw(node)


def _between(node: "Node", variables: Mapping[str, str], depth: int) -> str:
    """Return a string's text with its expansions replaced; the blanks between its parts belong to no child."""
    whole, pieces, end = node.text or b"", [], 0
    for child in node.named_children:
        start = child.start_byte - node.start_byte
        pieces.append(whole[end:start].decode("utf-8", "replace"))
        pieces.append(_value(child, variables, depth + 1))
        end = child.end_byte - node.start_byte
    pieces.append(whole[end:].decode("utf-8", "replace"))
    return "".join(pieces)


def _expansion(text: str, variables: Mapping[str, str]) -> str:
    found = _DEFAULT.fullmatch(text)
    if found is None:
        return text
    name, default = found.group(1), found.group(2)
    if variables.get(name):
        return variables[name][:MAX_VALUE]
    return default.strip("\"'") if default is not None else text


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: "" if found.group(1) == "\n" else found.group(1), text) if "\\" in text else text
