"""What happens under a condition: it fails, leaves, decides, or lets a model through."""

import ast
from collections.abc import Iterator

from maturity.evidence.python.names import written
from maturity.evidence.python.words import parts, words_of

MAX_NODES = 2000
ACTIONS = frozenset(
    (
        *(
            "register",
            "registers",
            "promote",
            "promotes",
            "deploy",
            "deploys",
            "deployment",
            "publish",
            "push",
            "alias",
        ),
        *(
            "transition",
            "upload",
            "cancel",
            "approve",
            "approved",
            "reject",
            "rejected",
            "fail",
            "rollback",
            "promotion",
        ),
    )
)
_OTHER_MEANINGS = frozenset(
    {"hook", "hooks", "buffer", "parameter", "module", "forward", "backward", "queue", "heap", "stack"}
)
_BLOCKED = frozenset({"deployment", "deploy", "promotion", "release", "merge", "pipeline"})
_MOVES = frozenset({"set", "change", "move"})
"""With the word for a stage, what puts a version of a model into it: `version.change_stage("production")`."""
_SAVES = frozenset({"save", "dump", "copy", "copyfile", "copytree", "move", "replace", "export"})
_EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit", "ctx.exit"})
_NO_VERDICT = frozenset(
    {"StopIteration", "KeyboardInterrupt", "TypeError", "NotImplementedError", "KeyError", "IndexError"}
)
GATES = frozenset(
    (
        *(
            "gate",
            "gatekeeper",
            "validate",
            "validation",
            "validator",
            "check",
            "checks",
            "approve",
            "approval",
            "promote",
        ),
        *(
            "promotion",
            "deploy",
            "deployment",
            "bless",
            "blessing",
            "accept",
            "accepted",
            "should",
            "decide",
            "decision",
        ),
        *("better", "evaluator", "compare", "comparison", "trigger", "quality", "passes", "release", "ready"),
        *("branch", "enough", "meets", "exceeds", "beats", "worse", "acceptable", "acceptance", "improved", "improves"),
    )
)
_MAIN = frozenset({"main"})
_CHOOSES = frozenset({"choose", "model"})
_OF_RECORDS = frozenset(
    (
        "anomaly",
        "anomalies",
        "outlier",
        "outliers",
        "match",
        "spam",
        "toxic",
        "fraud",
        "face",
        "input",
        "prediction",
        "user",
    )
)
DECISIONS = frozenset(
    (
        *("deploy", "approved", "approve", "passed", "passes", "pass", "promote", "promotion", "accept", "accepted"),
        *("register", "blessed", "blessing", "gate", "decision", "deployable", "acceptable", "rejected", "promoted"),
        *("validated", "replace", "publish", "release", "ok", "deployed", "should", "verdict"),
    )
)

OUTCOMES = frozenset(("better", "wins", "win", "won", "improved", "improves", "beats", "outperforms", "exceeds"))
"""What a comparison with the model to beat is called; a training loop calls its best epoch so too."""


def of(statements: list[ast.stmt], function: frozenset[str], *, saving: bool) -> str:
    """Return the strongest effect of the statements, in a function of such a name; empty when nothing is decided."""
    found = {_effect(node, function, saving=saving) for node in nested(statements)}
    return next((one for one in ("raise", "exit", "call", "return") if one in found), "")


def nested(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of statements, without those of functions and classes defined among them."""
    stack: list[ast.AST] = list(reversed(statements))
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda | ast.Name):
            stack.extend(ast.iter_child_nodes(node))


def _effect(node: ast.AST, function: frozenset[str], *, saving: bool) -> str:
    match node:
        case ast.Raise(exc=exception):
            name = written(exception.func if isinstance(exception, ast.Call) else exception) if exception else ""
            if name == "SystemExit":
                return "exit"
            return "" if name in _NO_VERDICT or parts(name) & {"pruned", "stop", "stopping"} else "raise"
        case ast.Call(func=called):
            return _called(called, saving=saving)
        case ast.Return(value=value):
            return "return" if decides(value, function) else ""
    return ""


def _called(called: ast.expr, *, saving: bool) -> str:
    if written(called) in _EXITS:
        return "exit"
    last = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    said = parts(last)
    if said & ACTIONS and not said & _OTHER_MEANINGS:
        return "call"
    if ("block" in said and said & _BLOCKED) or ("stage" in said and said & _MOVES):
        return "call"
    return "call" if saving and said & _SAVES else ""


def is_gate(function: frozenset[str]) -> bool:
    """Tell whether a function of such a name judges a model (and not a record)."""
    return (bool(function & GATES) or function >= _CHOOSES) and not function & _OF_RECORDS


def decides(value: ast.expr | None, function: frozenset[str]) -> bool:
    """Tell whether a returned value is a verdict: a truth value or nothing in a gate, a text like `deploy_model`.

    A number that `main` returns is the status that the program exits with.
    """
    match value:
        case None | ast.Constant(value=None | bool()):
            return is_gate(function)
        case ast.Constant(value=int()):
            return function == _MAIN
        case ast.Constant(value=str() as text):
            return bool(parts(text) & ACTIONS) or is_gate(function)
        case ast.Tuple(elts=[ast.Constant(value=None | bool()) as verdict, *_]) if is_gate(function):
            return decides(verdict, function)
        case ast.List() | ast.Tuple() | ast.Dict():
            return bool(words_of(value) & ACTIONS)
    return False


FAULTS = frozenset(
    (
        *("failures", "failed", "failing", "violations", "violated", "breaches", "breached", "rejections"),
        *("against", "objections", "refusals", "blockers"),
    )
)
"""What a list is called that says, once it is not empty, that something does not hold."""


def variables(statements: list[ast.stmt]) -> Iterator[str]:
    """Yield the decision variables that statements set to a constant, and the lists of faults that they add to."""
    for node in nested(statements):
        match node:
            case ast.Call(func=ast.Attribute(attr="append" | "extend" | "add", value=ast.Name(id=name))):
                if parts(name) & FAULTS:
                    yield name
            case ast.AugAssign(op=ast.Add(), target=ast.Name(id=name)):
                if parts(name) & FAULTS:
                    yield name
            case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=ast.Constant()):
                if parts(name) & DECISIONS:
                    yield name


def flags(statements: list[ast.stmt]) -> Iterator[str]:
    """Yield the variables that statements set to a truth value."""
    for node in nested(statements):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=bool())):
                yield name
