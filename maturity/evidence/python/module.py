"""What is kept of one Python file: the shape that is cached per blob and that all collectors read."""

from dataclasses import dataclass, field

Argument = str | int | float | bool | None
"""An argument of a call: `=text` for a text, `@dotted.name` for a reference, `@dotted.name()` for the result of a call,
`@None` for a None that is written out, a number or truth value as itself, None for anything else.

A text may have holes written `{}` (f-strings, joined paths); a list of texts is one command line. A name bound to a
constant stands for that constant. A reference is resolved where it can be, else it is as written (`@args.seed`); a
text key is like an attribute (`params["seed"]` is `@params.seed`).
"""
NONE = "@None"


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    `name` is resolved through the imports and simple assignments of its file: `pandas.read_csv`, `sklearn.svm.SVC.fit`;
    `.train.fit` (leading dots) for a relative import; `?.fit` for a receiver that is not known, `self.fit` in a class;
    a bare name for a function or class of the same file (`Trainer.fit`, `outer.inner`), a builtin, or a name that a
    star import may have brought. `self.model.fit` is an attribute that this file gives no type; `super.fit` the base's
    method; `Net.__call__` an instance that is called. `()` after a function is its result, whose type is not known:
    `mlflow.pyfunc.load_model().predict`, `.models.build().fit` (see `Function.returns`).
    """

    name: str
    line: int
    arguments: tuple[Argument, ...] = ()
    keywords: dict[str, Argument] = field(default_factory=dict)
    guarded: bool = False
    """It stands under an `if` whose test speaks of drift or performance."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function or a field of a class."""

    name: str
    annotation: str = ""
    """With its names resolved: `pandas.DataFrame`, `list[.schemas.Row]`."""
    default: Argument = None
    """As an argument; `@name()` for a call: `@typer.Option()`."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A comparison that decides: a metric-like value against a threshold or another model's, with an effect."""

    line: int
    text: str
    effect: str
    """raise, exit, assert, return, call (a registration, promotion or deployment stands under it), variable (a decision
    that is returned or branched on)."""
    champion: bool
    """One side is the model in production, the previous best, the baseline."""
    decision: str = ""
    """The variable that carries the outcome, where that is how it decides."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Lines that run for some words only: a side of `if args.mode == "train":`."""

    name: str
    """What holds the word: `mode`, `args.mode`."""
    values: tuple[str, ...]
    negated: bool
    """They run for all other words."""
    first: int
    last: int

    @property
    def option(self) -> str:
        """The name of the option that would set it."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model was asked for in a function, and what it answered is written there."""

    line: int
    """Of the call that asks, as its own."""
    asked: str
    """Last part of its name, as it is written."""
    several: bool
    """It is asked in a loop, or for each of several records."""
    written: int
    """Line of the call that writes."""
    by: str
    """Last part of its name."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method; `<module>` is the top level of a file and `<main>` its main guard."""

    name: str
    """Qualified within the file: `train`, `Trainer.fit`."""
    line: int
    calls: tuple[Call, ...] = ()
    decorators: tuple[Call, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    gates: tuple[Gate, ...] = ()
    asserts: tuple[int, ...] = ()
    """Lines of assertions: assert, self.assert*, pytest.raises, numpy.testing."""
    separates: int = 0
    """Line of the first assertion that training data and held-out data share nothing; 0 for none."""
    expects: int = 0
    """Line of the first assertion on the value of what a model answered through a service; 0 for none."""
    stub: bool = False
    """Nothing but pass, ..., a docstring, raise NotImplementedError or prints."""
    references: tuple[str, ...] = ()
    """Resolved names of the project or of imports that it mentions without calling (callbacks, node functions)."""
    returns: str = ""
    """Resolved class whose instance it returns, by its annotation or its return statements."""
    deals: int = 0
    """Line on which it picks one of several models by a share: `bucket(user) < canary.weight`; 0 when it does not."""
    choices: tuple[Choice, ...] = ()
    asks: tuple[str, ...] = ()
    """Decisions that it branches on: `if deploy_flag == 1:`."""
    overrules: tuple[str, ...] = ()
    """Those of them that it sets to yes itself, right where it asks."""
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Class:
    """A class."""

    name: str
    line: int
    bases: tuple[str, ...] = ()
    decorators: tuple[Call, ...] = ()
    fields: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name."""

    bound: str
    target: str
    """Dotted; leading dots for a relative import. A star import binds `*`, `import_module("x")` binds nothing."""
    line: int
    used: bool


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file, or the code cells of a notebook."""

    functions: tuple[Function, ...] = ()
    classes: tuple[Class, ...] = ()
    imports: tuple[Import, ...] = ()
    constants: dict[str, Argument] = field(default_factory=dict)
    """Module-level names bound to a constant."""
    instances: dict[str, str] = field(default_factory=dict)
    """Module-level names bound to an instance, each with its resolved class: what other files take from here."""
    in_order: bool = True
    """A notebook whose cells ran top to bottom, or carry no outputs."""
    written: dict[str, "Module"] = field(default_factory=dict)
    """Python files that cells of a notebook write, by path as written there."""
    problem: str = ""
    """Why it could not be parsed; then everything else is empty."""

    def function(self, name: str) -> Function | None:
        """Return a function by its qualified name."""
        return next((one for one in self.functions if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Secret:
    """Something in the bytes that looks like a credential, redacted at once."""

    line: int
    secret: str
    shown: str
    """At most its first four characters."""
    live: bool


@dataclass(frozen=True, slots=True)
class Skim:
    """What the byte pre-filter saw in one text file."""

    tokens: frozenset[str] = frozenset()
    """Words of the technologies and of the collectors that occur in it."""
    imports: tuple[str, ...] = ()
    """Dotted modules of its import lines, relative ones with their dots (Python only)."""
    test_functions: int = 0
    main_guard: bool = False
    secrets: tuple[Secret, ...] = ()
    binary: bool = False
