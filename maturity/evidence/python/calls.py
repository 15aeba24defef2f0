"""The calls and mentions in an expression, each with its resolved name and its small arguments."""

import ast
import sys
from collections.abc import Iterable, Iterator
from itertools import islice

from maturity.evidence.python import implied
from maturity.evidence.python.arguments import argument, clean, script
from maturity.evidence.python.draft import Draft, File, Frame
from maturity.evidence.python.module import Argument, Call, Import
from maturity.evidence.python.names import BUILTINS, NOTHING, UNKNOWN, Scope, attribute, callee, value_of, written
from maturity.evidence.python.words import parts

MAX_ARGUMENTS = 20
MAX_REFERENCES = 2000
_OBJECTIONS = frozenset({"ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "Exception"})
"""What a function objects with: that it raises one is worth knowing."""
_KEPT_BUILTINS = frozenset({"open", "exec", "eval", "__import__"}) | _OBJECTIONS
_PROSE = frozenset({"help", "description", "doc", "title", "epilog"})
"""Keywords whose texts are for people only."""
_SCRIPTS = frozenset({"commands", "install_commands"})
"""Keywords whose lists hold whole commands, not the words of one."""
TABLES = frozenset(("log_params", "log_parameters", "log_hyperparams", "set_tags"))
"""Methods that log a whole table: what it says of data, where it is written out, is like a keyword."""
OPENING = frozenset(("start_run", "init"))
"""Methods that open a run, and take such a table by a keyword."""
_TABLE_KEYS = frozenset(("tags", "config", "params"))
_OF_DATA = frozenset("data dataset datasets corpus train training input source feature features raw csv".split())
SUITE_OF_CHECKS = "sklearn.utils.estimator_checks.check_estimator"
"""It fits the model that it is given on records of many kinds, and asserts what comes of it."""
TRIALS = frozenset(("ensure_model_can_train_save_and_load", "ensure_batch_predictions_are_consistent"))
"""Methods that AllenNLP gives a test of a model: they train the one of a configuration file and assert what it does."""
_RAISING = frozenset(("pytest.raises", "pytest.warns", "pytest.fail", SUITE_OF_CHECKS))
_NOSE = frozenset(("ok_", "eq_"))
"""What nose's tests call, and those of its successors."""
_VALIDATING = "call_and_validate"
"""It sends what schemathesis made up, and raises where the answer is not as the schema says."""
_TEMPLATES = ("aws_cdk.assertions.Template.", "aws_cdk.assertions.Annotations.")
_EXPECTING = frozenset(
    (
        "resource_count_is resource_properties_count_is has_resource has_resource_properties all_resources has_output "
        "all_resources_properties has_parameter has_mapping has_condition template_matches has_error has_no_error "
        "has_warning has_no_warning has_info"
    ).split()
)
"""What raises where a stack of the AWS CDK is not as a test expects it."""
_LOGGED = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical"})
_ASKED = frozenset("request query question prompt input inputs features payload".split())
_ANSWERED = frozenset(
    "answer answers prediction predictions predicted response output outputs score scores label".split()
)
"""What a structured record of a log calls what came in, and what the model said to it."""
_TRIVIAL = frozenset(
    (
        *("append", "extend", "insert", "items", "keys", "values", "format", "join", "split", "rsplit", "splitlines"),
        *("strip", "lstrip", "rstrip", "lower", "upper", "title", "startswith", "endswith", "encode", "decode"),
        *("setdefault", "index", "reverse", "sort", "size", "dim", "view", "reshape", "permute", "transpose"),
        *("unsqueeze", "squeeze", "contiguous", "item", "numel", "expand", "detach", "clone", "flatten", "chunk"),
    )
)
"""Methods of texts, containers and tensors: on an unknown receiver they say nothing."""
_ORDINARY = frozenset(sys.stdlib_module_names) | {"numpy", "torch", "pandas", "jax", "typing_extensions"}
"""Packages whose names are mentioned everywhere; a mention of them starts nothing."""
_MENTIONS = (ast.Name, ast.Attribute)
CALLEE = "->"
"""Key among the keywords of a call for the name by which the called object is known: `prep = load(...); prep()`."""
_LEAVES = frozenset(("ctx", "op", "ops", "id", "attr", "arg", "kind", "conversion", "is_async", "names"))
_FIELDS: dict[type, tuple[str, ...]] = {}


def collect(root: ast.AST, file: File, frame: Frame) -> None:
    """Add the calls and references of an expression to the function it stands in."""
    stack: list[ast.AST | None] = [root]
    while stack:
        node = stack.pop()
        if node is None or isinstance(node, ast.Constant):  # None is the key of `{**more}`
            continue
        if isinstance(node, _MENTIONS):
            _mention(node, file, frame, stack)
            continue
        if isinstance(node, ast.Call):
            _call(node, file, frame, stack)
            continue
        if isinstance(node, ast.Subscript):
            implied.environment(node, frame)
        if isinstance(node, ast.Dict):
            implied.table(node, frame)
        if isinstance(node, ast.NamedExpr) and isinstance(node.target, ast.Name):
            frame.scope.bind(node.target.id, value_of(node.value, frame.scope))
        for name in _fields(type(node)):
            value = getattr(node, name)
            if value.__class__ is list:
                stack.extend(reversed(value))
            else:
                stack.append(value)


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """Return the fields of a node class that hold expressions, last one first."""
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = tuple(name for name in reversed(kind._fields) if name not in _LEAVES)
    return known


def _mention(node: ast.Name | ast.Attribute, file: File, frame: Frame, stack: list[ast.AST | None]) -> None:
    """Note a name that is mentioned, not called."""
    _enter(node, file, stack)
    value = value_of(node, frame.scope)
    if value.__class__ is str and value and value[-1] not in "!)?" and value[0] != UNKNOWN:
        _refer(str(value), file, frame.draft)


def _refer(name: str, file: File, draft: Draft) -> None:
    root, _, rest = name.partition(".")
    if root == "self":
        owner = file.owners.get(draft.owner)
        if owner is None or rest not in owner.methods:
            return
    elif root in _ORDINARY or root == "super" or "()" in name or len(draft.references) >= MAX_REFERENCES:
        return
    draft.references[name] = None


def _enter(node: ast.expr, file: File, stack: list[ast.AST | None]) -> None:
    """Go down an attribute chain: its root is a name that is read, or an expression to walk."""
    while isinstance(node, ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        file.loaded.add(node.id)
    else:
        stack.append(node)


def name_of(function: ast.expr, scope: Scope) -> str:
    """Return the resolved name of what a call calls; empty when it can never matter."""
    if isinstance(function, ast.Name):
        found = scope.find(function.id)
        if found is None:
            return function.id if function.id in _KEPT_BUILTINS or function.id not in BUILTINS else ""
        return callee(found)
    if isinstance(function, ast.Attribute):
        value = value_of(function.value, scope)
        if value in (UNKNOWN, NOTHING) and function.attr in _TRIVIAL:
            return ""
        return callee(attribute(value, function.attr))
    if isinstance(function, ast.Subscript):
        return _held(function)
    return callee(value_of(function, scope))


def _held(function: ast.Subscript) -> str:
    """Return the name of what a table holds, which is like an attribute of it: `components["train"]` is `?.train`."""
    key = function.slice.value if isinstance(function.slice, ast.Constant) else None
    plain = isinstance(key, str) and key.isidentifier() and key not in _TRIVIAL
    return attribute(UNKNOWN, str(key)) if plain else ""


def _call(node: ast.Call, file: File, frame: Frame, stack: list[ast.AST | None]) -> None:
    function, scope, draft = node.func, frame.scope, frame.draft
    name = name_of(function, scope)
    if isinstance(function, ast.Name) and function.id in ("isinstance", "issubclass") and node.args:
        stack.append(node.args[0])
        return
    if node.args and isinstance(function, ast.Name | ast.Attribute):
        implied.from_command_line(function, node.args[0], frame)
    stack.extend(keyword.value for keyword in reversed(node.keywords))
    stack.extend(reversed(node.args))
    _enter(function, file, stack)
    if name and (not _is_log(name) or is_record(name, [one.arg for one in node.keywords])):
        line = function.end_lineno or node.lineno
        positional, named = _arguments(node, scope)
        if isinstance(function, ast.Name) and name.endswith("().__call__"):
            named[CALLEE] = f"={function.id}"
        draft.calls.append((name, line, positional, named, frame.guarded))
        if _asserts(name):
            draft.asserts.append(line)
        if name in ("importlib.import_module", "__import__") and (module := _text(node, scope)):
            file.imports.append(Import("", module, line, used=True))


def _arguments(node: ast.Call, scope: Scope) -> tuple[tuple[Argument, ...], dict[str, Argument]]:
    line = node.func.end_lineno or node.lineno
    specified = isinstance(node.func, ast.Attribute) and node.func.attr == "from_object"
    positional = tuple(
        script(one, scope, line) if specified and isinstance(one, ast.Dict) else argument(one, scope)
        for one in node.args[:MAX_ARGUMENTS]
    )
    named = {
        keyword.arg or "**": _named(keyword.arg, keyword.value, scope, line)
        for keyword in node.keywords[:MAX_ARGUMENTS]
    }
    if isinstance(node.func, ast.Attribute) and (node.func.attr in TABLES or node.func.attr in OPENING):
        for key, value in islice(_items(node), MAX_ARGUMENTS):
            named.setdefault(key, argument(value, scope))
    for keyword in node.keywords:
        if keyword.arg is None and isinstance(keyword.value, ast.Name):
            for key, value in islice(scope.table(keyword.value.id).items(), MAX_ARGUMENTS):
                named.setdefault(key, _named(key, value, scope, line))
    return positional, named


def _named(key: str | None, value: ast.expr, scope: Scope, line: int) -> Argument:
    if key in _PROSE:
        return None
    listed = key in _SCRIPTS and isinstance(value, ast.List)
    return script(value, scope, line) if listed else argument(value, scope)


def _items(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield what says of data in a mapping that is written out as the first argument, or as the table of a keyword."""
    for table in (*node.args[:1], *(one.value for one in node.keywords if one.arg in _TABLE_KEYS)):
        match table:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str) and parts(key.value) & _OF_DATA:
                        yield clean(key.value), value
            case ast.Call(func=ast.Name(id="dict"), keywords=given):
                yield from ((one.arg, one.value) for one in given if one.arg and parts(one.arg) & _OF_DATA)


def _text(node: ast.Call, scope: Scope) -> str:
    found = argument(node.args[0], scope) if node.args else None
    return found[1:] if isinstance(found, str) and found[:1] == "=" and "{}" not in found else ""


def is_record(name: str, keywords: Iterable[str | None]) -> bool:
    """Tell whether a call logs a record of what came in and what was answered: `info("done", query=q, answer=a)`."""
    given = frozenset(keywords)
    return name.rpartition(".")[2] in _LOGGED and bool(given & _ASKED) and bool(given & _ANSWERED)


def _is_log(name: str) -> bool:
    return name.rpartition(".")[2] in _LOGGED and any(one in name for one in ("logg", "loguru", "warnings."))


def _asserts(name: str) -> bool:
    last = name[name.rfind(".") + 1 :]
    return (
        last.startswith("assert")
        or last == _VALIDATING
        or name in _RAISING
        or last in TRIALS
        or last in _NOSE
        or (last in _EXPECTING and name.startswith(_TEMPLATES))
    )


def as_call(node: ast.expr, scope: Scope) -> Call | None:
    """Return a decorator as a call; None when it has no name."""
    function = node.func if isinstance(node, ast.Call) else node
    name = name_of(function, scope)
    if not name and isinstance(function, ast.Name):
        name = function.id
    name = name or written(function)
    if not name:
        return None
    if not isinstance(node, ast.Call):
        return Call(name, node.lineno)
    given, named = _arguments(node, scope)
    return Call(name, node.lineno, (*given, *_listed(node, scope)), named)


def _listed(node: ast.Call, scope: Scope) -> Iterator[Argument]:
    """Yield the tasks that a task lists as to run before or after it (invoke), as if each were given by itself."""
    for keyword in node.keywords:
        if keyword.arg in ("pre", "post") and isinstance(keyword.value, ast.List | ast.Tuple):
            for one in keyword.value.elts[:MAX_ARGUMENTS]:
                yield argument(one.args[0] if isinstance(one, ast.Call) and one.args else one, scope)
