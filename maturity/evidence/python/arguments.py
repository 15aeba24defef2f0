"""Arguments of calls as small values: texts with holes, references, numbers. Only products of numbers are computed."""

import ast
import math
import shlex
from collections.abc import Iterator

from maturity.evidence.python.module import NONE, Argument
from maturity.evidence.python.names import UNKNOWN, Literal, Scope, value_of, written

MAX_TEXT = 1000
MAX_SCRIPT = 8000
MAX_WORDS = 60
MAX_DEPTH = 8
HOLE = "{}"
_JOINED = frozenset({"os.path.join", "posixpath.join", "pathlib.Path", "pathlib.PurePath", "pathlib.PurePosixPath"})
PATHS = frozenset(("pathlib.Path!", "pathlib.PurePath!", "pathlib.PurePosixPath!"))
"""What a name holds that is a path and, joined with others, a text."""
_SAME = frozenset({"str", "os.fspath", "os.path.abspath", "os.path.normpath", "os.path.expanduser", "shlex.split"})
_SPLIT = frozenset({"split", "strip", "lower", "resolve", "absolute", "as_posix", "expanduser"})


def argument(node: ast.expr, scope: Scope) -> Argument:
    """Return an expression as the argument of a call."""
    match node:
        case ast.Constant(value=value):
            return NONE if value is None else constant(value)
        case ast.Name() | ast.Attribute():
            return _reference(node, scope)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return constant(-number)
        case ast.List() | ast.Tuple():
            return _command(node.elts, scope)
        case ast.JoinedStr() | ast.BinOp() | ast.Call():
            return _text(node, scope) or _parameters(node) or _called_as(node, scope)
        case ast.Subscript(value=ast.Name() | ast.Attribute() as held, slice=ast.Constant(value=str() as key)):
            name = _reference(held, scope)
            return f"{name}.{clean(key)}" if isinstance(name, str) and name[:1] == "@" else None
    return _composed(node, scope)


def _composed(node: ast.expr, scope: Scope) -> Argument:
    """Return what is given only under a condition as if it were given, and a mapping of one number as a text."""
    match node:
        case (
            ast.IfExp(body=ast.Constant(value=None), orelse=given)
            | ast.IfExp(body=given, orelse=ast.Constant(value=None))
        ):
            return argument(given, scope)
        case ast.Dict(keys=[ast.Constant(value=str() as key)], values=[ast.Constant(value=int() as value)]):
            return f"={clean(key)}:{value}"
    return _parameters(node)


def is_kedro_parameter(text: str) -> bool:
    """Tell whether an input of a Kedro node is one of the parameters, or all of them."""
    return text.startswith("params:") or text == "parameters"


def _parameters(node: ast.expr) -> Argument:
    """Return the parameters among the inputs of a Kedro node, where they are given by name; None for other mappings."""
    match node:
        case ast.Dict(values=values):
            given = values
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            given = [keyword.value for keyword in keywords]
        case _:
            return None
    texts = [one.value for one in given[:MAX_WORDS] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    named = [text for text in texts if is_kedro_parameter(text)]
    return "=" + clean(" ".join(named)) if named else None


def _text(node: ast.expr, scope: Scope) -> Argument:
    text = text_of(node, scope)
    return None if text is None or text.strip("{}/ ") == "" else "=" + clean(text)


def _called_as(node: ast.expr, scope: Scope) -> Argument:
    """Return a call as a reference to its result: `@datetime.timedelta()`."""
    if not isinstance(node, ast.Call):
        return None
    value = value_of(node.func, scope)
    name = value if isinstance(value, str) and value[:1] not in ("", UNKNOWN) else written(node.func)
    return f"@{name.rstrip('!')}()" if name else None


def constant(value: object) -> Argument:
    """Return a literal as an argument; numbers that JSON cannot hold are None."""
    if isinstance(value, str):
        return "=" + clean(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if abs(value) < 1 << 53 else None
    return None


def clean(text: str, most: int = MAX_TEXT) -> str:
    """Return a text within bounds and without lone surrogates."""
    text = text[:most]
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def default(node: ast.expr | None, scope: Scope) -> Argument:
    """Return the default of a parameter or field; a call is `@name()`, and None says no more than no default."""
    if isinstance(node, ast.Call):
        return _called_as(node, scope)
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return None
    return argument(node, scope)


def text_of(node: ast.expr, scope: Scope, depth: int = 0) -> str | None:
    """Return the text an expression makes, with holes for what is not constant; None when it is no text."""
    if depth > MAX_DEPTH:
        return HOLE
    match node:
        case ast.Constant(value=str() as value):
            return value
        case ast.JoinedStr(values=values):
            return "".join(_piece(value, scope, depth) for value in values[:MAX_WORDS])
        case ast.Name() | ast.Attribute():
            known = value_of(node, scope)
            if isinstance(known, tuple):
                return known[0] if isinstance(known[0], str) else HOLE
            return _held(node, known, scope)
        case ast.BinOp(left=left, op=ast.Add() | ast.Div() | ast.Mod() as operator, right=right):
            return _combined(left, operator, right, scope, depth)
        case ast.Call():
            return _called(node, scope, depth)
    return None


def _held(node: ast.Name | ast.Attribute, value: str, scope: Scope) -> str | None:
    """Return the text of a name that holds a path, or the interpreter."""
    if value in PATHS and isinstance(node, ast.Name):
        return scope.path(node.id)
    return "python" if value == "sys.executable" else None


def _piece(node: ast.expr, scope: Scope, depth: int) -> str:
    if isinstance(node, ast.FormattedValue):
        node = node.value
    return text_of(node, scope, depth + 1) or HOLE


def _combined(left: ast.expr, operator: ast.operator, right: ast.expr, scope: Scope, depth: int) -> str | None:
    start = text_of(left, scope, depth + 1)
    if isinstance(operator, ast.Mod):
        return start
    end = text_of(right, scope, depth + 1)
    if start is None and end is None:
        return None
    glue = "/" if isinstance(operator, ast.Div) else ""
    return (HOLE if start is None else start) + glue + (HOLE if end is None else end)


def _called(node: ast.Call, scope: Scope, depth: int) -> str | None:
    """Return the text of `os.path.join(..)`, `Path(..)`, `str(..)`, `"..".format(..)`, `open("x").read()`."""
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in _SPLIT | {"format", "read", "read_text"}:
        return text_of(function.value, scope, depth + 1)
    known = function.id if isinstance(function, ast.Name) and scope.find(function.id) is None else None
    name = known or value_of(function, scope)
    if name in _JOINED:
        words = [text_of(one, scope, depth + 1) for one in node.args[:MAX_WORDS]]
        return "/".join(HOLE if word is None else word for word in words) if words else None
    if (name in _SAME or name in ("open", "compile", "io.open")) and node.args:
        return text_of(node.args[0], scope, depth + 1)
    return None


def _command(nodes: list[ast.expr], scope: Scope) -> Argument:
    """Return a list of texts as one command line; None when it does not begin with a text."""
    words: list[str] = []
    for node in nodes[:MAX_WORDS]:
        word = text_of(node, scope)
        if word is None and not words:
            return None
        words.append(HOLE if word is None else word)
    if not words:
        return None
    return "=" + clean(" ".join(word if HOLE in word else shlex.quote(word) for word in words))


def script(node: ast.expr, scope: Scope, line: int) -> Argument:
    """Return the lists of commands of a build as one shell text, each command as far below `line` as it is written.

    They stand in a list, or in a build specification under the keys `commands` of its phases.
    """
    text = ""
    for one in (one for held in _lists(node) for one in held.elts[:MAX_WORDS]):
        found = text_of(one, scope)
        if found is not None:
            below = one.lineno - line - text.count("\n")
            text += "\n" * max(below, 1 if text else 0) + found
    return "=" + clean(text, MAX_SCRIPT) if text.strip() else None


def _lists(node: ast.expr, depth: int = 0) -> Iterator[ast.List]:
    match node:
        case ast.List() if depth == 0:
            yield node
        case ast.Dict(keys=keys, values=values) if depth < MAX_DEPTH:
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "commands" and isinstance(value, ast.List):
                    yield value
                else:
                    yield from _lists(value, depth + 1)


def _reference(node: ast.expr, scope: Scope) -> Argument:
    value = value_of(node, scope)
    if isinstance(value, tuple):
        return constant(value[0])
    if value[:1] in ("", UNKNOWN):
        name = written(node)
        return f"@{name}" if name else None
    return "@" + value.rstrip("!")


def literal(node: ast.expr, scope: Scope) -> tuple[Literal] | None:
    """Return the constant, text or command line that an expression is, as a value of a scope; None for others."""
    if isinstance(node, ast.Constant) and node.value is None:
        return (None,)
    if isinstance(node, ast.Name | ast.Attribute):
        return None
    if isinstance(node, ast.BinOp) and (product := _product(node)) is not None:
        return (product,)
    found = argument(node, scope)
    if isinstance(found, str):
        return (found[1:],) if found[0] == "=" else None
    return None if found is None else (found,)


def _product(node: ast.expr, depth: int = 0) -> int | float | None:
    """Return what plain numbers multiply to: `60 * 60 * 24`."""
    match node:
        case ast.Constant(value=int() | float() as number) if abs(number) < 1 << 20:
            return number
        case ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=int() | float() as number)):
            before = _product(left, depth + 1) if depth < MAX_DEPTH and abs(number) < 1 << 20 else None
            return None if before is None else before * number
    return None
