"""What imports, assignments, loops and `with` bind names to."""

import ast

from maturity.evidence.python.annotations import instance
from maturity.evidence.python.arguments import HOLE, PATHS, constant, literal, text_of
from maturity.evidence.python.draft import File, Frame
from maturity.evidence.python.module import Import
from maturity.evidence.python.names import UNKNOWN, Scope, Value, targets, value_of

DECLARATIONS = frozenset(
    {"Field", "field", "Option", "Argument", "Depends", "Security", "Query", "Body", "Column", "Form"}
)
"""Calls that describe a field or parameter; what it holds is what the annotation says."""
_HANDLES = frozenset({"open()", "io.open()"})


def imports(node: ast.Import, file: File, frame: Frame) -> None:
    """Bind `import a.b` and `import a.b as c`."""
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        frame.scope.bind(bound, alias.name if alias.asname else bound)
        file.imports.append(Import(bound, alias.name, node.lineno, used=False))


def imports_from(node: ast.ImportFrom, file: File, frame: Frame) -> None:
    """Bind `from a import b`, relative ones with their dots."""
    origin = "." * node.level + (node.module or "")
    for alias in node.names:
        bound = alias.asname or alias.name
        target = origin if bound == "*" else origin + alias.name if origin.endswith(".") else f"{origin}.{alias.name}"
        if bound != "*":
            frame.scope.bind(bound, target)
        file.imports.append(Import(bound, target, node.lineno, used=bound == "*"))


def assigned(node: ast.expr, scope: Scope) -> Value:
    """Return the value that an assignment gives its target."""
    if isinstance(node, ast.Call):
        value = value_of(node, scope)
        if isinstance(value, str) and (value.endswith("!") or value in _HANDLES):
            return value
        return literal(node, scope) or value
    if isinstance(node, ast.Name | ast.Attribute):
        return value_of(node, scope)
    return literal(node, scope) or value_of(node, scope)


def assign(node: ast.Assign, file: File, frame: Frame) -> None:
    """Bind the targets of an assignment."""
    value = assigned(node.value, frame.scope)
    for target in node.targets:
        _note_table(target, node.value, frame.scope)
        if isinstance(target, ast.Tuple | ast.List):
            _unpack(target, node.value, file, frame)
        else:
            bind(target, _kept(target, value, node.value, frame.scope), file, frame)
            _note_path(target, node.value, value, file, frame)
            _note_constant(target, node.value, value, file, frame)


def assign_annotated(node: ast.AnnAssign, file: File, frame: Frame) -> None:
    """Bind an annotated name: to its value when that is known, else to an instance of its class."""
    value: Value = UNKNOWN if node.value is None else assigned(node.value, frame.scope)
    declares = isinstance(value, str) and value.rstrip("!()").rpartition(".")[2] in DECLARATIONS
    if not isinstance(value, str) or value[:1] in ("", UNKNOWN) or declares:
        declared = instance(node.annotation, frame.scope)
        value = declared if declares or declared != UNKNOWN else value
    bind(node.target, value, file, frame)
    if node.value is not None:
        _note_path(node.target, node.value, value, file, frame)
        _note_constant(node.target, node.value, value, file, frame)


def bind(target: ast.expr, value: Value, file: File, frame: Frame) -> None:
    """Bind a name, or an attribute of self."""
    if isinstance(target, ast.Name):
        frame.scope.bind(target.id, value)
        if frame.class_body and isinstance(value, str) and value not in ("", UNKNOWN):
            file.owners[frame.class_body].attributes.setdefault(target.id, value)
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        owner = file.owners.get(frame.draft.owner)
        known = isinstance(value, str) and value[:1] not in ("", UNKNOWN) and value != f"self.{target.attr}"
        if owner is not None and known and frame.scope.find(target.value.id) == "self":
            owner.attributes.setdefault(target.attr, str(value))


def forget(target: ast.expr, scope: Scope, value: Value = UNKNOWN) -> None:
    """Bind loop variables and other targets whose values are not known."""
    for one in targets(target):
        if isinstance(one, ast.Name):
            scope.bind(one.id, value)


def _unpack(target: ast.Tuple | ast.List, source: ast.expr, file: File, frame: Frame) -> None:
    if isinstance(source, ast.Tuple | ast.List) and len(source.elts) == len(target.elts):
        values = [assigned(one, frame.scope) for one in source.elts]
        for one, value in zip(target.elts, values, strict=True):
            if isinstance(one, ast.Name | ast.Attribute):
                bind(one, value, file, frame)
            else:
                forget(one, frame.scope)
        return
    for one in targets(target):
        if isinstance(one, ast.Name):
            bind(one, _kept(one, UNKNOWN, source, frame.scope), file, frame)


def _kept(target: ast.expr, value: Value, source: ast.expr, scope: Scope) -> Value:
    """Return the old value of a name that a function of unknown result wraps: `model = accelerator.prepare(model)`."""
    unclear = isinstance(value, str) and (value[:1] == UNKNOWN or value.endswith("()"))
    if not unclear or not isinstance(target, ast.Name) or not isinstance(source, ast.Call):
        return value
    if not any(isinstance(one, ast.Name) and one.id == target.id for one in source.args):
        return value
    known = scope.find(target.id)
    return known if isinstance(known, str) and known[:1] not in ("", UNKNOWN) else value


def _note_table(target: ast.expr, source: ast.expr, scope: Scope) -> None:
    """Note what a table holds: `options = {"signature": it}`, `options = dict(signature=it)`, `options["x"] = it`."""
    match target, source:
        case ast.Name(id=name), ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            scope.tables[name] = {str(key.value): one for key, one in pairs if isinstance(key, ast.Constant)}
        case ast.Name(id=name), ast.Call(func=ast.Name(id="dict"), args=[], keywords=given):
            scope.tables[name] = {one.arg: one.value for one in given if one.arg}
        case ast.Name(id=name), _:
            scope.tables.pop(name, None)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))), _ if name in scope.tables:
            scope.tables[name][key] = source


def _note_path(target: ast.expr, source: ast.expr, value: Value, file: File, frame: Frame) -> None:
    """Note the text of a path that a name holds: `DATA = Path("data")`; for other files it is a constant, too."""
    if not isinstance(target, ast.Name) or value not in PATHS or not isinstance(source, ast.Call | ast.BinOp):
        return
    text = text_of(source, frame.scope)
    if text and HOLE not in text:
        frame.scope.paths[target.id] = text
        if frame.draft.name == "<module>" and not frame.class_body:
            file.constants[target.id] = constant(text)


def _note_constant(target: ast.expr, source: ast.expr, value: Value, file: File, frame: Frame) -> None:
    if frame.draft.name != "<module>" or frame.class_body or isinstance(source, ast.List | ast.Tuple):
        return
    if isinstance(target, ast.Name) and isinstance(value, str) and value.endswith("!"):
        file.instances[target.id] = value[:-1]
    if isinstance(target, ast.Name) and isinstance(value, tuple):
        found = constant(value[0])
        if found is not None and not (isinstance(found, str) and HOLE in found):
            file.constants[target.id] = found
