"""Annotations: as text with resolved names, and as the class whose instance a name then holds."""

import ast
import re

from maturity.evidence.python.names import BUILTINS, UNKNOWN, Scope, value_of, written

MAX_DEPTH = 5
MAX_TEXT = 200
_DOTTED = re.compile(r"[A-Za-z_][\w.]*")
_WRAPPERS = frozenset({"Optional", "Annotated", "Union", "Final", "ClassVar", "Required", "NotRequired"})


def annotation(node: ast.expr | None, scope: Scope, depth: int = 0) -> str:
    """Return an annotation as text, its names resolved: `list[.schemas.Row]`."""
    match node:
        case ast.Name() | ast.Attribute():
            value = value_of(node, scope)
            return value if isinstance(value, str) and value[:1] not in ("", UNKNOWN) else written(node)
        case ast.Constant(value=str() as text):
            return _quoted(text, scope)
        case ast.Constant(value=value):
            return str(value)[:20]
        case ast.Subscript(value=base, slice=inside) if depth < MAX_DEPTH:
            inner = inside.elts[:10] if isinstance(inside, ast.Tuple) else [inside]
            words = ", ".join(annotation(one, scope, depth + 1) for one in inner)
            return f"{annotation(base, scope, depth + 1)}[{words}]"[:MAX_TEXT]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right) if depth < MAX_DEPTH:
            return f"{annotation(left, scope, depth + 1)} | {annotation(right, scope, depth + 1)}"[:MAX_TEXT]
    return ""


def _quoted(text: str, scope: Scope) -> str:
    def resolved(found: re.Match[str]) -> str:
        root, _, rest = found[0].partition(".")
        value = scope.find(root)
        return found[0] if not isinstance(value, str) or value[:1] == UNKNOWN else f"{value}.{rest}" if rest else value

    return _DOTTED.sub(resolved, text[:MAX_TEXT])[:MAX_TEXT]


def _is_type(name: str) -> bool:
    return name not in BUILTINS and not name.startswith("typing.") and _DOTTED.fullmatch(name.lstrip(".")) is not None


def instance(node: ast.expr | None, scope: Scope) -> str:
    """Return the value of a name so annotated: an instance of its class, or unknown for containers and plain types."""
    for _ in range(MAX_DEPTH):
        match node:
            case ast.Subscript(value=base, slice=inside) if written(base).rpartition(".")[2] in _WRAPPERS:
                node = inside.elts[0] if isinstance(inside, ast.Tuple) and inside.elts else inside
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                node = right if isinstance(left, ast.Constant) and left.value is None else left
            case ast.Name() | ast.Attribute() | ast.Constant(value=str()):
                name = annotation(node, scope).partition("|")[0].strip()
                known = isinstance(node, ast.Constant) or "." in name or scope.find(written(node)) is not None
                return name + "!" if known and _is_type(name) else UNKNOWN
            case _:
                return UNKNOWN
    return UNKNOWN
