"""Statements in the order they are written, without recursion: bindings, definitions, calls and decisions."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from maturity.evidence.python import (
    bindings,
    choices,
    definitions,
    expectations,
    gates,
    implied,
    overruling,
    separation,
)
from maturity.evidence.python.calls import collect
from maturity.evidence.python.draft import Draft, File, Frame
from maturity.evidence.python.names import UNKNOWN, value_of
from maturity.evidence.python.words import words_of

Blocks = tuple[tuple[list[ast.stmt], Frame], ...]
"""What is nested in a statement, in the order it runs."""
_DRIFT = frozenset(
    (
        *("drift", "drifted", "drifting", "degrad", "degraded", "degrades", "degradation", "skew", "skewed", "stale"),
        "staleness",
    )
)
_TRAINING = frozenset(
    (
        *("epoch", "epochs", "step", "steps", "batch", "batches", "iter", "iters", "iteration", "iterations"),
        *("loader", "dataloader", "trange"),
    )
)
_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def walk(body: list[ast.stmt], file: File, frame: Frame) -> None:
    """Walk a body with everything nested in it; functions are left waiting in the file."""
    stack: list[tuple[Iterator[ast.stmt], Frame]] = [(iter(body), frame)]
    while stack:
        statements, frame = stack[-1]
        node = next(statements, None)
        if node is None:
            stack.pop()
            continue
        if isinstance(node, _ENDS):
            stack.pop()  # what follows in this block never runs
        kind = type(node)
        if kind in _COMPOUND:
            blocks = _COMPOUND[kind](node, file, frame)
            stack.extend((iter(nested), inside) for nested, inside in reversed(blocks))
        else:
            _SIMPLE.get(kind, collect)(node, file, frame)


def _expression(node: ast.Expr, file: File, frame: Frame) -> None:
    if type(node.value) is not ast.Constant:
        collect(node.value, file, frame)
        gates.expression(node.value, frame)
        if isinstance(node.value, ast.Call):
            separation.assertion(node.value, node.lineno, frame.draft)
            expectations.assertion(node.value, node.lineno, frame.draft)


def _class(node: ast.ClassDef, file: File, frame: Frame) -> Blocks:
    return ((node.body, definitions.owner(node, file, frame)),)


def _assign(node: ast.Assign, file: File, frame: Frame) -> None:
    collect(node.value, file, frame)
    definitions.mark(node, frame)
    for target in node.targets:
        choices.rebind(target, frame)
        overruling.fix(target, node.value, frame.draft)
        if not isinstance(target, ast.Name):
            collect(target, file, frame)
        if isinstance(target, ast.Attribute) and isinstance(node.value, ast.Constant) and node.value.value:
            implied.switch(target, node.value, frame)
        elif isinstance(target, ast.Attribute) and isinstance(node.value, ast.Dict):
            implied.shares(target, node.value, frame)
        elif isinstance(target, ast.Subscript):
            implied.column(target, frame)
    bindings.assign(node, file, frame)
    gates.assignment(node.targets[0], node.value, frame)
    if isinstance(node.targets[0], ast.Name):
        separation.note(node.targets[0].id, node.value, frame.draft)


def _assign_annotated(node: ast.AnnAssign, file: File, frame: Frame) -> None:
    for one in ast.walk(node.annotation):
        if isinstance(one, ast.Name):
            file.loaded.add(one.id)
    if node.value is not None:
        collect(node.value, file, frame)
        gates.assignment(node.target, node.value, frame)
    bindings.assign_annotated(node, file, frame)


def _assign_augmented(node: ast.AugAssign, file: File, frame: Frame) -> None:
    collect(node.value, file, frame)
    if isinstance(node.target, ast.Name):
        frame.scope.names[node.target.id] = UNKNOWN
        overruling.fix(node.target, node.value, frame.draft)
    else:
        collect(node.target, file, frame)


def _return(node: ast.Return, file: File, frame: Frame) -> None:
    if node.value is None:
        return
    collect(node.value, file, frame)
    gates.returned(node, frame)
    if not frame.draft.returns:
        value = value_of(node.value, frame.scope)
        if isinstance(value, str) and value.endswith("!"):
            frame.draft.returns = value[:-1]


def _global(node: ast.Global, _: File, frame: Frame) -> None:
    frame.scope.shared |= frozenset(node.names)


def _assert(node: ast.Assert, file: File, frame: Frame) -> None:
    collect(node, file, frame)
    if not isinstance(node.test, ast.Constant):
        frame.draft.asserts.append(node.lineno)
        gates.assertion(node, frame)
        separation.assertion(node.test, node.lineno, frame.draft)
        expectations.assertion(node.test, node.lineno, frame.draft)


def _if(node: ast.If, file: File, frame: Frame) -> Blocks:
    if _is_main(node.test) and frame.draft.name == "<module>" and not frame.class_body:
        return (node.body, replace(frame, draft=_main(node, file))), (node.orelse, frame)
    collect(node.test, file, frame)
    if isinstance(node.test, ast.Constant) and not node.test.value:
        return ((node.orelse, frame),)
    gates.branch(node, frame)
    choices.branch(node, frame)
    overruling.ask(node, frame.draft)
    guarded = not frame.guarded and bool(words_of(node.test) & _DRIFT)
    return (node.body, replace(frame, guarded=True) if guarded else frame), (node.orelse, frame)


def _is_main(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]):
            return True
        case ast.Compare(left=ast.Constant(value="__main__"), ops=[ast.Eq()], comparators=[ast.Name(id="__name__")]):
            return True
    return False


def _main(node: ast.If, file: File) -> Draft:
    for draft in file.drafts:
        if draft.name == "<main>":
            return draft
    file.drafts.append(Draft("<main>", node.lineno, stub=definitions.is_stub(node.body)))
    return file.drafts[-1]


def _for(node: ast.For | ast.AsyncFor, file: File, frame: Frame) -> Blocks:
    collect(node.iter, file, frame)
    choices.rebind(node.target, frame)
    value = UNKNOWN
    if isinstance(node.iter, ast.List | ast.Tuple) and node.iter.elts and isinstance(node.target, ast.Name):
        first = value_of(node.iter.elts[0], frame.scope)
        value = first if isinstance(first, str) else UNKNOWN
    bindings.forget(node.target, frame.scope, value)
    return _loop(node, words_of(node.iter) | words_of(node.target), frame)


def _while(node: ast.While, file: File, frame: Frame) -> Blocks:
    collect(node.test, file, frame)
    if isinstance(node.test, ast.Constant) and not node.test.value:
        return ()
    return _loop(node, words_of(node.test), frame)


def _loop(node: ast.For | ast.AsyncFor | ast.While, words: frozenset[str], frame: Frame) -> Blocks:
    trains = not frame.training and bool(words & _TRAINING)
    return (node.body, replace(frame, training=True) if trains else frame), (node.orelse, frame)


def _with(node: ast.With | ast.AsyncWith, file: File, frame: Frame) -> Blocks:
    for item in node.items:
        collect(item.context_expr, file, frame)
        gates.condition(item.context_expr, frame)
        if isinstance(item.context_expr, ast.Name) and _is_given(item.context_expr.id, frame.draft):
            frame.draft.asserts.append(node.lineno)  # `pytest.raises` in one case, nothing in another
        if item.optional_vars is not None:
            bindings.forget(item.optional_vars, frame.scope)
            bindings.bind(item.optional_vars, value_of(item.context_expr, frame.scope), file, frame)
    return ((node.body, frame),)


def _is_given(name: str, draft: Draft) -> bool:
    """Tell whether the cases of a test give it something by this name: `parametrize("x, expected", ...)`."""
    given = [one.arguments[:1] for one in draft.decorators if one.name == "pytest.mark.parametrize"]
    return any(name in re.split(r"[\s,]+", str(text)[1:]) for (text,) in given if text)


def _try(node: ast.Try, file: File, frame: Frame) -> Blocks:
    for handler in node.handlers:
        if handler.type is not None:
            collect(handler.type, file, replace(frame, draft=Draft("", 0)))
        if handler.name:
            frame.scope.bind(handler.name, UNKNOWN)
    handlers = tuple((handler.body, frame) for handler in node.handlers)
    return (node.body, frame), (node.orelse, frame), *handlers, (node.finalbody, frame)


def _match(node: ast.Match, file: File, frame: Frame) -> Blocks:
    collect(node.subject, file, frame)
    for case in node.cases:
        if case.guard is not None:
            collect(case.guard, file, frame)
    return tuple((case.body, frame) for case in node.cases)


_SIMPLE: dict[type, Callable[..., None]] = {
    ast.Expr: _expression,
    ast.FunctionDef: definitions.function,
    ast.AsyncFunctionDef: definitions.function,
    ast.Import: bindings.imports,
    ast.ImportFrom: bindings.imports_from,
    ast.Assign: _assign,
    ast.AnnAssign: _assign_annotated,
    ast.AugAssign: _assign_augmented,
    ast.Return: _return,
    ast.Assert: _assert,
    ast.Global: _global,
}
_COMPOUND: dict[type, Callable[..., Blocks]] = {
    ast.ClassDef: _class,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
}
