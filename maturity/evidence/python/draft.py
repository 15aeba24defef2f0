"""What is gathered of one file while it is walked, before names of attributes are settled."""

import ast
from collections import deque
from dataclasses import dataclass, field

from maturity.evidence.python.module import Argument, Call, Choice, Class, Gate, Import, Outcome, Parameter
from maturity.evidence.python.names import Scope

RawCall = tuple[str, int, tuple[Argument, ...], dict[str, Argument], bool]
"""Name, line, arguments, keywords, guarded."""


@dataclass(slots=True)
class Draft:
    """A function in the making."""

    name: str
    line: int
    owner: str = ""
    """The class whose method it is, or that encloses it."""
    calls: list[RawCall] = field(default_factory=list)
    decorators: tuple[Call, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    references: dict[str, None] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list)
    decisions: dict[str, Gate] = field(default_factory=dict)
    """Variables that hold the outcome of a comparison; gates once they are returned or branched on."""
    flags: dict[str, Gate] = field(default_factory=dict)
    """Variables that a comparison sets to a truth value, whatever they are called; gates where a gate returns them."""
    margins: dict[str, ast.expr] = field(default_factory=dict)
    """Variables that hold a metric under another name, or by how much a new model differs from the model to beat."""
    asserts: list[int] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)
    """Variables that hold what training data and held-out data have in common."""
    separates: int = 0
    expects: int = 0
    stub: bool = False
    returns: str = ""
    deals: int = 0
    choices: list[Choice] = field(default_factory=list)
    fixed: dict[str, tuple[object, int]] = field(default_factory=dict)
    """Decisions whose last value is written out, each with that value and its column."""
    asks: dict[str, bool] = field(default_factory=dict)
    """Decisions that are branched on, each with whether it is set to yes wherever it is asked."""
    outcomes: tuple[Outcome, ...] = ()
    rebound: set[str] = field(default_factory=set)
    """What is given another value on the way: it does not hold the option of a command line."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a statement stands."""

    draft: Draft
    scope: Scope
    class_body: str = ""
    """The class in whose body it stands directly."""
    guarded: bool = False
    """Under an `if` that speaks of drift or performance."""
    training: bool = False
    """In a loop over epochs, steps or batches."""


@dataclass(slots=True)
class Owner:
    """A class in the making: its methods, and what its instances' attributes hold."""

    name: str
    bases: tuple[str, ...]
    methods: frozenset[str]
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class File:
    """A module in the making."""

    path: str
    dealing: bool = False
    """Its source has words of functions that pick a model by a share."""
    asking: bool = False
    """Its source has words of calls that have a model answer, and of those that write."""
    scope: Scope = field(default_factory=Scope)
    drafts: list[Draft] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    owners: dict[str, Owner] = field(default_factory=dict)
    imports: list[Import] = field(default_factory=list)
    constants: dict[str, Argument] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)
    loaded: set[str] = field(default_factory=set)
    """Names that are read somewhere."""
    waiting: deque[tuple[list[ast.stmt], Frame]] = field(default_factory=deque)
    """Functions whose bodies come after their surroundings, so that they see all names of it."""
