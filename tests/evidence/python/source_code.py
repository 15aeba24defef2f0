"""Reading a piece of source in a test: its calls, one function, its gates."""

from textwrap import dedent

from maturity.evidence.python.module import Argument, Call, Function, Gate, Module
from maturity.evidence.python.parse import parse


def module(source: str, path: str = "pkg/train.py") -> Module:
    """Return a dedented source as a module that parsed."""
    found = parse(path, dedent(source).encode())
    assert found.problem == ""
    return found


def function(source: str, name: str = "<module>") -> Function:
    """Return one function of a source."""
    found = module(source).function(name)
    assert found is not None
    return found


def names(source: str, of: str = "<module>") -> list[str]:
    """Return the names of the calls of a function in order."""
    return [call.name for call in function(source, of).calls]


def call(source: str, name: str, of: str = "<module>") -> Call:
    """Return the one call of this name."""
    (found,) = [one for one in function(source, of).calls if one.name == name]
    return found


def first(source: str, name: str, of: str = "<module>") -> Argument:
    """Return the first argument of the one call of this name."""
    return call(source, name, of).arguments[0]


def gates(source: str) -> list[Gate]:
    """Return the gates of all functions."""
    return [gate for one in module(source).functions for gate in one.gates]
