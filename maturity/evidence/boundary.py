"""The boundary around each part of the evidence room: what fails inside puts its own facts in doubt, and no others."""

from collections.abc import Callable, Iterator
from functools import partial
from types import UnionType
from typing import Any, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from maturity.evidence.hidden import CODE
from maturity.model.raw import Gap

F = TypeVar("F")
P = ParamSpec("P")


def guarded(gaps: list[Gap], part: Callable[P, Iterator[F]], *arguments: P.args, **options: P.kwargs) -> Iterator[F]:
    """Yield the facts of one collector; when it raises, what it found stays and a gap hides the rest."""
    try:
        yield from part(*arguments, **options)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one part must not cost the others
        gaps.append(_gap(part, error, kinds_of(part)))


def attempted(gaps: list[Gap], step: Callable[P, F], *arguments: P.args, **options: P.kwargs) -> F | None:
    """Do one step of reading code; when it raises, a gap hides all that code shows."""
    try:
        return step(*arguments, **options)
    except Exception as error:  # noqa: BLE001 - as above
        gaps.append(_gap(step, error, CODE))
        return None


def kinds_of(part: Callable[..., Any]) -> tuple[str, ...]:
    """Return the kinds of fact that a collector says it yields; none when it does not say, which hides any."""
    function = part.func if isinstance(part, partial) else part
    yielded = get_args(get_type_hints(function).get("return", None))
    facts = [
        one for kind in yielded[:1] for one in (get_args(kind) if get_origin(kind) in (UnionType, Union) else (kind,))
    ]
    return tuple(str(fact.model_fields["kind"].default) for fact in facts if hasattr(fact, "model_fields"))


def _gap(part: Callable[..., Any], error: Exception, hides: tuple[str, ...]) -> Gap:
    """Name the fault by its kind and our own line; its text may be foreign, or secret."""
    trace, line = error.__traceback__, 0
    name = getattr(part, "__module__", "")
    while trace:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("maturity") and module != __name__:
            name, line = module, trace.tb_lineno
        trace = trace.tb_next
    at = f"{name}, line {line}" if line else name
    return Gap(path=None, reason=f"our own fault: {type(error).__name__} in {at}; please report it", hides=hides)
