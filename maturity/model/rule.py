"""Rules: a typed question over facts, with its reason, its remedy and its examples."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from maturity.model.lineage import RawCommit
from maturity.model.storage import RawStore
from maturity.model.tracking import RawTracking
from maturity.model.value import Value

Level = Literal[1, 2, 3]
Source = Literal["repo", "dvc", "mlflow", "lineage"]
PrincipleId = Literal[
    "automation",
    "continuity",
    "versioning",
    "reproducibility",
    "testability",
    "traceability",
    "monitorability",
    "collaboration",
    "governance",
]
Carrier = Literal["dataset-management", "training-platform", "model-registry", "inference-service", "ml-project"]
Effort = Literal["hours", "days", "weeks"]
"""How long a team needs for the remedy, as an order of magnitude."""


class Text(Value):
    """One text in the languages of the product."""

    en: str
    zh: str


Scalar = str | int | float | bool


class Condition(Value):
    """A condition on one field; every operator that is present has to hold.

    For a field that is a list, `has` asks for one member, `has_any` for one of several and `has_all` for all of them;
    `not` says that it has no such member, `exists` that it is not empty.
    """

    eq: Scalar | None = None
    isnt: Scalar | None = Field(default=None, alias="not")
    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None
    matches: str | None = None
    """RE2 pattern, searched anywhere in the text."""
    has: Scalar | None = None
    has_any: tuple[Scalar, ...] | None = None
    has_all: tuple[Scalar, ...] | None = None
    exists: bool | None = None


Expected = Scalar | tuple[Scalar, ...] | Condition
"""A value (equal, or member of a list field), a list (one of these), or a condition."""

Where = dict[str, Expected]


class Some(Value):
    """At least `at_least` facts of a kind are as `where` says. Evidence: those facts."""

    some: str
    where: Where = Field(default_factory=dict)
    at_least: int = 1


class Never(Value):
    """No fact of a kind is as `where` says. Evidence of a failure: those facts."""

    none: str
    where: Where = Field(default_factory=dict)


class Every(Value):
    """Every fact selected by `where` is as `expect` says; over nothing it is not applicable."""

    every: str
    where: Where = Field(default_factory=dict)
    expect: Where


class Share(Value):
    """At least this ratio (0-1) of the facts selected by `where` is as `expect` says; over nothing: not applicable."""

    share: str
    where: Where = Field(default_factory=dict)
    expect: Where
    at_least: float


class Links(Value):
    """Every fact selected by `where` has a partner of kind `to` with the same value of `key` (and `matching`)."""

    links: str
    where: Where = Field(default_factory=dict)
    key: str
    to: str
    partner_key: str
    matching: Where = Field(default_factory=dict)


class AllOf(Value):
    """Every part holds."""

    all_of: tuple["Ask", ...]


class AnyOf(Value):
    """One part holds."""

    any_of: tuple["Ask", ...]


def _form(value: Any) -> str | None:
    """Tell the form of an ask by its own key; the tag is no key, so that an error's location stays unambiguous."""
    for form in ("some", "none", "every", "share", "links", "all_of", "any_of"):
        if (isinstance(value, dict) and form in value) or (not isinstance(value, dict) and hasattr(value, form)):
            return f"<{form}>"
    return None


Ask = Annotated[
    Annotated[Some, Tag("<some>")]
    | Annotated[Never, Tag("<none>")]
    | Annotated[Every, Tag("<every>")]
    | Annotated[Share, Tag("<share>")]
    | Annotated[Links, Tag("<links>")]
    | Annotated[AllOf, Tag("<all_of>")]
    | Annotated[AnyOf, Tag("<any_of>")],
    Discriminator(_form),
]


class Example(Value):
    """A tiny project, by files or by what its live sources showed, and what the rule has to say about it."""

    name: str
    files: dict[str, str] = Field(default_factory=dict)
    """Path to content. A target without git, unless `commits` is given."""
    commits: int | None = None
    """Commits of the history to pretend."""
    tags: tuple[str, ...] = ()
    """Tags of that history."""
    sizes: dict[str, int] = Field(default_factory=dict)
    """Files of which only the size in bytes is pretended, by path."""
    mlflow: RawTracking | None = None
    """A tracking server to pretend, as the source would have read it."""
    dvc: RawStore | None = None
    """A DVC remote to pretend, as the source would have read it."""
    recorded: tuple[RawCommit, ...] = ()
    """What git is to know of the commits that runs recorded."""


class Examples(Value):
    """What a rule is tested with: at least one project that passes and one that fails."""

    passing: tuple[Example, ...]
    failing: tuple[Example, ...]


class Rule(Value):
    """One rule of the catalog: one file, named after its id."""

    id: str
    principle: PrincipleId
    level: Level
    required: bool
    source: Source
    also: tuple[Source, ...] = ()
    """Other sources it needs; while one of them is not given, the rule is not assessed."""
    carrier: Carrier
    title: Text
    why: Text
    fix: Text
    effort: Effort
    references: tuple[str, ...] = ()
    """Source documents (S0-S4) and frameworks, `name:item`."""
    applies: Ask | None = None
    """When it is absent the rule always applies."""
    ask: Ask
    examples: Examples


class Principle(Value):
    """One of the nine principles."""

    id: PrincipleId
    title: Text
    about: Text


class LevelName(Value):
    """One maturity level."""

    level: Literal[0, 1, 2, 3]
    title: Text
    about: Text


class Catalog(Value):
    """Everything under checks/ that judges: levels, principles and rules, with the digest of their content."""

    levels: tuple[LevelName, ...]
    principles: tuple[Principle, ...]
    rules: tuple[Rule, ...]
    digest: str
    """SHA-256 over the files, in order of their names."""
