"""What becomes of an answer: a call has a model predict, and what comes of it is written by another call.

An answer is followed through the names, tables and lists of one function, in the order of its lines. What is measured
or counted of it is no answer any more, nor is a comparison with what was expected.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from maturity.evidence.python.asking import asks, dotted, measures, over_records, writes
from maturity.evidence.python.module import Outcome

_DEEPEST = 80
_MOST = 20
"""Outcomes of one function."""
_NO_ANSWER = frozenset(("shape", "size", "dtype", "ndim", "columns", "index", "__class__"))
_ADDING = frozenset(("append", "extend", "add", "update", "insert", "put", "setdefault", "appendleft"))
_IN_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


@dataclass(frozen=True, slots=True)
class _Answer:
    line: int
    name: str
    several: bool


_Answers = tuple[_Answer, ...]
"""What a value is made of; of a few calls that seem to ask, only who knows the whole project can tell which do."""
_MANY = 3


def of(body: list[ast.stmt]) -> tuple[Outcome, ...]:
    """Return what is asked of a model in a body and written there; functions inside are not part of it."""
    flow = _Flow()
    flow.run(body, 0)
    return tuple(flow.found)[:_MOST]


class _Flow:
    """Which names hold an answer while the lines of one function are gone through."""

    def __init__(self) -> None:
        self.held: dict[str, _Answers] = {}
        self.found: dict[Outcome, None] = {}
        self.looped = False
        """In a loop over records."""

    def run(self, body: list[ast.stmt], depth: int) -> None:
        """Go through statements and those that are nested in them."""
        for node in body if depth < _DEEPEST else ():
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    continue
                case ast.Assign(targets=targets, value=value):
                    answers = self._answer(value, 0)
                    for target in targets:
                        self._bind(target, answers)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._bind(target, self._answer(value, 0))
                case ast.AugAssign(target=target, value=value):
                    self._add(target, self._answer(value, 0))
                case _:
                    self._compound(node, depth + 1)

    def _compound(self, node: ast.stmt, depth: int) -> None:
        match node:
            case ast.For(target=target, iter=several) | ast.AsyncFor(target=target, iter=several):
                self._bind(target, self._answer(several, 0))
                self._loop([*node.body, *node.orelse], depth, looped=over_records(several))
            case ast.While():
                self._loop([*node.body, *node.orelse], depth, looped=True)
            case ast.If(test=test, body=body, orelse=orelse):
                self._answer(test, 0)
                self._branch([body, orelse], depth)
            case ast.Try() | ast.TryStar():
                self.run(node.body, depth)
                self._branch([node.orelse, *(one.body for one in node.handlers)], depth)
                self.run(node.finalbody, depth)
            case ast.Match(cases=cases):
                self._branch([one.body for one in cases], depth)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                self._all((one.context_expr for one in items), 0)
                self.run(body, depth)
            case _:
                self._all(ast.iter_child_nodes(node), 0)

    def _loop(self, body: list[ast.stmt], depth: int, *, looped: bool) -> None:
        outer, self.looped = self.looped, self.looped or looped
        self.run(body, depth)
        self.looped = outer

    def _branch(self, blocks: list[list[ast.stmt]], depth: int) -> None:
        """Go through blocks of which one runs: a name holds afterwards what any of them gave it."""
        before, ends = self.held, []
        for block in blocks:
            self.held = dict(before)
            self.run(block, depth)
            ends.append(self.held)
        names = {name: None for end in ends for name in end}
        self.held = {name: _joined([end.get(name, ()) for end in ends]) for name in names}

    def _bind(self, target: ast.expr, answers: _Answers) -> None:
        match target:
            case ast.Tuple(elts=several) | ast.List(elts=several):
                for one in several:
                    self._bind(one, answers)
            case ast.Starred(value=one):
                self._bind(one, answers)
            case ast.Name(id=name) if answers:
                self.held[name] = answers
            case ast.Name(id=name):
                self.held.pop(name, None)  # so that a branch has little to copy
            case _:
                self._add(target, answers)

    def _add(self, target: ast.expr, answers: _Answers) -> None:
        """Note that a table, a list or an object holds an answer besides what it held before."""
        while isinstance(target, ast.Subscript):
            target = target.value
        name = dotted(target)
        if name and answers:
            self.held[name] = _joined((self.held.get(name, ()), answers))

    def _answer(self, node: ast.AST, depth: int) -> _Answers:
        """Return the answers of which an expression is made; what it writes on the way is noted."""
        if depth > _DEEPEST or not isinstance(node, ast.expr | ast.keyword):
            return ()
        match node:
            case ast.Name(id=name):
                return self.held.get(name, ())
            case ast.Attribute(value=value, attr=attr):
                found = self.held.get(dotted(node)) or self._answer(value, depth + 1)
                return () if attr in _NO_ANSWER else found
            case ast.Call():
                return self._called(node, depth + 1)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehended(node, depth + 1)
            case ast.NamedExpr(target=target, value=value):
                self._bind(target, self._answer(value, depth + 1))
                return self._answer(target, depth + 1)
            case ast.IfExp(body=body, orelse=orelse):
                return self._all((body, orelse), depth + 1)
        found = self._all(ast.iter_child_nodes(node), depth + 1)
        equal = isinstance(node, ast.Compare) and not all(isinstance(one, _IN_ORDER) for one in node.ops)
        return () if equal else found

    def _all(self, nodes: Iterable[ast.AST], depth: int) -> _Answers:
        return _joined([self._answer(one, depth) for one in nodes])

    def _comprehended(self, node: _Comprehension, depth: int) -> _Answers:
        outer = self.looped
        for one in node.generators:
            self._bind(one.target, self._answer(one.iter, depth))
            self.looped = self.looped or over_records(one.iter)
        made = self._all((node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,), depth)
        self.looped = outer
        return made

    def _called(self, node: ast.Call, depth: int) -> _Answers:
        method = node.func if isinstance(node.func, ast.Attribute) else None
        last = method.attr if method else dotted(node.func)
        line = node.func.end_lineno or node.lineno  # as that of a call
        given = self._all((*node.args, *node.keywords), depth)
        held = _joined((given, self._answer(method.value, depth) if method else ()))
        if held and writes(node, last):
            for one in held:
                self.found[Outcome(one.line, one.name, one.several, line, last)] = None
        if given and method and last in _ADDING:
            self._add(method.value, given)
        if measures(last):
            return ()
        several = asks(node, last)
        return held if several is None else _joined((held, (_Answer(line, last, several or self.looped),)))


def _joined(several: Iterable[_Answers]) -> _Answers:
    return tuple(dict.fromkeys(one for answers in several for one in answers))[:_MANY]
