"""What a name stands for inside one file: imports, simple assignments, instances of classes, results of functions.

A value is a dotted name. `X!` is an instance of the class X, `f()` the result of the function f, `?` not known, the
empty text a literal whose methods never matter. A constant is a tuple of one.
"""

import ast
import builtins
from collections.abc import Iterator

Literal = str | int | float | bool | None
Value = str | tuple[Literal]

UNKNOWN = "?"
NOTHING: Value = (None,)
"""A name that holds None for now; something else binds it before it is used."""
MAX_CHAIN = 40
MAX_VALUE = 200
BUILTINS = frozenset(dir(builtins))
TRANSPARENT = frozenset({"open", "exec", "eval", "__import__", "super", "globals", "locals", "vars"})
"""Builtins whose results are told from others."""
FLUENT = frozenset(
    (
        "to",
        "cuda",
        "cpu",
        "eval",
        "train",
        "half",
        "float",
        "double",
        "bfloat16",
        "requires_grad_",
        "set_params",
        "compile",
    )
)
"""Methods that return their receiver."""
_IMPORTERS = frozenset({"importlib.import_module", "__import__"})
_PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})
_CONSTRUCTORS = ("from_", "load_from_", "create", "build", "get_instance")


class Scope:
    """Names bound in a module or function; a lookup goes on in the enclosing one."""

    __slots__ = ("names", "outer", "paths", "shared", "tables")

    def __init__(self, outer: "Scope | None" = None) -> None:
        self.names: dict[str, Value] = {}
        self.outer = outer
        self.shared: frozenset[str] = frozenset()
        """Names that `global` makes those of the module."""
        self.paths: dict[str, str] = {}
        """The texts of names that hold a path: `DATA = Path("data")` is an instance, and a text where it is joined."""
        self.tables: dict[str, dict[str, ast.expr]] = {}
        """What names of tables hold by text keys, as far as it is written out: for who is given `**options`."""

    def find(self, name: str) -> Value | None:
        """Return what a name stands for; None when nothing here binds it."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.names.get(name)
            if value is not None:
                return value
            scope = scope.outer
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name; None never takes the place of something known (`model = None` in an except branch)."""
        scope = self.top() if name in self.shared else self
        if value != NOTHING or name not in scope.names:
            scope.names[name] = value
            scope.paths.pop(name, None)

    def path(self, name: str) -> str | None:
        """Return the text of a name that holds a path; None when it holds something else, or nobody knows which."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope.paths.get(name) if scope else None

    def table(self, name: str) -> dict[str, ast.expr]:
        """Return what a table holds, as far as it is written out in this scope or one around it."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope.tables.get(name, {}) if scope else {}

    def top(self) -> "Scope":
        """Return the scope of the module."""
        scope = self
        while scope.outer is not None:
            scope = scope.outer
        return scope


def is_class(name: str) -> bool:
    """Tell whether the last part of a dotted name is written like a class."""
    return name[name.rfind(".") + 1 :].lstrip("_")[:1].isupper()


def attribute(value: Value, name: str) -> str:
    """Return the value of an attribute."""
    if value == NOTHING:
        return f"{UNKNOWN}.{name}"
    if value == "" or isinstance(value, tuple):
        return ""
    if value.startswith(UNKNOWN) or len(value) > MAX_VALUE:
        return f"{UNKNOWN}.{name}"
    if value.endswith("!"):
        value = value[:-1]
    elif value == ".":
        return f".{name}"
    return f"{value}.{name}"


def callee(value: Value) -> str:
    """Return the name of a call of a value; empty when it cannot matter."""
    if isinstance(value, tuple) or value == UNKNOWN:
        return ""
    return value[:-1] + ".__call__" if value.endswith("!") else value + ".__call__" if value.endswith("()") else value


def result(name: Value, call: ast.Call, scope: Scope) -> Value:
    """Return the value of a call of a named function or class."""
    if not isinstance(name, str) or name[:1] in ("", UNKNOWN) or name.endswith(("!", "()")) or len(name) > MAX_VALUE:
        return "" if name == "" else UNKNOWN
    if call.args and name in _IMPORTERS and isinstance(call.args[0], ast.Constant):
        module = call.args[0].value
        return module if isinstance(module, str) else UNKNOWN
    if call.args and name in _PARTIAL and isinstance(call.args[0], ast.Name | ast.Attribute):
        return value_of(call.args[0], scope)
    if name in BUILTINS:
        return f"{name}!" if name == "super" else f"{name}()" if name in TRANSPARENT else UNKNOWN
    return made(name)


def made(name: str) -> str:
    """Return what a call of this name gives: an instance of a class, or the result of a function."""
    head, _, last = name.rpartition(".")
    if is_class(last):
        return name + "!"
    if head and is_class(head) and (last in FLUENT or last.startswith(_CONSTRUCTORS)):
        return head + "!"
    return name + "()"


def value_of(node: ast.expr, scope: Scope) -> Value:
    """Return what an expression stands for; never deeper than `MAX_CHAIN` attributes and calls."""
    if isinstance(node, ast.Name):  # nine of ten are as simple as this or the next
        return _root(node.id, scope, called=False)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return attribute(_root(node.value.id, scope, called=False), node.attr)
    trail: list[str | ast.Call] = []
    inner: ast.expr | None = node
    base: Value = UNKNOWN
    for _ in range(MAX_CHAIN):
        if isinstance(inner, ast.Name):
            base = _root(inner.id, scope, called=bool(trail) and not isinstance(trail[-1], str))
            break
        if isinstance(inner, ast.Attribute):
            trail.append(inner.attr)
            inner = inner.value
        elif isinstance(inner, ast.Call):
            trail.append(inner)
            inner = inner.func
        elif isinstance(inner, ast.Constant):
            base = (inner.value,) if isinstance(inner.value, Literal) else ""
            break
        else:
            inner = _within(inner)
            if inner is None:
                break
    for step in reversed(trail):
        base = attribute(base, step) if isinstance(step, str) else result(base, step, scope)
    return base


def _within(node: ast.expr | None) -> ast.expr | None:
    """Return the expression whose value this one has, most of the time; None when there is none."""
    match node:
        case ast.Await(value=inner) | ast.NamedExpr(value=inner) | ast.BoolOp(values=[inner, *_]):
            return inner
        case ast.IfExp(body=body, orelse=orelse):
            return orelse if isinstance(body, ast.Constant) else body
    return None


def _root(name: str, scope: Scope, *, called: bool) -> Value:
    found = scope.find(name)
    if found is not None:
        return found
    if called:
        return name
    return "" if name in BUILTINS else UNKNOWN


def written(node: ast.expr) -> str:
    """Return a name or attribute as it is written (`args.seed`); empty for anything else."""
    trail: list[str] = []
    for _ in range(MAX_CHAIN):
        if isinstance(node, ast.Attribute):
            trail.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return ".".join([node.id, *reversed(trail)])
        else:
            break
    return ""


def targets(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the single targets of an assignment, through tuples and stars, without recursion."""
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, ast.Tuple | ast.List):
            stack.extend(one.elts)
        elif isinstance(one, ast.Starred):
            stack.append(one.value)
        else:
            yield one
