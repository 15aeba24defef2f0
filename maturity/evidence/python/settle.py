"""The last step of reading a file: attributes of self and results of local functions get the classes found since."""

from dataclasses import replace

from maturity.evidence.python.draft import Draft, File, RawCall
from maturity.evidence.python.module import Call, Function, Module
from maturity.evidence.python.names import callee

MAX_BASES = 20
MAX_STEPS = 4


def module(file: File) -> Module:
    """Return what was gathered as a frozen module."""
    returns = {draft.name: draft.returns for draft in file.drafts if draft.returns}
    functions: dict[str, Function] = {}
    for draft in file.drafts:
        one = _function(draft, file, returns)
        known = functions.get(one.name)
        functions[one.name] = one if known is None else _merged(known, one)
    return Module(
        functions=tuple(functions.values()),
        classes=tuple(file.classes),
        imports=tuple(replace(one, used=True) if one.bound in file.loaded else one for one in file.imports),
        constants=file.constants,
        instances=file.instances,
    )


def _function(draft: Draft, file: File, returns: dict[str, str]) -> Function:
    return Function(
        name=draft.name,
        line=draft.line,
        calls=tuple(Call(_settled(call, draft, file, returns), *call[1:]) for call in draft.calls),
        decorators=draft.decorators,
        parameters=draft.parameters,
        gates=tuple(draft.gates),
        asserts=tuple(draft.asserts),
        separates=draft.separates,
        expects=draft.expects,
        stub=draft.stub,
        references=tuple(draft.references),
        returns=_typed(draft.returns, draft, file, returns) if draft.returns.startswith("self.") else draft.returns,
        deals=draft.deals,
        choices=tuple(one for one in draft.choices if one.name not in draft.rebound),
        asks=tuple(draft.asks),
        overrules=tuple(name for name, overruled in draft.asks.items() if overruled),
        outcomes=draft.outcomes,
    )


def _merged(first: Function, second: Function) -> Function:
    """Join two definitions of one name: overloads, the branches of an `if`, the setter of a property."""
    if first.stub != second.stub:
        return second if first.stub else first
    return replace(
        second,
        calls=first.calls + second.calls,
        decorators=first.decorators + second.decorators,
        gates=first.gates + second.gates,
        asserts=first.asserts + second.asserts,
        separates=first.separates or second.separates,
        expects=first.expects or second.expects,
        references=tuple(dict.fromkeys(first.references + second.references)),
        deals=first.deals or second.deals,
        choices=first.choices + second.choices,
        outcomes=first.outcomes + second.outcomes,
    )


def _settled(call: RawCall, draft: Draft, file: File, returns: dict[str, str]) -> str:
    name = call[0]
    if name.startswith("self.") or "()" in name:
        return _typed(name, draft, file, returns)
    return name


def _typed(name: str, draft: Draft, file: File, returns: dict[str, str]) -> str:
    """Replace the beginning of a name by the class it turned out to be, a few times over."""
    for _ in range(MAX_STEPS):
        before = name
        if name.startswith("self."):
            name = _of_attribute(name, draft, file)
        if "()" in name:
            name = _of_result(name, draft, returns)
        if name == before:
            break
    return name


def _of_attribute(name: str, draft: Draft, file: File) -> str:
    attribute, _, rest = name.removeprefix("self.").partition(".")
    held = _attribute(attribute, draft.owner, file)
    if held in ("", f"self.{attribute}"):
        return name
    if rest:
        return f"{held.rstrip('!')}.{rest}"
    return callee(held)


def _attribute(name: str, owner: str, file: File) -> str:
    """Return the value of an attribute in a class or in its bases of the same file."""
    waiting, seen = [owner], 0
    while waiting and seen < MAX_BASES:
        seen += 1
        found = file.owners.get(waiting.pop(0))
        if found is not None:
            if name in found.attributes:
                return found.attributes[name]
            waiting.extend(found.bases)
    return ""


def _of_result(name: str, draft: Draft, returns: dict[str, str]) -> str:
    function, _, rest = name.partition("()")
    known = f"{draft.owner}.{function[5:]}" if function.startswith("self.") and draft.owner else function
    held = returns.get(known)
    return name if held is None or not rest.startswith(".") else held + rest
