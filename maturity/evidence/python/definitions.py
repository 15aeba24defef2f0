"""Functions and classes: names, parameters, decorators and fields; bodies wait until their surroundings are read."""

import ast
from dataclasses import replace

from maturity.evidence.python import dealing, outcomes
from maturity.evidence.python.annotations import annotation, instance
from maturity.evidence.python.arguments import default
from maturity.evidence.python.bindings import DECLARATIONS
from maturity.evidence.python.calls import as_call, collect
from maturity.evidence.python.draft import Draft, File, Frame, Owner
from maturity.evidence.python.module import Call, Class, Parameter
from maturity.evidence.python.names import UNKNOWN, Scope, made, value_of

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
TOP = ("<module>", "<main>")


def function(node: FunctionNode, file: File, frame: Frame) -> None:
    """Add a function; its body is walked later."""
    outer = frame.scope.outer if frame.class_body and frame.scope.outer else frame.scope
    draft = Draft(_qualified(node.name, frame), node.lineno, frame.class_body or frame.draft.owner)
    inside = Frame(draft, Scope(outer), guarded=frame.guarded)
    draft.decorators = decorators(node, file, frame)
    draft.returns = instance(node.returns, frame.scope).rstrip("!?")
    draft.parameters = tuple(_parameters(node, frame, inside, file))
    draft.stub = is_stub(node.body)
    if file.dealing:
        draft.deals = dealing.line_of(node.body, draft.name)
    if file.asking:
        draft.outcomes = outcomes.of(node.body)
    if frame.draft.name not in TOP and not frame.class_body:
        frame.draft.references[draft.name] = None
    if frame.class_body and draft.returns and any(one.name.endswith("property") for one in draft.decorators):
        file.owners[frame.class_body].attributes.setdefault(node.name, draft.returns + "!")
    _note_names(node.returns, file, inside)
    frame.scope.names[node.name] = draft.name
    file.drafts.append(draft)
    file.waiting.append((node.body, inside))


def decorators(node: FunctionNode | ast.ClassDef, file: File, frame: Frame) -> tuple[Call, ...]:
    """Return the decorators as calls; what their arguments call runs where they are written."""
    found = []
    for one in node.decorator_list:
        inside = Draft("", 0)
        collect(one, file, replace(frame, draft=inside))
        own = as_call(one, frame.scope)
        # The decorator's own call comes first, and belongs to the function.
        mine = isinstance(one, ast.Call) and own is not None and inside.calls[:1] and inside.calls[0][0] == own.name
        frame.draft.calls.extend(inside.calls[1:] if mine else inside.calls)
        found.append(own)
    return tuple(one for one in found if one is not None)


def mark(node: ast.Assign, frame: Frame) -> None:
    """Note `pytestmark = pytest.mark.skip`, which decorates every test of a file, as decorators of its top level."""
    named = any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)
    if named and frame.draft.name == "<module>" and not frame.class_body:
        marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
        found = (as_call(one, frame.scope) for one in marks)
        frame.draft.decorators = tuple(one for one in found if one is not None)


def owner(node: ast.ClassDef, file: File, frame: Frame) -> Frame:
    """Add a class and return the frame of its body."""
    name = _qualified(node.name, frame)
    bases = []
    for base in node.bases[:20]:
        collect(base, file, frame)
        bases.append(annotation(base.value if isinstance(base, ast.Subscript) else base, frame.scope) or UNKNOWN)
    for keyword in node.keywords:
        collect(keyword.value, file, frame)
    methods = frozenset(one.name for one in node.body if isinstance(one, FunctionNode))
    file.owners[name] = Owner(name, tuple(bases), methods)
    frame.scope.names[node.name] = name
    fields = tuple(_fields(node, frame.scope))
    file.classes.append(Class(name, node.lineno, tuple(bases), decorators(node, file, frame), fields))
    return replace(frame, scope=Scope(frame.scope), class_body=name)


def is_stub(body: list[ast.stmt]) -> bool:
    """Tell whether a body does nothing: pass, a docstring, `raise NotImplementedError`, a bare return, prints."""
    return all(_does_nothing(one) for one in body)


def _does_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
    return False


def _qualified(name: str, frame: Frame) -> str:
    if frame.class_body:
        return f"{frame.class_body}.{name}"
    return name if frame.draft.name in TOP else f"{frame.draft.name}.{name}"


def _parameters(node: FunctionNode, frame: Frame, inside: Frame, file: File) -> list[Parameter]:
    """Bind the parameters inside the function, and return all but the receiver."""
    given = node.args
    every = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [*[None] * (len(every) - len(given.defaults)), *given.defaults]
    names = inside.scope.names
    receiver = _receiver(node, frame)
    if receiver and every:
        names[every.pop(0).arg] = receiver
        defaults.pop(0)
    for rest in (given.vararg, given.kwarg):
        if rest is not None:
            names[rest.arg] = UNKNOWN
    found = []
    for one, value in zip([*every, *given.kwonlyargs], [*defaults, *given.kw_defaults], strict=True):
        names[one.arg] = _held(one, value, frame.scope)
        found.append(Parameter(one.arg, annotation(one.annotation, frame.scope), default(value, frame.scope)))
        _note_names(one.annotation, file, inside)
        if value is not None:
            collect(value, file, replace(inside, scope=frame.scope))
    return found


def _held(one: ast.arg, value: ast.expr | None, scope: Scope) -> str:
    """Return what a parameter holds: an instance of its annotation, or what its default makes."""
    held = instance(one.annotation, scope)
    if held != UNKNOWN or not isinstance(value, ast.Call):
        return held
    built = value_of(value, scope)
    if not isinstance(built, str):
        return UNKNOWN
    if built == "fastapi.Depends!" and value.args:
        provider = value_of(value.args[0], scope)
        return made(provider) if isinstance(provider, str) and provider[:1] not in ("", UNKNOWN) else UNKNOWN
    return built if built.endswith("!") and built[:-1].rpartition(".")[2] not in DECLARATIONS else UNKNOWN


def _receiver(node: FunctionNode, frame: Frame) -> str:
    """Return what the first parameter of a method stands for."""
    if not frame.class_body:
        return ""
    names = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
    if "staticmethod" in names:
        return ""
    return frame.class_body if "classmethod" in names or node.name == "__new__" else "self"


def _note_names(node: ast.expr | None, file: File, inside: Frame) -> None:
    """Note the names that an annotation uses, and the dependencies that `Annotated[X, Depends(f)]` calls."""
    if node is None:
        return
    if isinstance(node, ast.Name):
        file.loaded.add(node.id)
        return
    calls = False
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            file.loaded.add(one.id)
        calls = calls or isinstance(one, ast.Call)
    if calls:
        outer = inside.scope.outer or inside.scope
        collect(node, file, replace(inside, scope=outer))


def _fields(node: ast.ClassDef, scope: Scope) -> list[Parameter]:
    """Return the annotated and the assigned names of a class body."""
    found = []
    for one in node.body[:500]:
        match one:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=note, value=value):
                found.append(Parameter(name, annotation(note, scope), default(value, scope)))
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.append(Parameter(name, "", default(value, scope)))
    return found
